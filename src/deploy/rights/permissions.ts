import type { PolicyDocument, PolicyStatement } from '../plan/resource.ts';

/** One right: what docs/permissions.md lists and what the policies are generated from. */
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

/** What the handler may do. Describe calls of EC2 know no resources (Service Authorization Reference). */
export const HANDLER_RIGHTS: readonly Right[] = [
  {
    action: 'ec2:DescribeSecurityGroups',
    resources: ANY,
    why: 'names, tags and VPC of the groups that an event or a sweep is about',
  },
  {
    action: 'ec2:DescribeSecurityGroupRules',
    resources: ANY,
    why: "the groups' live rules, which are what is judged",
  },
  {
    action: 'ec2:GetManagedPrefixListEntries',
    resources: ANY,
    why: 'the addresses behind a prefix list in a rule',
  },
  { action: 'logs:CreateLogStream', resources: [LOG_STREAMS], why: 'Lambda writes the findings there' },
  { action: 'logs:PutLogEvents', resources: [LOG_STREAMS], why: 'Lambda writes the findings there' },
  {
    action: 'logs:FilterLogEvents',
    resources: [LOG_STREAMS, 'arn:{partition}:logs:{region}:{account}:log-group:{logGroup}'],
    why: 'the last finding of a group, so that a sweep repeats nothing and can say that a group is back in line',
  },
  {
    action: 'cloudtrail:LookupEvents',
    resources: ANY,
    why: 'whether a change explains a drift that the sweep meets',
  },
  {
    action: 'sqs:SendMessage',
    resources: ['arn:{partition}:sqs:{region}:{account}:{queue}'],
    why: 'Lambda keeps an event there that could not be handled',
  },
  {
    action: 'events:PutEvents',
    resources: ['arn:{partition}:events:{region}:{account}:event-bus/default'],
    why: 'findings go out as events, so that any rule can route them',
    condition: { StringEquals: { 'events:source': 'secgroup-monitor' } },
  },
];

/** Further rights of the handler with `--enforce`, on the groups that the baseline names for it. */
export const ENFORCE_RIGHTS: readonly Right[] = [
  {
    action: 'ec2:AuthorizeSecurityGroupIngress',
    resources: ['{enforcedGroups}'],
    why: 'puts back what is missing',
    option: '--enforce',
  },
  {
    action: 'ec2:RevokeSecurityGroupIngress',
    resources: ['{enforcedGroups}'],
    why: 'takes away what is unexpected',
    option: '--enforce',
  },
];

/** Fills the placeholders of a resource pattern. */
export function fill(pattern: string, values: Readonly<Record<string, string>>): string {
  return pattern.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}

/** A policy with one statement per set of resources and condition; actions sorted. */
export function policyOf(rights: readonly Right[], values: Readonly<Record<string, string>>): PolicyDocument {
  const statements = new Map<string, { actions: Set<string>; resources: string[]; condition: unknown }>();
  for (const { action, resources, condition } of rights) {
    const filled = resources.map((pattern) => fill(pattern, values));
    const key = JSON.stringify([filled, condition ?? null]);
    const held = statements.get(key) ?? { actions: new Set(), resources: filled, condition };
    held.actions.add(action);
    statements.set(key, held);
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
