import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Aws } from '../../src/aws/aws.ts';
import { openAws } from '../../src/aws/open.ts';
import type { Finding } from '../../src/core/finding/finding.ts';
import { eventually } from '../support/eventually.ts';
import { run } from '../support/run.ts';

/** The name of everything that this run creates. Resources that install does not tag have TAG. */
const stack = `sgm-test-${randomBytes(4).toString('hex')}`;
const TAG = 'secgroup-monitor:test';
/** CloudTrail delivers most events within five minutes, but AWS guarantees no time. */
const TRAIL = '15m';

const files = new Map([['baseline.yaml', baseline(443)]]);
const env = Object.fromEntries(
  Object.entries(process.env).filter(
    ([name, value]) => /^(AWS_|HOME$|PATH$|HTTPS?_PROXY$|NO_PROXY$)/.test(name) && value,
  ),
) as Record<string, string>;
const cli = (...words: string[]) => run([...words, '--stack', stack], { env, files });
/** Deletes the log files of the trail, too, because this run created the trail. */
const teardown = ['teardown', '--yes', '--delete-trail-logs'];
let aws: Aws;
let groupId: string | undefined;

function baseline(port: number): string {
  return `version: 1
groups:
  - { name: web, match: { tag: { ${TAG}: ${stack} } }, ingress: exactly, rules: [ tcp ${port} from 192.0.2.0/24 ] }
unlisted: ignore
`;
}

beforeAll(async () => {
  aws = await openAws({}, process.env);
});

afterAll(async () => {
  await cli(...teardown, '--quiet');
  if (groupId !== undefined) await (await aws.ec2()).deleteSecurityGroup({ GroupId: groupId });
  aws.close();
});

it('installs, tests the trigger, reports a drift, updates, and leaves nothing behind', async () => {
  const ec2 = await aws.ec2();
  const { Vpcs } = await ec2.describeVpcs({});
  const vpc = Vpcs?.find(({ IsDefault }) => IsDefault) ?? Vpcs?.[0];
  expect(vpc, 'a VPC for the test group, to which nothing is attached').toBeDefined();
  const Tags = [{ Key: TAG, Value: stack }];
  const made = await ec2.createSecurityGroup({
    GroupName: stack,
    Description: 'made by a test of secgroup-monitor; safe to delete',
    VpcId: vpc!.VpcId!,
    TagSpecifications: [{ ResourceType: 'security-group', Tags }],
  });
  groupId = made.GroupId!;
  const { SecurityGroupRules } = await ec2.authorizeSecurityGroupIngress({
    GroupId: groupId,
    IpPermissions: [
      { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp: '192.0.2.0/24' }] },
    ],
  });

  const install = ['install', '--baseline', 'baseline.yaml', '--create-trail', '--sweep', 'off', '--yes'];
  const planned = await cli(...install, '--dry-run', '--format', 'json');
  expect(planned, planned.stderr).toMatchObject({ code: 0 });
  expect(await remaining()).toEqual([]);
  const installed = await cli(...install);
  expect(installed, installed.stderr).toMatchObject({ code: 0 });
  const again = await cli(...install, '--format', 'json');
  expect(changes(again.stdout)).toEqual([]);
  const status = await cli('status', '--format', 'json');
  expect(JSON.parse(status.stdout), status.stdout).toMatchObject({ healthy: true });

  const fired = await cli('test-trigger', '--timeout', TRAIL, '--format', 'json');
  expect(fired, fired.stdout + fired.stderr).toMatchObject({ code: 0 });
  const { timeline } = JSON.parse(fired.stdout);
  console.log(`measured: from call to finding ${timeline.at(-1).sinceStartMs} ms`);

  const follow = ['logs', '--follow', '--group', groupId, '--count', '1', '--format', 'json'];
  const following = cli(...follow, '--kind', 'drift', '--idle-timeout', TRAIL);
  const rule = { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIpv4: '192.0.2.0/24' };
  const SecurityGroupRuleId = SecurityGroupRules![0]!.SecurityGroupRuleId!;
  await ec2.modifySecurityGroupRules({
    GroupId: groupId,
    SecurityGroupRules: [{ SecurityGroupRuleId, SecurityGroupRule: rule }],
  });
  const seen = await following;
  expect(seen, seen.stderr).toMatchObject({ code: 0 });
  const finding = JSON.parse(seen.stdout) as Finding;
  expect(finding).toMatchObject({
    group: { id: groupId },
    unexpected: [{ rule: 'tcp 22 from 192.0.2.0/24' }],
    missing: [{ rule: 'tcp 443 from 192.0.2.0/24' }],
    change: { eventName: 'ModifySecurityGroupRules' },
  });

  files.set('baseline.yaml', baseline(22));
  const updated = await cli(...install, '--format', 'json');
  expect(changes(updated.stdout)).toMatchObject([
    { kind: 'log-group', action: 'update' },
    { kind: 'function', action: 'update' },
    { kind: 'baseline-copy', action: 'update' },
  ]);

  const gone = await cli(...teardown, '--format', 'json');
  expect(gone, gone.stderr).toMatchObject({ code: 0 });
  expect(JSON.parse(gone.stdout)).toMatchObject({ remaining: [] });
  await ec2.deleteSecurityGroup({ GroupId: groupId });
  groupId = undefined;
  // AWS can list deleted resources for a while.
  await eventually(async () => expect(await remaining()).toEqual([]), 120_000);
});

function changes(report: string): { kind: string; action: string }[] {
  const { actions } = JSON.parse(report) as { actions: { kind: string; action: string }[] };
  return actions.filter(({ action }) => action !== 'none');
}

/** Returns everything with this run's name, without the monitor and its tags. */
async function remaining(): Promise<string[]> {
  const [lambda, events, iam, logs, sqs, cloudtrail] = await Promise.all([
    aws.lambda(),
    aws.events(),
    aws.iam(),
    aws.logs(),
    aws.sqs(),
    aws.cloudtrail(),
  ]);
  const missing = (error: unknown) => {
    if ((error as { awsCode?: string }).awsCode === 'ResourceNotFoundException') return undefined;
    throw error;
  };
  const [found, rules, roles, groups, queues, trails] = await Promise.all([
    lambda.getFunction({ FunctionName: stack }).catch(missing),
    events.listRules({ NamePrefix: stack }),
    iam.listRoles({ PathPrefix: '/secgroup-monitor/' }),
    logs.describeLogGroups({ logGroupNamePrefix: `/aws/lambda/${stack}` }),
    sqs.listQueues({ QueueNamePrefix: stack }),
    cloudtrail.describeTrails({}),
  ]);
  return [
    found?.Configuration?.FunctionName,
    ...(rules.Rules ?? []).map(({ Name }) => Name),
    ...(roles.Roles ?? []).map(({ RoleName }) => RoleName).filter((name) => name?.startsWith(stack)),
    ...(groups.logGroups ?? []).map(({ logGroupName }) => logGroupName),
    ...(queues.QueueUrls ?? []),
    ...(trails.trailList ?? []).map(({ Name }) => Name).filter((name) => name?.startsWith(stack)),
  ].filter((name): name is string => name !== undefined);
}
