// Covers src/deploy/ownership.ts, src/deploy/command-line.ts, src/deploy/kinds/*.ts, src/deploy/status/*.ts,
// src/deploy/teardown-stack.ts, src/commands/ask-in-turn.ts.
import { describe, expect, it } from 'vitest';
import type { Aws } from '../../src/aws/aws.ts';
import { trailHome } from '../../src/sandbox/cloudtrail/state.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { accountState } from '../faults/account-state.ts';
import { faultSandbox } from '../faults/harness.ts';
import { run, testContext } from '../support/run.ts';

const ACCOUNT = '111122223333';
const NAME = 'secgroup-monitor';
const REGION = 'eu-west-1';
const BUCKET = `${NAME}-trail-${ACCOUNT}-${REGION}`;
const TAGS = ['secgroup-monitor:stack', 'secgroup-monitor:version'];
const arn = (service: string, rest: string) => `arn:aws:${service}:${REGION}:${ACCOUNT}:${rest}`;

interface Lost {
  what: string;
  strip(aws: Aws, sandbox: Sandbox): Promise<unknown>;
}

const LOST: Lost[] = [
  {
    what: `function ${NAME}`,
    strip: async (aws) =>
      (await aws.lambda()).untagResource({ Resource: arn('lambda', `function:${NAME}`), TagKeys: TAGS }),
  },
  {
    what: `role ${NAME}-${REGION}`,
    strip: async (aws) => (await aws.iam()).untagRole({ RoleName: `${NAME}-${REGION}`, TagKeys: TAGS }),
  },
  {
    what: `rule ${NAME}-change`,
    strip: async (aws) =>
      (await aws.events()).untagResource({
        ResourceARN: arn('events', `rule/${NAME}-change`),
        TagKeys: TAGS,
      }),
  },
  {
    what: `rule ${NAME}-tamper`,
    strip: async (aws) =>
      (await aws.events()).untagResource({
        ResourceARN: arn('events', `rule/${NAME}-tamper`),
        TagKeys: TAGS,
      }),
  },
  {
    what: `log-group /aws/lambda/${NAME}`,
    strip: async (aws) =>
      (await aws.logs()).untagResource({
        resourceArn: arn('logs', `log-group:/aws/lambda/${NAME}`),
        tagKeys: TAGS,
      }),
  },
  {
    what: `queue ${NAME}-failed`,
    strip: async (aws) => {
      const sqs = await aws.sqs();
      const { QueueUrl } = await sqs.getQueueUrl({ QueueName: `${NAME}-failed` });
      await sqs.untagQueue({ QueueUrl, TagKeys: TAGS });
    },
  },
  {
    what: `trail ${NAME}-trail`,
    strip: async (_aws, { world }) =>
      trailHome(world, ACCOUNT, REGION).trails.get(`${NAME}-trail`)!.tags.clear(),
  },
  {
    what: `bucket ${BUCKET}`,
    strip: async (aws) => (await aws.s3()).putBucketTagging({ Bucket: BUCKET, Tagging: { TagSet: [] } }),
  },
];

async function withAws<T>(sandbox: Sandbox, work: (aws: Aws, sandbox: Sandbox) => Promise<T>): Promise<T> {
  const { context, close } = testContext({ sandbox });
  try {
    return await work(await context.aws({}), sandbox);
  } finally {
    close();
  }
}

async function installed() {
  const sandbox = await faultSandbox();
  const { code } = await run(['install', '--preset', 'guard', '--create-trail'], { sandbox });
  expect(code).toBe(0);
  return { sandbox, asInstalled: accountState(sandbox, ACCOUNT) };
}

describe.each(LOST)('a stack whose $what lost its tags', ({ what, strip }) => {
  it('is shown by status, is refused by install and teardown, and is adopted or removed on request', async () => {
    const { sandbox, asInstalled } = await installed();
    await using _ = sandbox;
    await withAws(sandbox, strip);
    const stripped = accountState(sandbox, ACCOUNT);
    const adopt = `secgroup-monitor install --adopt --stack ${NAME} --region ${REGION}`;

    const status = await run(['status'], { sandbox });
    expect(status.code).toBe(1);
    expect(status.stdout).toContain(
      `${what} exists but does not have the tag secgroup-monitor:stack=${NAME}`,
    );
    expect(status.stdout).not.toMatch(/does not exist|no longer configured/);
    expect(status.stdout).toContain(`-> ${adopt}\n`);

    const refused = await run(['install'], { sandbox });
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    expect(refused.stderr).toContain(what);
    expect(refused.stderr).toContain(`\`${adopt}\``);

    const kept = await run(['teardown', '--yes', '--delete-trail-logs'], { sandbox });
    expect(kept).toMatchObject({ code: 2, stdout: '' });
    expect(kept.stderr).toContain(what);
    expect(kept.stderr).toContain(`\`secgroup-monitor teardown --adopt --stack ${NAME} --region ${REGION}\``);
    expect(accountState(sandbox, ACCOUNT)).toEqual(stripped);

    const declined = await run(['install', '--adopt'], { sandbox, tty: true, answer: false });
    expect(declined.code).toBe(0);
    expect(declined.stderr).toContain(what);
    expect(accountState(sandbox, ACCOUNT)).toEqual(stripped);

    const adopted = await run(['install', '--adopt'], { sandbox, tty: true, answer: true });
    expect(adopted.code).toBe(0);
    expect(accountState(sandbox, ACCOUNT)).toEqual(asInstalled);

    await withAws(sandbox, strip);
    const removed = await run(['teardown', '--adopt', '--yes', '--delete-trail-logs'], { sandbox });
    expect(removed.code).toBe(0);
    expect(accountState(sandbox, ACCOUNT)).toEqual({});
  });
});

it('keeps the bucket of a trail that is not the stack’s and still writes to it', async () => {
  const { sandbox } = await installed();
  await using _ = sandbox;
  await withAws(sandbox, async (aws) => {
    const Policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'cloudtrail.amazonaws.com' },
          Action: 's3:*',
          Resource: '*',
        },
      ],
    });
    await (await aws.s3()).putBucketPolicy({ Bucket: BUCKET, Policy });
    const cloudtrail = await aws.cloudtrail();
    await cloudtrail.createTrail({ Name: 'audit', S3BucketName: BUCKET });
    await cloudtrail.startLogging({ Name: 'audit' });
  });
  const { stdout, code } = await run(['teardown', '--yes', '--delete-trail-logs'], { sandbox });
  expect(code).toBe(0);
  expect(stdout).toContain(`Kept: bucket ${BUCKET}, trail audit writes its log files there`);
  const left = Object.keys(accountState(sandbox, ACCOUNT));
  expect(left).toEqual([
    `cloudtrail/${REGION}/trail/audit`,
    `s3/global/bucket/${BUCKET.replace(ACCOUNT, '<account>')}`,
  ]);
});

it('says that something remains if a resource loses its tag while it is being removed', async () => {
  const { sandbox } = await installed();
  await using _ = sandbox;
  sandbox.faults.add({ operation: 'DeleteFunction', action: { do: 'hook', before: () => 'cut' } });
  const untag = LOST[0]!.strip;
  sandbox.faults.add({
    operation: 'RemoveTargets',
    nth: 1,
    action: { do: 'hook', after: () => withAws(sandbox, untag).then(() => undefined) },
  });
  const env = { AWS_MAX_ATTEMPTS: '1' };
  const { stderr, code } = await run(['teardown', '--yes', '--delete-trail-logs'], { sandbox, env });
  expect(code).toBe(5);
  expect(stderr).toContain(`function ${NAME}`);
  expect(stderr).not.toContain('Nothing remains');
});
