import type { PolicyDocument, PolicyStatement } from '../plan/resource.ts';

/** One permission. docs/permissions.md lists them, and the policies are generated from them. */
export interface Right {
  action: string;
  /** ARN patterns with `{partition}`, `{region}`, `{account}`, `{stack}`, `{role}`, `{queue}`, … filled in; or `*`. */
  resources: string[];
  why: string;
  /** Only with this option. */
  option?: string | undefined;
  condition?: PolicyStatement | undefined;
}

const LOG_STREAMS = 'arn:{partition}:logs:{region}:{account}:log-group:{logGroup}:*';
const ANY = ['*'];

/** The permissions of the handler. EC2's Describe calls don't support resources (Service Authorization Reference). */
export const HANDLER_RIGHTS: readonly Right[] = [
  {
    action: 'ec2:DescribeSecurityGroups',
    resources: ANY,
    why: 'read the names, tags and VPC of the groups that it judges',
  },
  {
    action: 'ec2:DescribeSecurityGroupRules',
    resources: ANY,
    why: "read the groups' live rules",
  },
  {
    action: 'ec2:GetManagedPrefixListEntries',
    resources: ANY,
    why: 'read the entries of a prefix list in a rule',
  },
  { action: 'logs:CreateLogStream', resources: [LOG_STREAMS], why: 'write the findings' },
  { action: 'logs:PutLogEvents', resources: [LOG_STREAMS], why: 'write the findings' },
  {
    action: 'logs:FilterLogEvents',
    resources: [LOG_STREAMS, 'arn:{partition}:logs:{region}:{account}:log-group:{logGroup}'],
    why: 'read the last finding of a group, so that a sweep reports each drift only once, and reports when the group matches the baseline again',
  },
  {
    action: 'cloudtrail:LookupEvents',
    resources: ANY,
    why: 'find the change that caused a drift which the sweep found',
  },
  {
    action: 'sqs:SendMessage',
    resources: ['arn:{partition}:sqs:{region}:{account}:{queue}'],
    why: 'keep events that the function could not handle',
  },
  {
    action: 'events:PutEvents',
    resources: ['arn:{partition}:events:{region}:{account}:event-bus/default'],
    why: 'send findings as events, so that any rule can route them',
    condition: { StringEquals: { 'events:source': 'secgroup-monitor' } },
  },
];

/** More permissions of the handler with `--enforce`, on the groups that the baseline selects for it. */
export const ENFORCE_RIGHTS: readonly Right[] = [
  {
    action: 'ec2:AuthorizeSecurityGroupIngress',
    resources: ['{enforcedGroups}'],
    why: 'restore missing rules',
    option: '--enforce',
  },
  {
    action: 'ec2:RevokeSecurityGroupIngress',
    resources: ['{enforcedGroups}'],
    why: 'revoke unexpected rules',
    option: '--enforce',
  },
];

/** Fills in the placeholders of a resource pattern. */
export function fill(pattern: string, values: Readonly<Record<string, string>>): string {
  return pattern.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}

/** A policy with one statement per set of resources and condition; actions sorted. */
export function policyOf(rights: readonly Right[], values: Readonly<Record<string, string>>): PolicyDocument {
  const statements = new Map<string, { actions: Set<string>; resources: string[]; condition: unknown }>();
  for (const { action, resources, condition } of rights) {
    const filled = resources.map((pattern) => fill(pattern, values));
    const key = JSON.stringify([filled, condition ?? null]);
    const merged = statements.get(key) ?? { actions: new Set(), resources: filled, condition };
    merged.actions.add(action);
    statements.set(key, merged);
  }
  return {
    Version: '2012-10-17',
    Statement: [...statements.values()].map(({ actions, resources, condition }) => ({
      Effect: 'Allow',
      Action: [...actions].sort(),
      Resource: resources.length === 1 ? resources[0] : resources,
      ...(condition === undefined ? {} : { Condition: condition }),
    })),
  };
}
