import { createMonitor } from '../../handler/monitor.ts';
import type { MonitorAws } from '../../src/aws/monitor/monitor-aws.ts';
import type { CompiledBaseline } from '../../src/core/baseline/baseline.ts';
import type { Finding } from '../../src/core/finding/finding.ts';
import { prepareBaseline } from '../../src/core/judge/evaluate.ts';
import type { HandlerSettings } from '../../src/core/settings.ts';

export const SETTINGS: HandlerSettings = {
  schema: 'secgroup-monitor/settings/1',
  stack: 'secgroup-monitor',
  version: '0.0.0',
  account: '111122223333',
  region: 'eu-central-1',
  enforce: 'off',
  maxRevertsPerHour: 3,
  attachments: true,
  emit: 'off',
  own: {
    functionName: 'secgroup-monitor',
    roleName: 'secgroup-monitor-eu-central-1',
    ruleNames: ['secgroup-monitor-change', 'secgroup-monitor-tamper'],
    logGroupName: '/aws/lambda/secgroup-monitor',
    baselineGroupName: '/secgroup-monitor/secgroup-monitor/baseline',
    queueName: 'secgroup-monitor-dlq',
    alarmNames: ['secgroup-monitor-heartbeat'],
    trailArns: ['arn:aws:cloudtrail:eu-central-1:111122223333:trail/main'],
    policyArns: [],
    receiverArns: [],
    recorder: false,
  },
};

export function baseline(parts: Partial<CompiledBaseline> = {}): CompiledBaseline {
  return {
    schema: 'secgroup-monitor/baseline/1',
    origin: 'test',
    groups: [],
    never: [],
    exceptions: [],
    trusted: [],
    unlisted: 'alert',
    ...parts,
  };
}

/** A group as in DescribeSecurityGroups, with its rules as in DescribeSecurityGroupRules. */
export interface FakeGroup {
  id: string;
  name?: string;
  tags?: Record<string, string>;
  rules: { id: string; protocol: string; from: number; to: number; cidr: string }[];
}

/**
 * Answers like EC2 for groups in memory, for tests that need a hundred thousand events. The tests of the sandbox show
 * that EC2 itself answers like this.
 */
export function ec2InMemory(groups: readonly FakeGroup[]): MonitorAws {
  const chosen = (input: { Filters?: { Name?: string; Values?: string[] }[] | undefined }) => {
    const filter = input.Filters?.find(({ Name }) => Name === 'group-id');
    if (!filter) return input.Filters ? [] : groups;
    return groups.filter(({ id }) => filter.Values?.includes(id));
  };
  const refuse = async (): Promise<never> => {
    throw new Error('this test expects no such call');
  };
  return {
    ec2: {
      describeSecurityGroups: async (input) => ({
        $metadata: {},
        SecurityGroups: chosen(input).map((group) => ({
          GroupId: group.id,
          GroupName: group.name ?? group.id,
          OwnerId: SETTINGS.account,
          VpcId: 'vpc-1',
          Tags: Object.entries(group.tags ?? {}).map(([Key, Value]) => ({ Key, Value })),
          IpPermissions: group.rules.map((rule) => ({
            IpProtocol: rule.protocol,
            FromPort: rule.from,
            ToPort: rule.to,
            IpRanges: [{ CidrIp: rule.cidr }],
          })),
        })),
      }),
      describeSecurityGroupRules: async (input) => ({
        $metadata: {},
        SecurityGroupRules: chosen(input).flatMap((group) =>
          group.rules.map((rule) => ({
            SecurityGroupRuleId: rule.id,
            GroupId: group.id,
            IsEgress: false,
            IpProtocol: rule.protocol,
            FromPort: rule.from,
            ToPort: rule.to,
            CidrIpv4: rule.cidr,
          })),
        ),
      }),
      getManagedPrefixListEntries: async () => ({ $metadata: {}, Entries: [] }),
      authorizeSecurityGroupIngress: refuse,
      revokeSecurityGroupIngress: refuse,
    },
    events: refuse,
    logs: async () => ({ filterLogEvents: async () => ({ $metadata: {}, events: [] }) }),
    cloudtrail: async () => ({ lookupEvents: async () => ({ $metadata: {}, Events: [] }) }),
  };
}

/** Creates a monitor and collects its lines. */
export function collectingMonitor(options: {
  groups: readonly FakeGroup[];
  baseline?: CompiledBaseline;
  settings?: Partial<HandlerSettings>;
  /** Other answers of AWS. */
  aws?: Partial<MonitorAws>;
}) {
  const lines: string[] = [];
  const monitor = createMonitor({
    settings: { ...SETTINGS, ...options.settings },
    baseline: prepareBaseline(options.baseline ?? baseline()),
    aws: { ...ec2InMemory(options.groups), ...options.aws },
    now: Date.now,
    sleep: async () => undefined,
    out: (line) => lines.push(line),
  });
  return {
    lines,
    send: (event: unknown) => monitor(event, () => 60_000),
    findings: () => lines.map((line) => JSON.parse(line) as Finding),
  };
}

/** Returns a CloudTrail record as EventBridge delivers it. */
export function wrapped(record: Record<string, unknown>): Record<string, unknown> {
  return {
    version: '0',
    id: 'a1b2c3d4-0000-4000-8000-000000000000',
    'detail-type': 'AWS API Call via CloudTrail',
    source: `aws.${String(record.eventSource).split('.')[0]}`,
    account: SETTINGS.account,
    time: record.eventTime,
    region: SETTINGS.region,
    resources: [],
    detail: record,
  };
}
