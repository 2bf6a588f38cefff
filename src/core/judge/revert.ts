import type { CompiledGroup } from '../baseline/baseline.ts';
import type { PreparedBaseline } from '../baseline/prepared-baseline.ts';
import { type IpPermissionInput, ipPermissionsFromRules, MOST_RULES } from '../ec2/ip-permissions.ts';
import { AppError } from '../errors.ts';
import type { GroupState, PrefixLists, SecurityGroup } from '../exposure/group.ts';
import { renderRules } from '../exposure/render-rules.ts';
import type { IngressRule } from '../exposure/rule.ts';
import { parseRule } from '../exposure/rule-grammar.ts';
import {
  EMPTY,
  intersect,
  isEmpty,
  type RuleSet,
  ruleSet,
  share,
  subtract,
  union,
} from '../exposure/rule-set.ts';
import { type FindingItem, isDrift, type Verdict } from '../finding/finding.ts';
import { say } from '../words/say.ts';
import { allowedBy, requiredBy } from './allowed.ts';

/** How a group differs from the baseline. */
export interface Wrong {
  unexpected: RuleSet;
  missing: RuleSet;
  /** The traffic that the baseline allows or requires. */
  meant: RuleSet;
}

/** Compares a group with its entry and the exceptions for it at `now` (epoch milliseconds), for enforcement. */
export function wrongByEntry(
  { group, lists }: GroupState,
  entry: CompiledGroup,
  baseline: PreparedBaseline,
  now: number,
): Wrong {
  const live = ruleSet(group.rules, lists);
  const allowed = allowedBy(entry, group, baseline, lists, now);
  const required = requiredBy(entry, group, baseline, lists);
  return {
    unexpected: allowed === undefined ? EMPTY : subtract(live, allowed),
    missing: subtract(required, live),
    meant: allowed ?? required,
  };
}

/**
 * Returns the difference that verdicts report, for an audit. A group that is only unlisted has no difference, because
 * the baseline does not say what it should admit.
 */
export function wrongByVerdicts(verdicts: readonly Verdict[], meant: RuleSet, lists: PrefixLists): Wrong {
  const drift = verdicts.filter((verdict) => isDrift(verdict) && verdict.code !== 'unlisted-group');
  const setOf = (items: readonly FindingItem[]) =>
    ruleSet(
      items.flatMap(({ rule }) => parseRule(rule).rules),
      lists,
    );
  return {
    unexpected: setOf(drift.flatMap(({ unexpected }) => unexpected)),
    missing: setOf(drift.flatMap(({ missing }) => missing)),
    meant,
  };
}

/** The changes that end a drift. Authorize first, then revoke, so that allowed traffic is never interrupted. */
export interface Revert {
  authorize: IngressRule[];
  /** Live rules, with their ids if known. */
  revoke: IngressRule[];
  /** True if the revoked rules also admit traffic that is neither a difference nor allowed by the baseline. */
  endsMore: boolean;
}

/** Revokes the rules that admit anything unexpected. Authorizes their allowed part, and the missing traffic. */
export function planRevert({ group, lists }: GroupState, { unexpected, missing, meant }: Wrong): Revert {
  const revoke = group.rules.filter((rule) => share(unexpected, rule, lists) !== 'none');
  const kept = ruleSet(
    group.rules.filter((rule) => !revoke.includes(rule)),
    lists,
  );
  const ended = subtract(subtract(ruleSet(revoke, lists), unexpected), kept);
  return {
    revoke,
    authorize: rulesOf(subtract(union(intersect(ended, meant), missing), kept)),
    endsMore: !isEmpty(subtract(ended, meant)),
  };
}

/** Returns the changes that undo a revert. A rule gets a new id, so it is identified only by its text. */
export function reversed({ authorize, revoke }: Revert): Revert {
  return { authorize: revoke.map(({ id: _, ...rule }) => rule), revoke: authorize, endsMore: false };
}

export function isNothing({ authorize, revoke }: Revert): boolean {
  return authorize.length + revoke.length === 0;
}

/** The input of the calls to EC2, in this order. An empty list needs no call. */
export interface RevertCalls {
  authorize: IpPermissionInput[];
  revokeIds: string[];
  /** Rules without an id. */
  revoke: IpPermissionInput[];
}

/**
 * Returns the calls of a revert.
 * @throws AppError `too-many-rules` if no group can contain the rules that would be authorized.
 */
export function revertCalls({ authorize, revoke }: Revert): RevertCalls {
  const { ids, others } = byId(revoke);
  return { authorize: permissionsOf(authorize), revokeIds: ids, revoke: permissionsOf(others) };
}

/** No command is shown that adds more rules than a group can have by default. Source: Amazon VPC quotas. */
export const MOST_ADVISED = 60;

/**
 * Returns a revert as AWS CLI commands. They contain only ids of known form and canonical rules, and no text from
 * the person who changed the group. If more than `most` rules would have to be authorized, a comment replaces that
 * command.
 */
export function revertCommands(
  group: Pick<SecurityGroup, 'id' | 'region'>,
  revert: Revert,
  most: number,
): string[] {
  const named = /^sg-[0-9a-z]+$/.test(group.id) && /^([a-z0-9-]+)?$/.test(group.region);
  if (!named) return [];
  const region = group.region === '' ? '' : ` --region ${group.region}`;
  const call = (verb: 'authorize' | 'revoke', argument: string) =>
    `aws ec2 ${verb}-security-group-ingress${region} --group-id ${group.id} ${argument}`;
  const permissions = (input: IpPermissionInput[]) => `--ip-permissions '${JSON.stringify(input)}'`;
  const authorize = permissionsWithin(revert.authorize, most);
  const { ids, others } = byId(revert.revoke);
  const byText = permissionsWithin(others, MOST_RULES) ?? [];
  return [
    ...(authorize === undefined || revert.endsMore ? [remainderNote()] : []),
    ...(authorize !== undefined && authorize.length > 0 ? [call('authorize', permissions(authorize))] : []),
    ...(ids.length > 0 ? [call('revoke', `--security-group-rule-ids ${ids.join(' ')}`)] : []),
    ...(byText.length > 0 ? [call('revoke', permissions(byText))] : []),
  ];
}

/** A comment for people, because the commands are pasted into a shell. */
function remainderNote(): string {
  return `# ${say`Revoking the rules below also ends other traffic. If you need any of it, authorize it first.`}`;
}

/** Splits rules into ids and other rules, which have no id or an invalid one and are identified by their text. */
function byId(rules: readonly IngressRule[]): { ids: string[]; others: IngressRule[] } {
  const hasForm = ({ id }: IngressRule) => id !== undefined && /^sgr-[0-9a-z]+$/.test(id);
  return {
    ids: rules.filter(hasForm).flatMap(({ id }) => id ?? []),
    others: rules.filter((rule) => !hasForm(rule)),
  };
}

/** Without descriptions, which are free text. */
function permissionsOf(rules: readonly IngressRule[]): IpPermissionInput[] {
  return ipPermissionsFromRules(rules.map(({ protocols, ports, source }) => ({ protocols, ports, source })));
}

/** Returns undefined if there are more than `most` security group rules. */
function permissionsWithin(rules: readonly IngressRule[], most: number): IpPermissionInput[] | undefined {
  try {
    const permissions = permissionsOf(rules);
    return sourceCount(permissions) > most ? undefined : permissions;
  } catch (error) {
    if (error instanceof AppError && error.code === 'too-many-rules') return undefined;
    throw error;
  }
}

function sourceCount(permissions: readonly IpPermissionInput[]): number {
  return permissions.reduce(
    (count, { IpRanges = [], Ipv6Ranges = [], PrefixListIds = [], UserIdGroupPairs = [] }) =>
      count + IpRanges.length + Ipv6Ranges.length + PrefixListIds.length + UserIdGroupPairs.length,
    0,
  );
}

function rulesOf(set: RuleSet): IngressRule[] {
  return isEmpty(set) ? [] : renderRules(set).flatMap((line) => parseRule(line).rules);
}
