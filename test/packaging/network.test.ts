// Covers src/aws/ca-bundle.ts.
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { testSandbox } from '../support/sandbox.ts';
import { type Certificates, hasOpenssl, makeCertificates } from './certificates.ts';
import { connectProxy } from './connect-proxy.ts';
import { cleanEnv, runCommand } from './run-command.ts';
import { type SecureFront, secureFront } from './secure-front.ts';

const { installed, scratch } = inject('packed');
if (!hasOpenssl) console.log('skipped: proxies and certificates, because openssl is not installed');

describe.skipIf(!hasOpenssl)('a connection over HTTPS', () => {
  let sandbox: Sandbox & AsyncDisposable;
  let certificates: Certificates;
  let front: SecureFront;
  beforeAll(async () => {
    sandbox = await testSandbox();
    certificates = makeCertificates(scratch, ['DNS:aws.invalid', 'IP:127.0.0.1']);
    front = await secureFront(sandbox, certificates);
  });
  afterAll(async () => {
    await front[Symbol.asyncDispose]();
    await sandbox[Symbol.asyncDispose]();
  });

  /** Reads all groups from AWS at this host. */
  async function capture(host: string, env: NodeJS.ProcessEnv) {
    const calls = sandbox.calls.length;
    const args = [join(installed, 'bin/secgroup-monitor.js'), 'baseline', 'capture', '--format', 'json'];
    const ran = await runCommand(process.execPath, args, {
      env: cleanEnv({
        AWS_ENDPOINT_URL: `https://${host}`,
        AWS_ACCESS_KEY_ID: '111122223333',
        AWS_SECRET_ACCESS_KEY: sandbox.secret,
        AWS_REGION: 'eu-west-1',
        AWS_MAX_ATTEMPTS: '1',
        ...env,
      }),
    });
    return { ...ran, calls: sandbox.calls.length - calls };
  }
  const here = () => `127.0.0.1:${front.port}`;
  const errorOf = (stderr: string) =>
    JSON.parse(stderr.split('\n').findLast((line) => line.startsWith('{'))!);

  it('uses HTTPS_PROXY, with the credentials in its URL', async () => {
    await using proxy = await connectProxy(front.port);
    const url = proxy.url.replace('http://', 'http://alice:p%40ss@');
    const { code, calls } = await capture('aws.invalid', {
      HTTPS_PROXY: url,
      NODE_EXTRA_CA_CERTS: certificates.ca,
    });
    expect({ code, reached: calls > 0 }).toEqual({ code: 0, reached: true });
    const authorization = `Basic ${Buffer.from('alice:p@ss').toString('base64')}`;
    expect(new Set(proxy.requests.map((request) => JSON.stringify(request)))).toEqual(
      new Set([JSON.stringify({ target: 'aws.invalid:443', authorization })]),
    );
  });

  it('accepts https_proxy in lower case, and a proxy without http://', async () => {
    await using proxy = await connectProxy(front.port);
    const { code } = await capture('aws.invalid', {
      https_proxy: proxy.url.replace('http://', ''),
      NODE_EXTRA_CA_CERTS: certificates.ca,
    });
    expect({ code, used: proxy.requests.length > 0 }).toEqual({ code: 0, used: true });
  });

  it.each(['127.0.0.1', '*', 'aws.invalid, 127.0.0.1:PORT'])(
    'bypasses the proxy for NO_PROXY=%s',
    async (exempt) => {
      await using proxy = await connectProxy(front.port);
      const { code, calls } = await capture(here(), {
        HTTPS_PROXY: proxy.url,
        NO_PROXY: exempt.replace('PORT', String(front.port)),
        NODE_EXTRA_CA_CERTS: certificates.ca,
      });
      const { requests } = proxy;
      expect({ code, reached: calls > 0, requests }).toEqual({ code: 0, reached: true, requests: [] });
    },
  );

  it('reports a proxy that refuses, and an invalid proxy URL', async () => {
    await using proxy = await connectProxy(front.port, 407);
    const refused = await capture('aws.invalid', { HTTPS_PROXY: proxy.url });
    expect(errorOf(refused.stderr)).toMatchObject({
      code: 'proxy-refused',
      message: expect.stringContaining('responded with status 407 to CONNECT aws.invalid:443'),
    });
    expect(refused.code).toBe(3);
    const nonsense = await capture('aws.invalid', { HTTPS_PROXY: 'http://[' });
    expect(nonsense.code).toBe(2);
    expect(errorOf(nonsense.stderr)).toMatchObject({ code: 'bad-proxy' });
  });

  it.each(['NODE_EXTRA_CA_CERTS', 'AWS_CA_BUNDLE'])(
    "trusts a company's authority in %s",
    async (variable) => {
      const { code, calls } = await capture(here(), { [variable]: certificates.ca });
      expect({ code, reached: calls > 0 }).toEqual({ code: 0, reached: true });
      await using proxy = await connectProxy(front.port);
      expect(
        await capture('aws.invalid', { [variable]: certificates.ca, HTTPS_PROXY: proxy.url }),
      ).toMatchObject({
        code: 0,
      });
    },
  );

  it('trusts no unknown authority, and explains how to add one', async () => {
    const { code, stderr, calls } = await capture(here(), {});
    expect({ code, calls }).toEqual({ code: 3, calls: 0 });
    expect(errorOf(stderr).hint).toContain('AWS_CA_BUNDLE');
  });

  it('reports that the file in AWS_CA_BUNDLE does not exist', async () => {
    const { code, stderr } = await capture(here(), { AWS_CA_BUNDLE: join(scratch, 'none.pem') });
    expect(code).toBe(2);
    expect(errorOf(stderr)).toMatchObject({ code: 'bad-ca-bundle' });
  });
});
