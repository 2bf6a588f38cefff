import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs';
import { EventBridge } from '@aws-sdk/client-eventbridge';
import { IAM } from '@aws-sdk/client-iam';
import { Lambda } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { functionZip } from '../sandbox/support/function-zip.ts';
import { clientConfig, testSandbox } from '../support/sandbox.ts';

/** The AWS CLI, if it is installed: a client from outside this project. */
const version = spawnSync('aws', ['--version'], { encoding: 'utf8' });
const missing = version.status !== 0;
if (missing) console.warn('skipped: the AWS CLI is not installed (Debian: apt-get install awscli)');

/** Only version 2 has `tail`. */
const readLog = version.stdout?.startsWith('aws-cli/1.')
  ? 'logs filter-log-events --log-group-name /test'
  : 'logs tail /test --since 1h';

describe.skipIf(missing)('the AWS CLI', { timeout: 60_000 }, () => {
  let sandbox: Awaited<ReturnType<typeof testSandbox>>;
  beforeAll(async () => {
    sandbox = await testSandbox();
  });
  afterAll(() => sandbox[Symbol.asyncDispose]());

  /** Runs a command of the CLI without any configuration of the user. */
  async function aws(command: string): Promise<{ stdout: string; stderr: string }> {
    const env = {
      PATH: process.env.PATH,
      HOME: '/nonexistent',
      AWS_ACCESS_KEY_ID: '111122223333',
      AWS_SECRET_ACCESS_KEY: sandbox.secret,
      AWS_DEFAULT_REGION: 'eu-west-1',
      AWS_PAGER: '',
    };
    const words = [...command.split(' '), '--endpoint-url', sandbox.url];
    return promisify(execFile)('aws', words, { env });
  }
  const json = async (command: string) => JSON.parse((await aws(command)).stdout);
  const fails = (command: string) =>
    aws(command).then(
      () => expect.unreachable(`${command} succeeded`),
      (error: { stderr: string }) => error.stderr,
    );

  it('creates a group, authorizes a rule and describes both', async () => {
    const { GroupId } = await json('ec2 create-security-group --group-name web --description test');
    await aws(
      `ec2 authorize-security-group-ingress --group-id ${GroupId} --protocol tcp --port 22 --cidr 192.0.2.9/24`,
    );
    const [groups, rules] = await Promise.all([
      json(`ec2 describe-security-groups --group-ids ${GroupId}`),
      json(`ec2 describe-security-group-rules --filters Name=group-id,Values=${GroupId} --page-size 5`),
    ]);
    expect(groups.SecurityGroups).toMatchObject([
      { GroupName: 'web', IpPermissions: [{ FromPort: 22, IpRanges: [{ CidrIp: '192.0.2.0/24' }] }] },
    ]);
    expect(rules.SecurityGroupRules).toHaveLength(2);
  });

  it('receives the error codes of AWS', async () => {
    const cases: [string, string][] = [
      ['ec2 describe-security-groups --group-ids sg-0123456789abcdef0', '(InvalidGroup.NotFound)'],
      ['ec2 describe-flow-logs', '(InvalidAction)'],
      ['iam get-role --role-name no', '(NoSuchEntity)'],
      ['events describe-rule --name no', '(ResourceNotFoundException)'],
      ['sqs get-queue-url --queue-name no', 'AWS.SimpleQueueService.NonExistentQueue'],
    ];
    const answers = await Promise.all(
      cases.map(async ([command, code]) => [await fails(command), code] as const),
    );
    for (const [stderr, code] of answers) expect(stderr).toContain(code);
  });

  it('waits for a function, reads its configuration, rule and targets, and tails its log', async () => {
    const { Role } = await new IAM(clientConfig(sandbox)).createRole({
      RoleName: 'f',
      AssumeRolePolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
        ],
      }),
    });
    const { FunctionArn } = await new Lambda(clientConfig(sandbox)).createFunction({
      FunctionName: 'f',
      Role: Role!.Arn,
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Code: { ZipFile: functionZip({ 'index.mjs': 'export const handler = async () => {};' }) },
    });
    const events = new EventBridge(clientConfig(sandbox));
    await events.putRule({ Name: 'r', EventPattern: '{"source":["aws.ec2"]}' });
    await events.putTargets({ Rule: 'r', Targets: [{ Id: 'f', Arn: FunctionArn }] });
    const logs = new CloudWatchLogs(clientConfig(sandbox));
    await logs.createLogGroup({ logGroupName: '/test' });
    await logs.createLogStream({ logGroupName: '/test', logStreamName: 's' });
    await logs.putLogEvents({
      logGroupName: '/test',
      logStreamName: 's',
      logEvents: [{ timestamp: Date.now(), message: 'a line of the log' }],
    });
    await aws('lambda wait function-active-v2 --function-name f');
    const [configuration, rule, targets, tail] = await Promise.all([
      json('lambda get-function-configuration --function-name f'),
      json('events describe-rule --name r'),
      json('events list-targets-by-rule --rule r'),
      aws(readLog),
    ]);
    expect(configuration).toMatchObject({ FunctionName: 'f', State: 'Active', Runtime: 'nodejs24.x' });
    expect(rule).toMatchObject({ State: 'ENABLED', EventPattern: '{"source":["aws.ec2"]}' });
    expect(targets.Targets).toEqual([{ Id: 'f', Arn: FunctionArn }]);
    expect(tail.stdout).toContain('a line of the log');
  });
});
