// Covers src/history/sources/*.ts.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import {
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Cloudtrail } from '../../../src/aws/services/cloudtrail.ts';
import { AwsCallError } from '../../../src/core/errors.ts';
import { lookupChanges } from '../../../src/history/sources/from-lookup.ts';
import { s3Inputs } from '../../../src/history/sources/from-s3.ts';
import { openCheckpoints } from '../../../src/history/sources/lookup-checkpoint.ts';
import { run, testContext } from '../../support/run.ts';
import { clientConfig, testSandbox } from '../../support/sandbox.ts';

type Sandbox = Awaited<ReturnType<typeof testSandbox>>;
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await testSandbox();
});
afterAll(() => sandbox[Symbol.asyncDispose]());

const fixture = (name: string) =>
  readFileSync(fileURLToPath(new URL(`../../fixtures/cloudtrail/${name}.json`, import.meta.url)), 'utf8');

describe('a bucket', () => {
  const BUCKET = 'example-trail-logs';
  const key = (account: string, region: string, day: string, org = '') =>
    `logs/AWSLogs/${org}${account}/CloudTrail/${region}/2026/03/${day}/${account}_CloudTrail_${region}_202603${day}T0905Z_abcdefghijklmnop.json.gz`;
  beforeAll(async () => {
    const s3 = new S3Client({ ...clientConfig(sandbox), forcePathStyle: true });
    await s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
    const put = (Key: string, Body: string | Uint8Array) =>
      s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body }));
    const file = (...names: string[]) => gzipSync(`{"Records":[${names.map(fixture).join(',')}]}`);
    await put(key('111122223333', 'eu-central-1', '02'), file('authorize-nested', 'egress'));
    await put(key('111122223333', 'us-east-1', '02'), file('modify-one'));
    await put(key('444455556666', 'eu-central-1', '02', 'o-exampleorg/'), file('revoke-by-id', 'modify-one'));
    await put(key('111122223333', 'eu-central-1', '28'), file('delete-group'));
    await put(
      'logs/AWSLogs/111122223333/elasticloadbalancing/eu-central-1/2026/03/02/x.json.gz',
      file('create-group'),
    );
    await put(key('111122223333', 'eu-central-1', '02').replaceAll('CloudTrail', 'CloudTrail-Digest'), 'x');
    s3.destroy();
  });

  it('is read over accounts, Regions and the organization, each record once', async () => {
    const from = ['history', '--from', `s3://${BUCKET}/logs`, '--format', 'json'];
    const { code, stdout, stderr } = await run(from, { sandbox });
    expect(code, stderr).toBe(0);
    const names = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).eventName);
    expect(names).toEqual([
      'AuthorizeSecurityGroupIngress',
      'RevokeSecurityGroupIngress',
      'ModifySecurityGroupRules',
      'DeleteSecurityGroup',
    ]);
  });

  it('is not listed for days outside the period', async () => {
    const { context, close } = testContext({ sandbox });
    try {
      const s3 = await (await context.aws({})).s3();
      const listed: (string | undefined)[] = [];
      const next = s3Inputs({
        s3: {
          ...s3,
          listObjectsV2: (input, signal) => {
            listed.push(input.Prefix);
            return s3.listObjectsV2(input, signal);
          },
        },
        bucket: BUCKET,
        prefix: 'logs/',
        days: { first: '2026-03-02', last: '2026-03-05' },
        signal: context.signal,
        onProblem: (name, reason) => expect.fail(`${name}: ${reason}`),
      });
      const inputs = [];
      for (let some = await next(); some.length > 0; some = await next()) inputs.push(...some);
      expect(inputs.map(({ name }) => name.replace(/.*AWSLogs\//, '').replace(/CloudTrail.*/, ''))).toEqual([
        '111122223333/',
        '111122223333/',
        'o-exampleorg/444455556666/',
      ]);
      const lists = listed.join('\n');
      expect(lists).toContain('2026/03/02/');
      expect(lists).not.toContain('2026/03/28/');
      expect(lists).not.toContain('elasticloadbalancing/eu');
      expect(lists).not.toContain('Digest/eu');
    } finally {
      close();
    }
  });

  it('ends with 3 if it does not exist', async () => {
    const { code, stderr } = await run(['history', '--from', 's3://no-such-bucket-here'], { sandbox });
    expect(code).toBe(3);
    expect(stderr).toContain('no-such-bucket-here');
  });
});

describe('the event history', () => {
  it('returns the changes of an account, at the allowed rate', async () => {
    const region = 'eu-west-3';
    const ec2 = new EC2Client(clientConfig(sandbox, '111122223333', region));
    const { GroupId } = await ec2.send(
      new CreateSecurityGroupCommand({ GroupName: 'web', Description: 'web' }),
    );
    const IpPermissions = [
      { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: '198.51.100.7/0' }] },
    ];
    await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions }));
    ec2.destroy();
    const { context, close } = testContext({ sandbox, region });
    try {
      const aws = await context.aws({});
      const window = { since: Date.now() - 3_600_000, until: Date.now() + 60_000 };
      const checkpoints = await openCheckpoints(undefined, window, context.files);
      const found = await lookupChanges({
        ...window,
        cloudtrail: await aws.cloudtrail(),
        names: ['AuthorizeSecurityGroupIngress', 'CreateSecurityGroup', 'DeleteSecurityGroup'],
        checkpoint: checkpoints.of('x'),
        ...{ now: context.now, sleep: context.sleep, signal: context.signal },
        onProgress: () => {},
      });
      expect(found.map((item) => item.kind === 'change' && item.change.groupIds)).toEqual([
        [GroupId],
        [GroupId],
      ]);
      const throttled = sandbox.calls.filter(
        ({ operation, outcome }) => operation === 'LookupEvents' && outcome !== 'ok',
      );
      expect(throttled).toEqual([]);
    } finally {
      close();
    }
  });
});

/** An account with one event a minute for each name. Only sleeping moves its clock. */
function scripted(fail: (call: number) => string | undefined = () => undefined) {
  let clock = 10_000_000;
  const calls: { at: number; name: string; end: number }[] = [];
  const record = (name: string, at: number) =>
    JSON.stringify({
      ...JSON.parse(fixture('authorize-nested')),
      eventName: name,
      eventID: `${name}-${at}`,
      eventTime: new Date(at).toISOString(),
    });
  const lookupEvents = async (input: Parameters<Cloudtrail['lookupEvents']>[0]) => {
    const name = input.LookupAttributes![0]!.AttributeValue!;
    const end = input.EndTime!.getTime();
    const start = input.StartTime!.getTime();
    calls.push({ at: clock, name, end });
    const code = fail(calls.length);
    if (code !== undefined) {
      throw new AwsCallError({
        ...{
          kind: 'aws',
          code: 'x',
          message: code,
          service: 'cloudtrail',
          operation: 'LookupEvents',
          awsCode: code,
        },
      });
    }
    const last = Number(input.NextToken ?? Math.floor(end / 60_000));
    const times = Array.from({ length: 50 }, (_, i) => (last - i) * 60_000).filter((at) => at >= start);
    const more = (last - 50) * 60_000 >= start;
    return {
      $metadata: {},
      Events: times.map((at) => ({ EventTime: new Date(at), CloudTrailEvent: record(name, at) })),
      NextToken: more ? String(last - 50) : undefined,
    };
  };
  return {
    calls,
    options: {
      cloudtrail: { lookupEvents },
      names: ['AuthorizeSecurityGroupIngress', 'RevokeSecurityGroupIngress'],
      since: 120 * 60_000 - 120 * 60_000,
      until: 120 * 60_000,
      now: () => clock,
      sleep: async (ms: number) => {
        clock += ms;
      },
      signal: new AbortController().signal,
    },
  };
}

describe('reading the event history', () => {
  const open = (files: Map<string, string | Uint8Array>) =>
    openCheckpoints('resume.json', { since: 0, until: 7_200_000 }, testContext({ files }).context.files);

  it('makes at most two calls a second and reports how long it will take', async () => {
    const { calls, options } = scripted();
    const progress: number[] = [];
    const checkpoint = (await open(new Map())).of('x');
    const found = await lookupChanges({
      ...options,
      checkpoint,
      onProgress: ({ done }) => progress.push(done),
    });
    expect(found).toHaveLength(242);
    for (let i = 2; i < calls.length; i++)
      expect(calls[i]!.at - calls[i - 2]!.at).toBeGreaterThanOrEqual(1_000);
    expect(progress).toEqual([...progress].sort((a, b) => a - b));
    expect(progress.at(-1)).toBe(1);
  });

  it('waits longer when AWS throttles it', async () => {
    const { calls, options } = scripted((call) =>
      call === 2 || call === 3 ? 'ThrottlingException' : undefined,
    );
    const checkpoint = (await open(new Map())).of('x');
    const found = await lookupChanges({ ...options, checkpoint, onProgress: () => {} });
    expect(found).toHaveLength(242);
    expect(calls[3]!.at - calls[1]!.at).toBeGreaterThanOrEqual(3_000);
  });

  it('continues from where it was interrupted, and finds the same', async () => {
    const files = new Map<string, string | Uint8Array>();
    const broken = scripted((call) => (call === 5 ? 'AccessDeniedException' : undefined));
    const first = { ...broken.options, checkpoint: (await open(files)).of('x'), onProgress: () => {} };
    await expect(lookupChanges(first)).rejects.toThrow('AccessDeniedException');
    const whole = scripted();
    const second = { ...whole.options, checkpoint: (await open(files)).of('x'), onProgress: () => {} };
    const found = await lookupChanges(second);
    const ids = new Set(found.map((item) => item.kind === 'change' && item.change.eventId));
    expect(ids.size).toBe(242);
    expect(whole.calls.map(({ name }) => name)).not.toContain('AuthorizeSecurityGroupIngress');
  });

  it('refuses a file with other content', async () => {
    await expect(open(new Map([['resume.json', '{"schema":"x"}']]))).rejects.toThrow(
      'not a progress file of',
    );
  });
});
