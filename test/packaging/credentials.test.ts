import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { testSandbox } from '../support/sandbox.ts';
import { hasOpenssl, makeCertificates } from './certificates.ts';
import { connectProxy } from './connect-proxy.ts';
import { cleanEnv, runCommand } from './run-command.ts';
import { secureFront } from './secure-front.ts';

const { installed, scratch } = inject('packed');
if (!hasOpenssl) console.log('skipped: a valid login, because openssl is not installed');

/** Creates a home folder with these files in .aws. */
function home(files: Record<string, string>): string {
  const folder = mkdtempSync(join(scratch, 'a home '));
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, '.aws', name);
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, text);
  }
  return folder;
}

function capture(env: NodeJS.ProcessEnv, ...args: string[]) {
  const bin = join(installed, 'bin/secgroup-monitor.js');
  const quiet = { AWS_MAX_ATTEMPTS: '1', AWS_EC2_METADATA_DISABLED: 'true' };
  return runCommand(process.execPath, [bin, 'baseline', 'capture', '--format', 'json', ...args], {
    env: cleanEnv({ ...quiet, ...env }),
  });
}

const errorOf = (stderr: string) => JSON.parse(stderr.split('\n').findLast((line) => line.startsWith('{'))!);

/** Returns the files of a login to IAM Identity Center, as `aws sso login` writes them. */
function loggedIn(expiresAt: string): Record<string, string> {
  const token = {
    startUrl: 'https://corp.example/start',
    region: 'eu-west-1',
    accessToken: 'token',
    expiresAt,
  };
  return {
    config: `[profile corp]
sso_session = corp
sso_account_id = 444455556666
sso_role_name = audit
region = eu-west-1
[sso-session corp]
sso_region = eu-west-1
sso_start_url = https://corp.example/start
sso_registration_scopes = sso:account:access
`,
    [`sso/cache/${createHash('sha1').update('corp').digest('hex')}.json`]: JSON.stringify(token),
  };
}

describe('the credential lookup', () => {
  it('uses the profile in AWS_PROFILE or --profile, with its Region', async () => {
    await using sandbox = await testSandbox();
    const folder = home({
      config: '[profile audit]\nregion = us-west-2\n[profile other]\nregion = eu-central-1\n',
      credentials:
        `[audit]\naws_access_key_id = 111122223333\naws_secret_access_key = ${sandbox.secret}\n` +
        `[other]\naws_access_key_id = 444455556666\naws_secret_access_key = ${sandbox.secret}\n`,
    });
    const env = { HOME: folder, AWS_ENDPOINT_URL: sandbox.url, AWS_PROFILE: 'audit' };
    expect(await capture(env)).toMatchObject({ code: 0 });
    expect(sandbox.calls.at(-1)).toMatchObject({ account: '111122223333', region: 'us-west-2' });
    expect(await capture(env, '--profile', 'other')).toMatchObject({ code: 0 });
    expect(sandbox.calls.at(-1)).toMatchObject({ account: '444455556666', region: 'eu-central-1' });
  });

  it('uses credential_process', async () => {
    await using sandbox = await testSandbox();
    const script = join(scratch, 'give-key.sh');
    const given = {
      Version: 1,
      AccessKeyId: '444455556666',
      SecretAccessKey: sandbox.secret,
      SessionToken: 'token',
    };
    writeFileSync(script, `#!/bin/sh\necho '${JSON.stringify(given)}'\n`);
    chmodSync(script, 0o755);
    const folder = home({ config: `[profile vault]\nregion = eu-west-1\ncredential_process = ${script}\n` });
    const env = { HOME: folder, AWS_ENDPOINT_URL: sandbox.url, AWS_PROFILE: 'vault' };
    expect(await capture(env)).toMatchObject({ code: 0 });
    expect(sandbox.calls.at(-1)).toMatchObject({ account: '444455556666' });

    writeFileSync(script, '#!/bin/sh\necho "the vault is locked" >&2\nexit 1\n');
    const { code, stderr } = await capture(env);
    expect(code).toBe(4);
    expect(errorOf(stderr)).toMatchObject({ code: 'no-credentials' });
  });

  it('explains how to log in again after a login to IAM Identity Center has expired', async () => {
    await using sandbox = await testSandbox();
    const env = { HOME: home(loggedIn('2026-01-01T00:00:00Z')), AWS_ENDPOINT_URL: sandbox.url };
    const { code, stderr } = await capture({ ...env, AWS_PROFILE: 'corp' });
    expect(code).toBe(4);
    expect(errorOf(stderr)).toMatchObject({
      code: 'login-needed',
      hint: expect.stringContaining('`aws sso login --profile corp`'),
    });
    expect(sandbox.calls).toEqual([]);
  });

  it.skipIf(!hasOpenssl)('fetches the credentials of a valid login through a proxy', async () => {
    await using sandbox = await testSandbox();
    const certificates = makeCertificates(scratch, [
      'DNS:portal.sso.eu-west-1.amazonaws.com',
      'DNS:aws.invalid',
    ]);
    await using front = await secureFront(sandbox, certificates);
    await using proxy = await connectProxy(front.port);
    const { code } = await capture({
      HOME: home(loggedIn('2099-01-01T00:00:00Z')),
      AWS_PROFILE: 'corp',
      AWS_ENDPOINT_URL_EC2: 'https://aws.invalid',
      AWS_ENDPOINT_URL_STS: 'https://aws.invalid',
      HTTPS_PROXY: proxy.url,
      AWS_CA_BUNDLE: certificates.ca,
    });
    expect({ code, first: proxy.requests[0]?.target }).toEqual({
      code: 0,
      first: 'portal.sso.eu-west-1.amazonaws.com:443',
    });
    expect(sandbox.calls.at(-1)).toMatchObject({ account: '444455556666' });
  });

  it('explains how to get credentials if there are none', async () => {
    const { code, stderr } = await capture({ HOME: home({}), AWS_REGION: 'eu-west-1' });
    expect(code).toBe(4);
    expect(errorOf(stderr)).toMatchObject({
      code: 'no-credentials',
      hint: expect.stringContaining('aws configure'),
    });
  });
});
