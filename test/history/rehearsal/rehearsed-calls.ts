import type { CompiledBaseline } from '../../../src/core/baseline/baseline.ts';
import type { SecurityGroup } from '../../../src/core/exposure/group.ts';
import type { IngressRule } from '../../../src/core/exposure/rule.ts';
import { parseRule } from '../../../src/core/exposure/rule-grammar.ts';
import { prepareBaseline } from '../../../src/core/judge/evaluate.ts';
import type { Change } from '../../../src/core/record/change.ts';
import { callCategory } from '../../../src/core/record/parse-record.ts';
import type { FoundChange } from '../../../src/history/found-change.ts';
import { rehearsal } from '../../../src/history/rehearsal/rehearsal.ts';

export const G = 'sg-0a1b2c3d4e5f60718';
export const START = Date.parse('2026-03-02T09:00:00Z');

export function rule(line: string, id?: string): IngressRule {
  return { ...parseRule(line).rules[0]!, ...(id === undefined ? {} : { id }) };
}

export function group(rules: IngressRule[], more: Partial<SecurityGroup> = {}): SecurityGroup {
  const account = '111122223333';
  return { id: G, name: 'web', vpcId: 'vpc-1', account, region: 'eu-central-1', tags: {}, rules, ...more };
}

/** Returns a call that many minutes after the start. */
export function call(minute: number, eventName: string, more: Partial<Change> = {}): FoundChange {
  const change: Change = {
    eventId: `${minute}-${eventName}`,
    eventSource: 'ec2.amazonaws.com',
    eventName,
    time: new Date(START + minute * 60_000).toISOString().replace('.000Z', 'Z'),
    account: '111122223333',
    region: 'eu-central-1',
    actor: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/alice', name: 'alice' },
    via: 'cli',
    groupIds: [G],
    groupNames: [],
    prefixListIds: [],
    attachmentIds: [],
    added: [],
    removed: [],
    modifiedRuleIds: [],
    removedRuleIds: [],
    ...more,
  };
  return { kind: 'change', category: callCategory(change.eventSource, eventName)!, change, unreadable: [] };
}

export const authorize = (minute: number, ...added: IngressRule[]) =>
  call(minute, 'AuthorizeSecurityGroupIngress', { added });
export const revoke = (minute: number, ...removed: IngressRule[]) =>
  call(minute, 'RevokeSecurityGroupIngress', { removed });

export const terraform = {
  type: 'AssumedRole',
  arn: 'arn:aws:iam::111122223333:role/terraform',
  name: 'terraform/run',
};

export const baseline = (parts: Partial<CompiledBaseline> = {}): CompiledBaseline => ({
  schema: 'secgroup-monitor/baseline/1',
  origin: 'baseline.yaml',
  groups: [
    {
      name: 'web',
      match: { name: 'web' },
      ingress: 'exactly',
      rules: ['tcp 443 from 10.0.0.0/8'],
      enforce: false,
    },
  ],
  never: [],
  exceptions: [],
  trusted: [],
  unlisted: 'ignore',
  ...parts,
});

export function rehearse(
  changes: FoundChange[],
  now: SecurityGroup[],
  parts: Partial<CompiledBaseline> = {},
  lists = new Map(),
) {
  return rehearsal({
    changes,
    groups: now,
    lists,
    baseline: prepareBaseline(baseline(parts)),
    stack: 'secgroup-monitor',
    now: Date.parse('2026-03-10T00:00:00Z'),
    wanted: () => true,
  });
}

export const WEB = rule('tcp 443 from 10.0.0.0/8', 'sgr-1');
export const SSH = rule('tcp 22 from 203.0.113.0/24', 'sgr-2');
export const codes = (report: ReturnType<typeof rehearse>) => report.findings.map(({ code }) => code);
