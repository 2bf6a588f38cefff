import type { CompiledGroup } from '../src/core/baseline/baseline.ts';
import { ipPermissionsFromRules } from '../src/core/ec2/aws-permissions.ts';
import { AwsCallError } from '../src/core/errors.ts';
import type { PrefixLists, SecurityGroup } from '../src/core/exposure/group.ts';
import { renderRules } from '../src/core/exposure/render-rules.ts';
import type { IngressRule } from '../src/core/exposure/rule.ts';
import { parseRule } from '../src/core/exposure/rule-grammar.ts';
import {
  covers,
  intersect,
  isEmpty,
  type RuleSet,
  ruleSet,
  subtract,
  union,
} from '../src/core/exposure/rule-set.ts';
import type { Verdict } from '../src/core/finding/finding.ts';
import { isCanary } from '../src/core/judge/canary.ts';
import { allowedBy, entryOf, requiredBy } from '../src/core/judge/evaluate.ts';
import { isDrifting } from '../src/core/judge/judge-change.ts';
import type { Change } from '../src/core/record/change.ts';
import { type Host, type Invocation, judgeOptions } from './host.ts';
import { readGroups } from './read-groups.ts';
import { rememberRevert, revertsWithin } from './reverts.ts';

/** What putting a group back takes: authorize first, then revoke, so that nothing meant is ever shut off. */
export interface Revert {
  authorize: IngressRule[];
  revoke: IngressRule[];
}

/**
 * Puts a group back, where that is switched on, the baseline's entry says `enforce: true`, the change is not
 * ours, and the breaker holds. Every revert leaves a receipt in the log: the exact commands that undo it.
 */
export async function enforce(
  group: SecurityGroup,
  lists: PrefixLists,
  host: Host,
  invocation: Invocation,
  change: Change | undefined,
): Promise<void> {
  const { settings, writer } = host;
  const entry = entryOf(group, host.baseline);
  if (settings.enforce === 'off' || !entry?.enforce || (change && isOwn(change, host))) return;
  // An entry for all groups must not open ports on the one that is made to be tested with.
  if (isCanary(group, settings.stack)) return;

  const revert = planRevert(group, entry, lists, host);
  if (isNothing(revert)) return;
  const tell = (
    verdict: Omit<Verdict, 'group' | 'unexpected' | 'missing' | 'baseline'>,
    observedAt: number,
  ) =>
    writer.write(
      [
        {
          ...verdict,
          group: { id: group.id, name: group.name, vpcId: group.vpcId },
          unexpected: [],
          missing: [],
          baseline: entry.name,
        },
      ],
      { receivedAt: invocation.receivedAt, observedAt, change },
    );
  const receipt = receiptOf(group, revert);

  if (settings.enforce === 'dry-run') {
    tell({ kind: 'drift', code: 'enforce-dry-run', severity: 'info', args: receipt }, host.now());
    return;
  }
  const reverts = await revertsWithin(3_600_000, group.id, host);
  if (reverts >= settings.maxRevertsPerHour) {
    const args = { reverts, limit: settings.maxRevertsPerHour, ...receipt };
    tell({ kind: 'drift', code: 'enforce-stopped', severity: 'high', args }, host.now());
    return;
  }
  const done = await putBack(group, revert, entry, lists, host);
  if (done === undefined) return;
  rememberRevert(group.id, host.now());
  const kind = done.mended ? 'resolved' : 'drift';
  const args = { ...receiptOf(group, done.revert), mended: done.mended };
  tell({ kind, code: 'enforced', severity: done.mended ? 'medium' : 'high', args }, done.observedAt);
}

/** Somebody, or another invocation of ours, was faster: what is live must be looked at again. */
const OVERTAKEN = new Set([
  'InvalidPermission.Duplicate',
  'InvalidPermission.NotFound',
  'InvalidSecurityGroupRuleId.NotFound',
]);
const ATTEMPTS = 3;

/** Applies the revert, planned anew when it was overtaken; undefined when others had put the group back. */
async function putBack(
  group: SecurityGroup,
  first: Revert,
  entry: CompiledGroup,
  lists: PrefixLists,
  host: Host,
): Promise<{ revert: Revert; mended: boolean; observedAt: number } | undefined> {
  let revert = first;
  for (let attempt = 1; ; attempt++) {
    let overtaken = false;
    try {
      await apply(group, revert, host);
    } catch (error) {
      if (!(error instanceof AwsCallError && OVERTAKEN.has(error.awsCode)) || attempt === ATTEMPTS)
        throw error;
      overtaken = true;
    }
    const observedAt = host.now();
    const now = (await readGroups(host.aws.ec2, host.settings, [group.id])).get(group.id);
    const drifts = now !== undefined && isDrifting({ group: now, lists }, judgeOptions(host));
    host.memory.remember(group.id, drifts, observedAt);
    if (!overtaken) return { revert, mended: !drifts, observedAt };
    if (!now) return undefined;
    revert = planRevert(now, entry, lists, host);
    if (isNothing(revert)) return undefined;
  }
}

function isNothing({ authorize, revoke }: Revert): boolean {
  return authorize.length + revoke.length === 0;
}

function receiptOf(group: SecurityGroup, revert: Revert): { do: string[]; undo: string[] } {
  return { do: commands(group, revert), undo: commands(group, reversed(revert)) };
}

/**
 * The verified identity decides: the session issuer is this stack's own role. A role's name is unique in its
 * account, but a user may have the same one.
 */
function isOwn({ actor }: Change, { settings }: Host): boolean {
  const [, account, path] = /^arn:[^:]*:iam::(\d*):role(\/.*)$/.exec(actor.arn) ?? [];
  return (
    actor.type === 'AssumedRole' &&
    account === settings.account &&
    path?.endsWith(`/${settings.own.roleName}`) === true
  );
}

/**
 * Rules that admit anything unexpected go, whole; what they admitted rightly, and what is missing, is
 * authorized first.
 */
export function planRevert(
  group: SecurityGroup,
  entry: CompiledGroup,
  lists: PrefixLists,
  host: Pick<Host, 'baseline' | 'now'>,
): Revert {
  const live = ruleSet(group.rules, lists);
  const allowed = allowedBy(entry, group, host.baseline, lists, host.now());
  const required = requiredBy(entry, group, host.baseline, lists);
  const revoke = allowed ? group.rules.filter((rule) => !covers(allowed, ruleSet([rule], lists))) : [];
  const kept = ruleSet(
    group.rules.filter((rule) => !revoke.includes(rule)),
    lists,
  );
  const meant: RuleSet = union(required, allowed ? intersect(live, allowed) : live);
  const missing = subtract(meant, kept);
  return { revoke, authorize: isEmpty(missing) ? [] : rulesOf(missing) };
}

function rulesOf(set: RuleSet): IngressRule[] {
  return renderRules(set).flatMap((line) => parseRule(line).rules);
}

async function apply(group: SecurityGroup, revert: Revert, host: Host): Promise<void> {
  const { ec2 } = host.aws;
  const ids = revert.revoke.flatMap((rule) => rule.id ?? []);
  const revoke = async () => {
    if (ids.length === 0) return;
    await ec2.revokeSecurityGroupIngress({ GroupId: group.id, SecurityGroupRuleIds: ids });
  };
  const authorize = async () => {
    if (revert.authorize.length === 0) return;
    const IpPermissions = ipPermissionsFromRules(revert.authorize);
    await ec2.authorizeSecurityGroupIngress({ GroupId: group.id, IpPermissions });
  };
  try {
    await authorize();
  } catch (error) {
    // Whoever fills a group up must not keep it from being put back: then there is room only afterwards.
    const isFull = error instanceof AwsCallError && error.awsCode === 'RulesPerSecurityGroupLimitExceeded';
    if (!isFull || ids.length === 0) throw error;
    await revoke();
    await authorize();
    return;
  }
  await revoke();
}

/** A reverted rule comes back under a new id, so the way back is written as permissions. */
function reversed({ authorize, revoke }: Revert): Revert {
  return { authorize: revoke.map(({ id: _, ...rule }) => rule), revoke: authorize };
}

/** The revert as AWS CLI commands. Ids and canonical rules only: nothing in them was typed by the actor. */
function commands(group: SecurityGroup, { authorize, revoke }: Revert): string[] {
  const call = (verb: string, argument: string) =>
    `aws ec2 ${verb}-security-group-ingress --region ${group.region} --group-id ${group.id} ${argument}`;
  const permissions = (rules: IngressRule[]) => `--ip-permissions '${JSON.stringify(bare(rules))}'`;
  const ids = revoke.flatMap((rule) => rule.id ?? []);
  const byText = revoke.filter((rule) => rule.id === undefined);
  return [
    ...(authorize.length > 0 ? [call('authorize', permissions(authorize))] : []),
    ...(ids.length > 0 ? [call('revoke', `--security-group-rule-ids ${ids.join(' ')}`)] : []),
    ...(byText.length > 0 ? [call('revoke', permissions(byText))] : []),
  ];
}

function bare(rules: IngressRule[]): unknown {
  return ipPermissionsFromRules(rules.map(({ description: _, ...rule }) => rule));
}
