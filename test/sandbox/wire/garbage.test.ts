import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { protocols } from '../../../src/sandbox/wire/protocols.ts';
import { serviceWire } from '../../../src/sandbox/wire/service-wire.ts';
import { testSandbox } from '../../support/sandbox.ts';
import { signRequest } from '../../support/sign-request.ts';

let sandbox: Awaited<ReturnType<typeof testSandbox>>;
beforeAll(async () => {
  sandbox = await testSandbox();
});
afterAll(() => sandbox[Symbol.asyncDispose]());

const send = async (
  service: string,
  method: string,
  path: string,
  headers: Record<string, string>,
  body?: string,
) =>
  fetch(sandbox.url + path, {
    method,
    headers: await signRequest(
      sandbox.url,
      { method, path, headers, body },
      { secret: sandbox.secret, service },
    ),
    ...(body !== undefined && { body }),
  });

/** Sends requests for each operation without other content, or with nonsense. */
async function nonsense(service: string): Promise<Promise<Response>[]> {
  const { protocol, target, version } = protocols[service]!;
  const { shapes } = (await serviceWire(service))!;
  const sent: Promise<Response>[] = [];
  for (const { name, http } of shapes.values()) {
    if (protocol.endsWith('Query')) {
      for (const rest of ['', '&Filter.1=x&X.Y.Z=1', '&Tags.member.1.Key=a&MaxResults=abc']) {
        const form = { 'content-type': 'application/x-www-form-urlencoded' };
        sent.push(send(service, 'POST', '/', form, `Action=${name}&Version=${version}${rest}`));
      }
    } else if (http) {
      const path = http[1].replace(/\{\w+\+?\}/g, '%ff').replace(/^\//, service === 's3' ? '/b-%25/' : '/');
      for (const body of http[0] === 'GET' || http[0] === 'HEAD' ? [undefined] : ['', '{}', '{"a":', '<x>']) {
        sent.push(send(service, http[0], path, {}, body));
        sent.push(send(service, http[0], path.replaceAll('%ff', 'x'), {}, body));
      }
    } else {
      for (const body of ['', '{}', 'null', '[1]', '{"Name":7,"Rule":{},"logGroupName":[]}']) {
        const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `${target}.${name}` };
        sent.push(send(service, 'POST', '/', headers, body));
      }
    }
  }
  return sent;
}

describe('a nonsense request', () => {
  it.each(Object.keys(protocols))('is answered as an error of the client by %s', async (service) => {
    const wrong: string[] = [];
    const before = sandbox.calls.length;
    for (const each of await nonsense(service)) {
      const answer = await each;
      expect(await answer.text()).not.toContain('Signature');
      if (answer.status >= 500 && answer.status !== 501) wrong.push(`${answer.status}`);
    }
    const guilty = sandbox.calls.slice(before).filter((call) => call.status >= 500 && call.status !== 501);
    expect(guilty.map((call) => `${call.operation} ${call.outcome}`)).toEqual([]);
    expect(wrong).toEqual([]);
    expect(sandbox.failures).toEqual([]);
  });
});
