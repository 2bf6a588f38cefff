import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAws } from '../../src/aws/open.ts';
import { AwsCallError } from '../../src/core/errors.ts';

const XML = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
<Arn>arn:aws:iam::111122223333:user/ann</Arn><UserId>AIDA</UserId><Account>111122223333</Account>
</GetCallerIdentityResult></GetCallerIdentityResponse>`;
const PAGE = '<!DOCTYPE html><html><body><p>Please log in</p></body></html>';

const send =
  (body: string, type = 'text/xml', status = 200) =>
  (response: ServerResponse) =>
    void response.writeHead(status, { 'content-type': type, 'content-length': body.length }).end(body);

const BROKEN: [what: string, answer: (response: ServerResponse) => void, words: RegExp][] = [
  ['a body that is cut off', send(XML.slice(0, 150)), /was damaged or not complete/],
  ['a body that is not XML', send('{"Account"'), /was damaged or not complete/],
  ['no body', send(''), /was empty \(HTTP status 200\)/],
  ['the page of a proxy', send(PAGE, 'text/html'), /a web page \(HTTP status 200\)/],
  [
    'the error page of a proxy',
    send(PAGE, 'text/html; charset=utf-8', 408),
    /a web page \(HTTP status 408\)/,
  ],
];

describe('a response that is not complete, or not of AWS', () => {
  let answers: ((response: ServerResponse) => void)[] = [];
  let requests = 0;
  const server = createServer((_, response) => {
    requests += 1;
    const [first] = answers;
    if (answers.length > 1) answers.shift();
    first?.(response);
  });
  beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
  afterAll(() => void server.close());

  async function identity(attempts: number) {
    requests = 0;
    const endpointUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const aws = await openAws(
      { region: 'eu-west-1', endpointUrl },
      { AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'y', AWS_MAX_ATTEMPTS: String(attempts) },
    );
    return (await aws.sts()).getCallerIdentity({}).finally(() => aws.close());
  }

  it.each(BROKEN)('is requested again: %s', async (_, answer) => {
    answers = [answer, send(XML)];
    expect(await identity(3)).toMatchObject({ Account: '111122223333' });
    expect(requests).toBe(2);
  });

  it.each(BROKEN)('is an error in plain words: %s', async (_, answer, words) => {
    answers = [answer];
    const error = await identity(2).catch((thrown: unknown) => thrown);
    expect(requests).toBe(2);
    expect(error).toBeInstanceOf(AwsCallError);
    expect(error).toMatchObject({ code: 'broken-response', message: expect.stringMatching(words) });
    expect((error as AwsCallError).hint).toMatch(/check the proxy and the network/);
    expect(JSON.stringify(error)).not.toMatch(/hidden field|response on this object|Deserialization/);
  });

  it('is an error if AssumeRole returns no credentials', async () => {
    answers = [send('<AssumeRoleResponse><AssumeRoleResult></AssumeRoleResult></AssumeRoleResponse>')];
    const endpointUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const roleArn = 'arn:aws:iam::444455556666:role/audit';
    const aws = await openAws(
      { region: 'eu-west-1', endpointUrl, roleArn },
      { AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'y', AWS_MAX_ATTEMPTS: '1' },
    );
    const call = (await aws.sts()).getCallerIdentity({});
    await expect(call).rejects.toThrow(`The response of sts:AssumeRole for ${roleArn} has no credentials.`);
    aws.close();
  });
});
