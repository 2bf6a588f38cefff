// Covers src/aws/proxy-agent.ts, src/aws/socket-code.ts.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openAws } from '../../src/aws/open.ts';
import { proxyAgent } from '../../src/aws/proxy-agent.ts';

/** The requests to a proxy that refuses every tunnel. */
const requests: { target: string | undefined; auth: string | undefined }[] = [];
const proxy = createServer();
proxy.on('connect', (request, socket) => {
  requests.push({ target: request.url, auth: request.headers['proxy-authorization'] });
  socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
});
let host: string;

beforeAll(async () => {
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  host = `127.0.0.1:${(proxy.address() as AddressInfo).port}`;
});
afterAll(() => void proxy.close());

it('sends AWS calls through the proxy in HTTPS_PROXY', async () => {
  const aws = await openAws(
    { region: 'eu-west-1' },
    {
      AWS_ACCESS_KEY_ID: 'x',
      AWS_SECRET_ACCESS_KEY: 'y',
      AWS_MAX_ATTEMPTS: '1',
      HTTPS_PROXY: `http://dana:s%40cret@${host}`,
    },
  );
  const failure = (await aws.sts()).getCallerIdentity({});
  await expect(failure).rejects.toThrow(
    /proxy 127\.0\.0\.1(:\d+)? responded with status 407 to CONNECT sts\.eu-west-1\.amazonaws\.com:443/,
  );
  aws.close();
  expect(requests).toEqual([
    {
      target: 'sts.eu-west-1.amazonaws.com:443',
      auth: `Basic ${Buffer.from('dana:s@cret').toString('base64')}`,
    },
  ]);
});

it('creates a proxy agent only if the environment contains a proxy', () => {
  expect(proxyAgent({}, {})).toBeUndefined();
  expect(proxyAgent({ HTTPS_PROXY: '' }, {})).toBeUndefined();
  expect(proxyAgent({ https_proxy: `http://${host}` }, {})).toBeDefined();
});
