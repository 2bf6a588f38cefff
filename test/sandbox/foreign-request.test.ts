import { STS } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { whyForeign } from '../../src/sandbox/foreign-request.ts';
import { rawHttp } from '../support/raw-http.ts';
import { clientConfig, testSandbox } from '../support/sandbox.ts';

let sandbox: Awaited<ReturnType<typeof testSandbox>>;
let port: string;
beforeAll(async () => {
  sandbox = await testSandbox();
  ({ port } = new URL(sandbox.url));
});
afterAll(() => sandbox[Symbol.asyncDispose]());

const health = (headers: Record<string, string>) =>
  rawHttp(sandbox.url, { method: 'GET', path: '/_sandbox/health', headers });

describe('the Host of a request', () => {
  it.each([
    '127.0.0.1',
    'localhost',
    'LOCALHOST',
    '[::1]',
    'bucket.localhost',
    'my.bucket.s3.localhost',
    'bucket.127.0.0.1',
    '111122223333.localhost',
    'stream-127.0.0.1',
    'stream-localhost',
  ])('is accepted as %s with the port of the server', (name) => {
    expect(whyForeign({ host: `${name}:4566` }, 4566)).toBeUndefined();
    expect(whyForeign({ host: `${name}:4567` }, 4566)).toContain('only for 127.0.0.1');
    expect(whyForeign({ host: name }, 4566)).toContain('only for 127.0.0.1');
    expect(whyForeign({ host: name }, 80)).toBeUndefined();
  });

  it.each([
    'page.example:4566',
    '127.0.0.1.page.example:4566',
    'localhost.page.example:4566',
    'evillocalhost:4566',
    'evil-localhost:4566',
    'evil-127.0.0.1:4566',
    '.localhost:4566',
    'page.example/.localhost:4566',
    'a@localhost:4566',
    '10.0.0.7:4566',
    '127.0.0.1:4566, 127.0.0.1:4566',
    '',
    undefined,
  ])('is refused as %s', (host) => {
    expect(whyForeign({ host }, 4566)).toContain('only for 127.0.0.1');
  });

  it('is checked before anything else', async () => {
    expect((await health({ host: `localhost:${port}` })).status).toBe(200);
    const { status, body } = await health({ host: `page.example:${port}` });
    expect(status).toBe(403);
    expect(body).toContain('<Code>AccessDenied</Code>');
  });
});

describe('a request of a web page', () => {
  it.each<Record<string, string>>([
    { origin: 'https://page.example' },
    { origin: 'null' },
    { origin: 'http://localhost:3000' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
  ])('is refused with %j', async (headers) => {
    const { status, body } = await health(headers);
    expect(status).toBe(403);
    expect(body).toContain('<Code>AccessDenied</Code>');
  });

  it('is accepted if a person typed the address', async () => {
    expect((await health({ 'sec-fetch-site': 'none' })).status).toBe(200);
  });

  it('is refused in the form of its service', async () => {
    const headers = { origin: 'https://page.example', 'x-amz-target': 'AWSEvents.ListRules' };
    const json = await rawHttp(sandbox.url, { headers, body: '{}' });
    expect(json.status).toBe(403);
    expect(JSON.parse(json.body)).toMatchObject({ __type: 'AccessDeniedException' });
    const query = await rawHttp(sandbox.url, {
      path: '/?Action=GetCallerIdentity&Version=2011-06-15',
      headers: { origin: 'https://page.example' },
    });
    expect(query.body).toMatch(/^<\?xml.*\n<ErrorResponse .*<Code>AccessDenied<\/Code>/s);
    expect(query.headers['access-control-allow-origin']).toBeUndefined();
  });

  it('is not in the log of calls', async () => {
    const before = sandbox.calls.length;
    await rawHttp(sandbox.url, {
      path: '/?Action=GetCallerIdentity&Version=2011-06-15',
      headers: { origin: 'https://page.example' },
    });
    expect(sandbox.calls.length).toBe(before);
    await new STS(clientConfig(sandbox)).getCallerIdentity({});
  });
});
