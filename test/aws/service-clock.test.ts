import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { openAws } from '../../src/aws/open.ts';
import { ServiceClock } from '../../src/aws/service-clock.ts';

it('continues from the time of the last response, without the clock of the computer', () => {
  let elapsed = 5_000;
  const clock = new ServiceClock(() => elapsed);
  expect(clock.now()).toBeUndefined();
  clock.observe('Sun, 01 Nov 2026 10:00:00 GMT');
  elapsed += 1_500;
  expect(clock.now()).toBe(Date.UTC(2026, 10, 1, 10, 0, 1, 500));
  clock.observe('nonsense');
  clock.observe(undefined);
  expect(clock.now()).toBe(Date.UTC(2026, 10, 1, 10, 0, 1, 500));
});

it('takes the time from responses, also from errors', async () => {
  const server = createServer((_, response) => {
    response.writeHead(400, { date: 'Sun, 01 Nov 2026 10:00:00 GMT' });
    response.end('{"__type":"AccessDeniedException"}');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const env = { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b', AWS_REGION: 'eu-west-1' };
  const aws = await openAws({ endpointUrl: `http://127.0.0.1:${port}` }, env);
  expect(aws.serviceTime()).toBeUndefined();
  await expect((await aws.logs()).filterLogEvents({ logGroupName: 'g' })).rejects.toThrow();
  const start = Date.UTC(2026, 10, 1, 10);
  expect(aws.in('eu-central-1').serviceTime()).toBeGreaterThanOrEqual(start);
  expect(aws.serviceTime()).toBeLessThan(start + 60_000);
  aws.close();
  server.close();
});
