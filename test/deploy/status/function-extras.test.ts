// Covers src/deploy/kinds/function-extras.ts, src/sandbox/lambda/settings.ts, src/trigger/trigger-once.ts.
import { describe, expect, it } from 'vitest';
import type { Aws } from '../../../src/aws/aws.ts';
import { functionExtras } from '../../../src/deploy/kinds/function-extras.ts';
import { stackNames } from '../../../src/deploy/stack.ts';
import { walkHops } from '../../../src/deploy/status/hops.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { timings } from '../../../src/sandbox/timing.ts';
import { furnish } from '../../faults/harness.ts';
import { testSandbox } from '../../support/sandbox.ts';
import { EMPTY_HANDLER, install, withDeploy } from '../support.ts';

const FunctionName = 'secgroup-monitor';
const never = 2 ** 31 - 1;

async function installed() {
  const sandbox = await testSandbox({
    timing: { ...timings.instant, cloudTrailDelayMs: { min: never, max: never } },
  });
  furnish('update', sandbox, '111122223333');
  await install({ sandbox });
  return sandbox;
}

const walk = (sandbox: Sandbox) =>
  withDeploy({ sandbox }, (context) =>
    walkHops({ stack: FunctionName, handlerCode: EMPTY_HANDLER }, context),
  );

type Lambda = Awaited<ReturnType<Aws['lambda']>>;
type Change = Omit<Parameters<Lambda['updateFunctionConfiguration']>[0], 'FunctionName'>;

const QUEUE = `arn:aws:sqs:eu-west-1:111122223333:${FunctionName}`;

const CHANGES: { what: string; change: Change; words: string }[] = [
  {
    what: 'a false EC2, code that is loaded first and a wrapper',
    change: {
      Environment: {
        Variables: {
          AWS_ENDPOINT_URL_EC2: 'http://127.0.0.1:9',
          AWS_LAMBDA_EXEC_WRAPPER: '/opt/wrap',
          NODE_OPTIONS: '--import /opt/first.mjs',
          TZ_NAME: 'UTC',
        },
      },
    },
    words:
      'environment variables AWS_ENDPOINT_URL_EC2, AWS_LAMBDA_EXEC_WRAPPER, NODE_OPTIONS, TZ_NAME, of which AWS_ENDPOINT_URL_EC2, AWS_LAMBDA_EXEC_WRAPPER, NODE_OPTIONS decide what code it runs or who answers it',
  },
  {
    what: 'a harmless variable',
    change: { Environment: { Variables: { ZONE: '1' } } },
    words: 'environment variables ZONE',
  },
  {
    what: 'layers',
    change: { Layers: ['arn:aws:lambda:eu-west-1:999999999999:layer:first:1'] },
    words: 'layers arn:aws:lambda:eu-west-1:999999999999:layer:first:1',
  },
  {
    what: 'a network',
    change: { VpcConfig: { SubnetIds: ['subnet-1', 'subnet-2'], SecurityGroupIds: ['sg-1'] } },
    words: 'a network in subnets subnet-1, subnet-2',
  },
  {
    what: 'a file system',
    change: {
      FileSystemConfigs: [
        {
          Arn: 'arn:aws:elasticfilesystem:eu-west-1:111122223333:access-point/fsap-1',
          LocalMountPath: '/mnt/x',
        },
      ],
    },
    words: 'file systems /mnt/x',
  },
  { what: 'tracing', change: { TracingConfig: { Mode: 'Active' } }, words: 'active tracing' },
  {
    what: 'a KMS key',
    change: { KMSKeyArn: 'arn:aws:kms:eu-west-1:111122223333:key/1' },
    words: 'the KMS key arn:aws:kms:eu-west-1:111122223333:key/1',
  },
  {
    what: 'a dead-letter target',
    change: { DeadLetterConfig: { TargetArn: QUEUE } },
    words: `the dead-letter target ${QUEUE}`,
  },
  { what: 'storage', change: { EphemeralStorage: { Size: 1024 } }, words: '1024 MB of temporary storage' },
  { what: 'SnapStart', change: { SnapStart: { ApplyOn: 'PublishedVersions' } }, words: 'SnapStart' },
];

describe("settings of the function that install didn't make", () => {
  it.each(CHANGES)('reports and removes $what', async ({ change, words }) => {
    await using sandbox = await installed();
    const read = () =>
      withDeploy({ sandbox }, async ({ aws }) => (await aws.lambda()).getFunction({ FunctionName }));
    const before = await read();
    await withDeploy({ sandbox }, async ({ aws }) => {
      await (await aws.iam()).putRolePolicy({
        RoleName: stackNames(FunctionName, aws.region, aws.access).role,
        PolicyName: 'send',
        PolicyDocument: JSON.stringify({
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: QUEUE }],
        }),
      });
      await (await aws.lambda()).updateFunctionConfiguration({ FunctionName, ...change });
    });
    const { hops } = await walk(sandbox);
    const hop = hops.find((one) => one.hop === 'function');
    expect(hop).toMatchObject({
      ok: false,
      detail: `${FunctionName} has settings that \`install\` did not make: ${words}`,
      remedy: expect.stringContaining('secgroup-monitor install'),
    });
    expect(hops.find((one) => one.hop === 'installation')?.ok).toBe(false);
    const report = await install({ sandbox });
    const step = report.actions.find(({ kind }) => kind === 'function');
    expect(step).toMatchObject({
      action: 'update',
      calls: ['lambda:UpdateFunctionConfiguration', 'lambda:GetFunction'],
    });
    expect(step?.reason).toContain(words);
    const after = await read();
    const settings = ({ Configuration: c }: typeof before) => {
      const { Variables = {} } = c?.Environment ?? {};
      return { ...c, Environment: { Variables }, LastModified: '', RevisionId: '' };
    };
    expect(settings(after)).toEqual(settings(before));
    expect((await walk(sandbox)).hops.filter(({ ok }) => ok === false)).toEqual([]);
  });

  it('replaces a function that runs a container image', () => {
    const extras = functionExtras({ PackageType: 'Image' });
    expect(extras).toEqual([{ words: 'a container image instead of a zip', unset: undefined }]);
  });

  it('has nothing to say about the configuration of a new function', () => {
    const fresh = {
      PackageType: 'Zip',
      EphemeralStorage: { Size: 512 },
      TracingConfig: { Mode: 'PassThrough' },
    } as const;
    expect(
      functionExtras({ ...fresh, SnapStart: { ApplyOn: 'None' }, VpcConfig: { SubnetIds: [] } }),
    ).toEqual([]);
  });
});
