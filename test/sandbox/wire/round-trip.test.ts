// Covers src/sandbox/wire/*.ts.
import { Readable } from 'node:stream';
import * as cloudtrail from '@aws-sdk/client-cloudtrail';
import * as logs from '@aws-sdk/client-cloudwatch-logs';
import * as config from '@aws-sdk/client-config-service';
import * as ec2 from '@aws-sdk/client-ec2';
import * as events from '@aws-sdk/client-eventbridge';
import * as iam from '@aws-sdk/client-iam';
import * as kinesis from '@aws-sdk/client-kinesis';
import * as lambda from '@aws-sdk/client-lambda';
import * as s3 from '@aws-sdk/client-s3';
import * as sns from '@aws-sdk/client-sns';
import * as sqs from '@aws-sdk/client-sqs';
import * as sts from '@aws-sdk/client-sts';
import { HttpResponse } from '@smithy/core/transport';
import { describe, expect, it } from 'vitest';
import { decodeAwsChunked } from '../../../src/sandbox/wire/aws-chunked.ts';
import type { WireRequest } from '../../../src/sandbox/wire/message.ts';
import type { OperationShape } from '../../../src/sandbox/wire/operation.ts';
import { protocols } from '../../../src/sandbox/wire/protocols.ts';
import { ServiceWire } from '../../../src/sandbox/wire/service-wire.ts';
import { randomValue } from '../support/random-shape.ts';

/**
 * Sends random inputs and outputs of all operations through the SDK's real clients. The sandbox must read what
 * they write, and they must read what the sandbox writes. An SDK release could change the form of the schemas.
 */
interface Subject {
  // biome-ignore lint/suspicious/noExplicitAny: modules of twelve clients
  module: any;
  client: string;
  /** Members that the client itself rewrites or sends elsewhere. */
  skip?: string[];
  /** Operations that this test can't call, with the reason. */
  without?: Record<string, string>;
  settings?: object;
}

const subjects: Record<string, Subject> = {
  ec2: { module: ec2, client: 'EC2Client', without: { CopySnapshot: 'the client adds a presigned URL' } },
  sts: { module: sts, client: 'STSClient' },
  iam: { module: iam, client: 'IAMClient' },
  sns: { module: sns, client: 'SNSClient' },
  sqs: { module: sqs, client: 'SQSClient', settings: { md5: false, useQueueUrlAsEndpoint: false } },
  events: { module: events, client: 'EventBridgeClient', skip: ['EndpointId'] },
  logs: { module: logs, client: 'CloudWatchLogsClient' },
  cloudtrail: { module: cloudtrail, client: 'CloudTrailClient' },
  // The client derives hosts from the members to skip.
  kinesis: {
    module: kinesis,
    client: 'KinesisClient',
    skip: ['StreamARN', 'ConsumerARN', 'ResourceARN', 'StreamId'],
  },
  config: { module: config, client: 'ConfigServiceClient' },
  lambda: { module: lambda, client: 'LambdaClient' },
  s3: {
    module: s3,
    client: 'S3Client',
    // The client hashes the customer's keys and verifies checksums.
    skip: [
      'SSECustomerKey',
      'SSECustomerKeyMD5',
      'CopySourceSSECustomerKey',
      'CopySourceSSECustomerKeyMD5',
      'ContentMD5',
      'ChecksumAlgorithm',
      'ExpiresString',
      'Expires',
    ],
    without: {
      CreateSession: 'the client calls it for itself',
      WriteGetObjectResponse: 'goes to another host, with no bucket',
      ListDirectoryBuckets: 'has the path of ListBuckets, at another host',
    },
    settings: {
      forcePathStyle: true,
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    },
  },
};

function generator(seed: number) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

async function bytes(body: unknown): Promise<Uint8Array> {
  if (body === undefined || body === null) return new Uint8Array();
  if (typeof body === 'string') return new TextEncoder().encode(body);
  if (body instanceof Uint8Array) return body;
  const chunks: Buffer[] = [];
  for await (const chunk of body as AsyncIterable<Uint8Array>) chunks.push(Buffer.from(chunk));
  return new Uint8Array(Buffer.concat(chunks));
}

// biome-ignore lint/suspicious/noExplicitAny: the SDK's request, before it goes out
async function asWireRequest(request: any): Promise<WireRequest> {
  const headers = Object.fromEntries(
    Object.entries<string>(request.headers).map(([k, v]) => [k.toLowerCase(), String(v)]),
  );
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries<string | string[]>(request.query ?? {})) {
    for (const each of [value].flat()) query.append(key, each ?? '');
  }
  const body = await bytes(request.body);
  const decodedLength = headers['x-amz-decoded-content-length'];
  return {
    method: request.method,
    path: request.path,
    query,
    headers,
    body: decodedLength === undefined ? body : decodeAwsChunked(body, decodedLength).data,
  };
}

/** Returns the value as plain data: without undefined members, with bytes as text and dates as numbers. */
async function plain(value: unknown): Promise<unknown> {
  if (value instanceof Uint8Array) return `bytes:${Buffer.from(value).toString('hex')}`;
  if (value instanceof Date) return `date:${value.getTime()}`;
  if (typeof value === 'bigint') return `${value}`;
  if (Array.isArray(value)) return Promise.all(value.map(plain));
  if (value && typeof value === 'object') {
    if ('transformToByteArray' in value)
      return plain(await (value as { transformToByteArray(): Promise<Uint8Array> }).transformToByteArray());
    if (value instanceof String) return String(value);
    const entries = Object.entries(value).filter(
      ([key, item]) => item !== undefined && item !== null && key !== '$metadata',
    );
    return Object.fromEntries(
      await Promise.all(entries.map(async ([key, item]) => [key, await plain(item)])),
    );
  }
  return value;
}

/** Removes members that the client always adds, because they come from the HTTP response: status, type, metadata. */
function withoutFraming(answer: unknown, output: object): unknown {
  const kept = { ...(answer as Record<string, unknown>) };
  for (const name of ['StatusCode', 'ContentType', 'Metadata']) if (!(name in output)) delete kept[name];
  return kept;
}

const isEventStream = (shape: OperationShape) =>
  [shape.input, shape.output].some(
    (schema) => !schema.isUnitSchema() && schema.getEventStreamMember() !== '',
  );

describe.each(Object.entries(subjects))('%s', (name, subject) => {
  const wire = new ServiceWire(protocols[name]!, subject.module);

  it('has the protocol of the client', () => {
    const client = new subject.module[subject.client]({ region: 'eu-west-1' });
    const { protocol, protocolSettings } = client.config;
    expect(protocol.getShapeId()).toBe(`aws.protocols#${wire.protocol.protocol}`);
    expect(protocolSettings).toMatchObject({
      version: wire.protocol.version,
      serviceTarget: wire.protocol.target,
      defaultNamespace: wire.protocol.namespace,
    });
    if (wire.protocol.xmlNamespace) expect(protocolSettings.xmlNamespace).toBe(wire.protocol.xmlNamespace);
    expect(client.config.defaultSigningName).toBe(name);
  });

  it('reads what the client writes, and writes what the client reads', async () => {
    const random = generator(7);
    let current: { shape: OperationShape; output: object; input?: unknown; routed?: string };
    const client = new subject.module[subject.client]({
      region: 'eu-west-1',
      endpoint: 'http://127.0.0.1:1',
      disableHostPrefix: true,
      credentials: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'x' },
      maxAttempts: 1,
      ...subject.settings,
      requestHandler: {
        async handle(request: unknown) {
          const message = await asWireRequest(request);
          const routed = wire.route(message);
          current.routed = routed.shape.name;
          current.input = wire.read(routed, message);
          const { status, headers, body } = wire.write(current.shape, current.output, 'request-id');
          return {
            response: new HttpResponse({
              statusCode: status,
              headers,
              body: Readable.from([await bytes(body)]),
            }),
          };
        },
      },
    });
    const failures: string[] = [];
    let count = 0;
    for (const shape of wire.shapes.values()) {
      if (isEventStream(shape) || subject.without?.[shape.name]) continue;
      const options = { random, skip: (member: string) => subject.skip?.includes(member) ?? false };
      const input = shape.input.isUnitSchema()
        ? {}
        : (randomValue(shape.input, options) as Record<string, unknown>);
      if (typeof input.Bucket === 'string') input.Bucket = 'example-bucket';
      const output = shape.output.isUnitSchema() ? {} : (randomValue(shape.output, options) as object);
      current = { shape, output };
      try {
        const answer = await client.send(new subject.module[`${shape.name}Command`](structuredClone(input)));
        expect(current.routed).toBe(shape.name);
        const [read, wanted] = [await plain(current.input), (await plain(input)) as object];
        // S3's client adds a checksum of the body to some requests.
        if (name === 's3') expect(read, 'input').toMatchObject(wanted);
        else expect(read, 'input').toEqual(wanted);
        expect(withoutFraming(await plain(answer), output), 'output').toEqual(await plain(output));
        count++;
      } catch (error) {
        failures.push(`${shape.name}: ${(error as Error).message}`);
      }
    }
    expect(failures).toEqual([]);
    expect(count).toBeGreaterThan(5);
  });
});
