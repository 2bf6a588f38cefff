import { execFile, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { pipeline } from '../support/pipeline.ts';
import type { Reached } from '../support/sandbox.ts';

const WEB = `version: 1
groups:
  - { name: web, match: { name: web }, ingress: at-most, rules: [ tcp 443 from anywhere ] }
unlisted: ignore
`;

const versions = [
  // Only version 2 has `aws logs tail`. Debian's 2.9 uses the older query protocol for SQS.
  { name: 'AWS CLI 1', aws: inject('tools')?.aws, tails: false },
  { name: 'AWS CLI 2', aws: inject('aws2'), tails: true },
];

describe.each(versions)('$name on the sandbox', ({ aws, tails }) => {
  it.skipIf(!aws)(
    'creates a group, reads the resources of install, tails the log and receives proper errors',
    async () => {
      await using world = await pipeline({ baseline: WEB });
      const cli = awsCli(aws!, world.sandbox);
      const group = ['--group-name', 'web', '--description', 'web servers', '--vpc-id', world.vpcId];
      const { GroupId } = await cli.json('ec2', 'create-security-group', ...group);
      await cli.json('ec2', 'wait', 'security-group-exists', '--group-ids', GroupId);
      const open = ['--group-id', GroupId, '--protocol', 'tcp', '--port', '22', '--cidr', '203.0.113.9/24'];
      const made = await cli.json('ec2', 'authorize-security-group-ingress', ...open);
      expect(made.SecurityGroupRules).toMatchObject([{ GroupId, CidrIpv4: '203.0.113.0/24', FromPort: 22 }]);
      const described = await cli.json('ec2', 'describe-security-groups', '--group-ids', GroupId);
      expect(described.SecurityGroups[0].IpPermissions).toMatchObject([
        { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: '203.0.113.0/24' }] },
      ]);

      await cli.json('lambda', 'wait', 'function-active', '--function-name', 'secgroup-monitor');
      const functions = await cli.json('lambda', 'list-functions');
      expect(functions.Functions).toMatchObject([
        { FunctionName: 'secgroup-monitor', Runtime: 'nodejs24.x' },
      ]);
      const configuration = await cli.json(
        'lambda',
        'get-function-configuration',
        '--function-name',
        'secgroup-monitor',
      );
      expect(configuration).toMatchObject({ State: 'Active', Architectures: ['arm64'] });
      const rule = await cli.json('events', 'describe-rule', '--name', 'secgroup-monitor-change');
      expect(JSON.parse(rule.EventPattern)).toMatchObject({ source: ['aws.ec2'] });
      const targets = await cli.json('events', 'list-targets-by-rule', '--rule', 'secgroup-monitor-change');
      expect(targets.Targets).toMatchObject([{ Arn: configuration.FunctionArn }]);
      const pages = await cli.json('events', 'list-rules', '--page-size', '1');
      expect(pages.Rules).toHaveLength(5);
      const role = ['--role-name', configuration.Role.split('/').at(-1)];
      expect((await cli.json('iam', 'list-role-policies', ...role)).PolicyNames).toEqual([
        'secgroup-monitor',
      ]);
      const trails = await cli.json('cloudtrail', 'describe-trails');
      expect(trails.trailList).toHaveLength(1);
      const found = await eventually(async () => {
        const by = 'AttributeKey=EventName,AttributeValue=AuthorizeSecurityGroupIngress';
        const { Events } = await cli.json('cloudtrail', 'lookup-events', '--lookup-attributes', by);
        expect(Events).toHaveLength(1);
        return JSON.parse(Events[0].CloudTrailEvent);
      });
      expect(found).toMatchObject({
        userAgent: expect.stringMatching(/^aws-cli\//),
        requestParameters: { groupId: GroupId },
      });

      await world.finding({ kind: 'drift', group: { id: GroupId } });
      const log = '/aws/lambda/secgroup-monitor';
      if (tails) {
        const { stdout } = await cli.run('logs', 'tail', log, '--since', '10m', '--format', 'short');
        expect(stdout).toContain('"unexpected":[{"rule":"tcp 22 from 203.0.113.0/24"');
        const follow = ['logs', 'tail', log, '--follow', '--since', '1s'];
        await cli.follows(follow, '"kind":"resolved"', () =>
          cli.json('ec2', 'revoke-security-group-ingress', ...open),
        );
      } else {
        const drift = ['--filter-pattern', '{ $.kind = "drift" }'];
        const { events } = await cli.json('logs', 'filter-log-events', '--log-group-name', log, ...drift);
        expect(events).toMatchObject([{ message: expect.stringContaining('tcp 22 from 203.0.113.0/24') }]);
      }

      // The error message of each service, as the AWS CLI prints it.
      const refused = async (...words: string[]) => (await cli.run(...words)).stderr.trim();
      expect(await refused('ec2', 'describe-security-groups', '--group-ids', 'sg-0123456789abcdef0')).toBe(
        "An error occurred (InvalidGroup.NotFound) when calling the DescribeSecurityGroups operation: The security group 'sg-0123456789abcdef0' does not exist",
      );
      expect(await refused('iam', 'get-role', '--role-name', 'nobody')).toMatch(
        /^An error occurred \(NoSuchEntity\) when calling the GetRole operation: .*nobody.* cannot be found/,
      );
      expect(await refused('lambda', 'get-function', '--function-name', 'none')).toMatch(
        /^An error occurred \(ResourceNotFoundException\) when calling the GetFunction operation: Function not found: arn:aws:lambda:/,
      );
      expect(await refused('events', 'describe-rule', '--name', 'none')).toMatch(
        /^An error occurred \(ResourceNotFoundException\) when calling the DescribeRule operation: Rule none does not exist/,
      );
      expect(await refused('ec2', 'describe-volumes')).toMatch(
        /^An error occurred \(InvalidAction\) when calling the DescribeVolumes operation: /,
      );
      await cli.json('ec2', 'delete-security-group', '--group-id', GroupId);
    },
  );

  it.skipIf(!aws)('handles objects, topics and queues', async () => {
    await using world = await pipeline({ baseline: WEB });
    // Version 1 signs URLs with Signature Version 2 by default.
    const folder = await mkdtemp(join(tmpdir(), 'aws-cli-'));
    const AWS_CONFIG_FILE = join(folder, 'config');
    await writeFile(AWS_CONFIG_FILE, '[default]\ns3 =\n  signature_version = s3v4\n');
    const cli = awsCli(aws!, world.sandbox, { AWS_CONFIG_FILE });
    await cli.run('s3', 'mb', 's3://papers');
    await cli.run('s3', 'cp', import.meta.filename, 's3://papers/dir/host');
    const { stdout } = await cli.run('s3', 'ls', 's3://papers', '--recursive');
    expect(stdout).toContain('dir/host');
    const presigned = await cli.run('s3', 'presign', 's3://papers/dir/host');
    const file = await fetch(presigned.stdout.trim());
    expect({ status: file.status, text: await file.text() }).toEqual({
      status: 200,
      text: await readFile(import.meta.filename, 'utf8'),
    });
    await rm(folder, { recursive: true });
    expect((await cli.run('s3', 'rb', 's3://papers', '--force')).code).toBe(0);
    const { TopicArn } = await cli.json('sns', 'create-topic', '--name', 'news');
    expect((await cli.json('sns', 'list-topics')).Topics).toEqual([{ TopicArn }]);
    const { QueueUrl } = await cli.json('sqs', 'create-queue', '--queue-name', 'jobs');
    await cli.json('sqs', 'send-message', '--queue-url', QueueUrl, '--message-body', 'hello');
    const received = await cli.json('sqs', 'receive-message', '--queue-url', QueueUrl);
    expect(received.Messages).toMatchObject([{ Body: 'hello' }]);
    const entries = JSON.stringify([
      { Id: 'a', MessageBody: 'x' },
      { Id: 'b', MessageBody: 'y' },
    ]);
    const batch = await cli.json('sqs', 'send-message-batch', '--queue-url', QueueUrl, '--entries', entries);
    expect(batch.Successful).toMatchObject([{ Id: 'a' }, { Id: 'b' }]);
    await cli.json('sqs', 'tag-queue', '--queue-url', QueueUrl, '--tags', 'a=1,b=2');
    expect((await cli.json('sqs', 'list-queue-tags', '--queue-url', QueueUrl)).Tags).toEqual({
      a: '1',
      b: '2',
    });
    const all = ['--attribute-names', 'All'];
    const { Attributes } = await cli.json('sqs', 'get-queue-attributes', '--queue-url', QueueUrl, ...all);
    expect(Attributes).toMatchObject({ QueueArn: 'arn:aws:sqs:eu-west-1:111122223333:jobs' });
    expect((await cli.run('sqs', 'get-queue-url', '--queue-name', 'none')).stderr.trim()).toMatch(
      /^An error occurred \(AWS.SimpleQueueService.NonExistentQueue\) when calling the GetQueueUrl operation: /,
    );
  });
});

function awsCli(aws: string, { url, secret }: Reached, more: Record<string, string> = {}) {
  const env = {
    PATH: process.env.PATH ?? '',
    HOME: '/nonexistent',
    AWS_PAGER: '',
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: '111122223333',
    AWS_SECRET_ACCESS_KEY: secret,
    AWS_DEFAULT_REGION: 'eu-west-1',
    ...more,
  };
  // Version 2.9 does not support AWS_ENDPOINT_URL.
  const given = (words: string[]) => [...words, '--endpoint-url', url];
  const run = (...words: string[]) =>
    new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
      execFile(aws, given(words), { env }, (error, stdout, stderr) => {
        resolve({ code: error ? Number(error.code) : 0, stdout, stderr });
      });
    });
  return {
    run,
    // biome-ignore lint/suspicious/noExplicitAny: the answers of all operations
    async json(...words: string[]): Promise<any> {
      const { code, stdout, stderr } = await run(...words, '--output', 'json');
      expect({ code, stderr }, words.join(' ')).toEqual({ code: 0, stderr: '' });
      return stdout.trim() === '' ? undefined : JSON.parse(stdout);
    },
    /** Runs until the text appears, which `act` causes. */
    async follows(words: string[], text: string, act: () => Promise<unknown>): Promise<void> {
      const child = spawn(aws, given(words), { env: { ...env, PYTHONUNBUFFERED: '1' } });
      let output = '';
      child.stdout.on('data', (chunk: Buffer) => {
        output += chunk.toString();
      });
      try {
        await act();
        await eventually(async () => expect(output).toContain(text), 30_000);
      } finally {
        child.kill('SIGKILL');
      }
    },
  };
}
