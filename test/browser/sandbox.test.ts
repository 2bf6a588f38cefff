import { createServer } from 'node:http';
import { STS } from '@aws-sdk/client-sts';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { functionZip } from '../sandbox/support/function-zip.ts';
import { listening } from '../support/listening.ts';
import { clientConfig, testSandbox } from '../support/sandbox.ts';
import { CHROMIUM, FLAGS } from './chromium.ts';

/** A public domain whose owner changed its address to 127.0.0.1. */
const REBOUND = 'rebound.example';

describe.skipIf(CHROMIUM === undefined)('the sandbox, called by a page in a browser', () => {
  let sandbox: Awaited<ReturnType<typeof testSandbox>>;
  let foreign: Awaited<ReturnType<typeof listening>>;
  let browser: Browser;
  /** The status of each response from the sandbox to a page. */
  const statuses: string[] = [];
  beforeAll(async () => {
    sandbox = await testSandbox();
    foreign = await listening(
      createServer((_, response) => {
        response.setHeader('content-type', 'text/html').end('<!doctype html><title>A page</title>');
      }),
    );
    const args = [...FLAGS, `--host-resolver-rules=MAP ${REBOUND} 127.0.0.1`];
    browser = await chromium.launch({ executablePath: CHROMIUM!, args });
  });
  afterAll(async () => {
    await browser?.close();
    await foreign?.[Symbol.asyncDispose]();
    await sandbox?.[Symbol.asyncDispose]();
  });

  async function pageAt(url: string): Promise<Page> {
    const page = await browser.newPage();
    page.on('response', (response) => {
      if (new URL(response.url()).port === new URL(sandbox.url).port) statuses.push(`${response.status()}`);
    });
    await page.goto(url);
    statuses.length = 0;
    return page;
  }

  /** CreateRole, CreateFunction and Invoke, as a page can send them without preflight: credentials in the query. */
  const attack = () => {
    const credential = (service: string) =>
      `X-Amz-Credential=111122223333/20260101/eu-west-1/${service}/aws4_request`;
    const trust = {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
      ],
    };
    const role = new URLSearchParams({
      Action: 'CreateRole',
      Version: '2010-05-08',
      RoleName: 'page',
      AssumeRolePolicyDocument: JSON.stringify(trust),
    });
    const zip = functionZip({
      'index.mjs': 'export const handler = async () => process.getuid?.() ?? "ran"',
    });
    const code = {
      FunctionName: 'page',
      Role: 'arn:aws:iam::111122223333:role/page',
      Handler: 'index.handler',
      Runtime: 'nodejs24.x',
      Code: { ZipFile: Buffer.from(zip).toString('base64') },
    };
    const functions = '/2015-03-31/functions';
    return [
      { path: `/?${credential('iam')}`, body: role.toString(), type: 'application/x-www-form-urlencoded' },
      { path: `${functions}?${credential('lambda')}`, body: JSON.stringify(code), type: 'text/plain' },
      { path: `${functions}/page/invocations?${credential('lambda')}`, body: '{}', type: 'text/plain' },
    ];
  };

  /** Sends the attack. Returns what the page itself sees of each response. */
  const send = (page: Page, base: string, mode: 'no-cors' | 'cors' | 'same-origin') =>
    page.evaluate(
      async ([to, how, requests]) => {
        const seen: string[] = [];
        for (const { path, body, type } of requests) {
          try {
            const headers = { 'content-type': type };
            const answer = await fetch(to + path, { method: 'POST', mode: how, body, headers });
            seen.push(`${answer.status} ${await answer.text()}`);
          } catch (error) {
            seen.push(String(error));
          }
        }
        return seen;
      },
      [base, mode, attack()] as const,
    );

  /** Checks that the sandbox executed no call of a page. */
  async function expectUntouched(): Promise<void> {
    expect(sandbox.calls.filter(({ operation }) => operation !== 'GetCallerIdentity')).toEqual([]);
    expect(sandbox.world.states('lambda')).toEqual([]);
    await new STS(clientConfig(sandbox)).getCallerIdentity({});
  }

  it('runs no code of a foreign page, and shows it no response', async () => {
    const page = await pageAt(foreign.url);
    // An opaque response has neither status nor text.
    expect(await send(page, sandbox.url, 'no-cors')).toEqual(['0 ', '0 ', '0 ']);
    await expect.poll(() => statuses).toEqual(['403', '403', '403']);
    expect(await send(page, sandbox.url, 'cors')).toEqual(Array(3).fill('TypeError: Failed to fetch'));
    await expectUntouched();
    await page.close();
  });

  it('refuses a GET of a foreign page, which has no Origin', async () => {
    const page = await pageAt(foreign.url);
    await page.evaluate(
      (url) => fetch(`${url}/_sandbox/health`, { mode: 'no-cors' }).then(() => {}),
      sandbox.url,
    );
    await expect.poll(() => statuses).toEqual(['403']);
    await page.close();
  });

  it('refuses a page whose domain was rebound to 127.0.0.1', async () => {
    const base = `http://${REBOUND}:${new URL(sandbox.url).port}`;
    const page = await pageAt(`${base}/_sandbox/health`);
    expect(await page.content()).not.toContain('"ok"');
    const answers = await send(page, base, 'same-origin');
    expect(answers.map((answer) => answer.slice(0, 3))).toEqual(['403', '403', '403']);
    const got = await page.evaluate(async (url) => (await fetch(`${url}/_sandbox/calls`)).status, base);
    expect(got).toBe(403);
    await expectUntouched();
    await page.close();
  });

  it('refuses the page of another server on this machine', async () => {
    const page = await pageAt(foreign.url.replace('127.0.0.1', 'localhost'));
    const local = sandbox.url.replace('127.0.0.1', 'localhost');
    expect(await send(page, local, 'no-cors')).toEqual(['0 ', '0 ', '0 ']);
    await expect.poll(() => statuses).toEqual(['403', '403', '403']);
    await expectUntouched();
    await page.close();
  });
});
