import type { CompiledGroup } from '../src/core/baseline/baseline.ts';
import { MOST_RULES } from '../src/core/ec2/ip-permissions.ts';
import { AwsCallError } from '../src/core/errors.ts';
import type { GroupState, PrefixLists, SecurityGroup } from '../src/core/exposure/group.ts';
import type { Verdict } from '../src/core/finding/finding.ts';
import { isCanary } from '../src/core/judge/canary.ts';
import { entryOf } from '../src/core/judge/evaluate.ts';
import { isDrifting } from '../src/core/judge/judge-change.ts';
import {
  isNothing,
  planRevert,
  type Revert,
  reversed,
  revertCalls,
  revertCommands,
  wrongByEntry,
} from '../src/core/judge/revert.ts';
import type { Change } from '../src/core/record/change.ts';
import { type Host, type Invocation, judgeOptions } from './host.ts';
import { readGroups } from './read-groups.ts';
import { rememberRevert, revertsWithin } from './reverts.ts';

/**
 * Restores a group if enforcement is switched on, the entry has `enforce: true`, the function did not make the
 * change itself, and the hourly limit of reverts is not reached. Each revert writes the exact commands that undo it
 * to the log.
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
  // An entry for all groups must not open ports on the canary group.
  if (isCanary(group, settings.stack)) return;

  const revert = planFor({ group, lists }, entry, host);
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
  const kind = done.restored ? 'resolved' : 'drift';
  const args = { ...receiptOf(group, done.revert), mended: done.restored };
  tell({ kind, code: 'enforced', severity: done.restored ? 'medium' : 'high', args }, done.observedAt);
}

/** Another caller or invocation was faster, so the group must be read again. */
const OVERTAKEN = new Set([
  'InvalidPermission.Duplicate',
  'InvalidPermission.NotFound',
  'InvalidSecurityGroupRuleId.NotFound',
]);
const ATTEMPTS = 3;

/**
 * Applies the revert. If another call was faster, plans the revert again. Returns undefined if others had already
 * restored the group.
 */
async function putBack(
  group: SecurityGroup,
  first: Revert,
  entry: CompiledGroup,
  lists: PrefixLists,
  host: Host,
): Promise<{ revert: Revert; restored: boolean; observedAt: number } | undefined> {
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
    if (!overtaken) return { revert, restored: !drifts, observedAt };
    if (!now) return undefined;
    revert = planFor({ group: now, lists }, entry, host);
    if (isNothing(revert)) return undefined;
  }
}

function planFor(state: GroupState, entry: CompiledGroup, { baseline, now }: Host): Revert {
  return planRevert(state, wrongByEntry(state, entry, baseline, now()));
}

/** Returns the commands of the actual or planned revert, and the commands that undo it. */
function receiptOf(group: SecurityGroup, revert: Revert): { do: string[]; undo: string[] } {
  return {
    do: revertCommands(group, revert, MOST_RULES),
    undo: revertCommands(group, reversed(revert), MOST_RULES),
  };
}

/**
 * True if the verified identity is this stack's own role, which issued the session. The name of a role is unique in
 * its account, but a user can have the same name.
 */
function isOwn({ actor }: Change, { settings }: Host): boolean {
  const [, account, path] = /^arn:[^:]*:iam::(\d*):role(\/.*)$/.exec(actor.arn) ?? [];
  return (
    actor.type === 'AssumedRole' &&
    account === settings.account &&
    path?.endsWith(`/${settings.own.roleName}`) === true
  );
}

async function apply({ id: GroupId }: SecurityGroup, revert: Revert, host: Host): Promise<void> {
  const { ec2 } = host.aws;
  // revertCalls() throws before the first call, so that a revert is not left half done.
  const calls = revertCalls(revert);
  const revoke = async () => {
    if (calls.revokeIds.length > 0) {
      await ec2.revokeSecurityGroupIngress({ GroupId, SecurityGroupRuleIds: calls.revokeIds });
    }
    if (calls.revoke.length > 0) {
      await ec2.revokeSecurityGroupIngress({ GroupId, IpPermissions: calls.revoke });
    }
  };
  const authorize = async () => {
    if (calls.authorize.length === 0) return;
    await ec2.authorizeSecurityGroupIngress({ GroupId, IpPermissions: calls.authorize });
  };
  try {
    await authorize();
  } catch (error) {
    // A full group must not prevent its own revert. It has room only after the revoke.
    const isFull = error instanceof AwsCallError && error.awsCode === 'RulesPerSecurityGroupLimitExceeded';
    if (!isFull || revert.revoke.length === 0) throw error;
    await revoke();
    await authorize();
    return;
  }
  await revoke();
}
