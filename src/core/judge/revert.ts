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

/** What is wrong with a group. */
export interface Wrong {
  unexpected: RuleSet;
  missing: RuleSet;
  /** What the group may admit, as far as anybody has said. */
  meant: RuleSet;
}

/** Against its entry and the exceptions for it that hold `now` (epoch milliseconds): for enforcement. */
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
 * By what verdicts state: for an audit. A group that is only unlisted has nothing wrong, as nobody has said
 * what it is to admit.
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

/** What ends all that is wrong: authorize first, then revoke, so that nothing that is meant is ever shut off. */
export interface Revert {
  authorize: IngressRule[];
  /** Live rules, with their ids where known. */
  revoke: IngressRule[];
  /** The revoked rules admit more than is wrong, of which nobody has said that it is meant. */
  endsMore: boolean;
}

/** Rules that admit anything wrong are revoked; what is meant of them, and what is missing, is authorized. */
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

/** The way back from a revert. A rule comes back under a new id, so that it is known by its text alone. */
export function reversed({ authorize, revoke }: Revert): Revert {
  return { authorize: revoke.map(({ id: _, ...rule }) => rule), revoke: authorize, endsMore: false };
}

export function isNothing({ authorize, revoke }: Revert): boolean {
  return authorize.length + revoke.length === 0;
}

/** What EC2 is to be called with, in this order; what is empty needs no call. */
export interface RevertCalls {
  authorize: IpPermissionInput[];
  revokeIds: string[];
  /** Rules without an id. */
  revoke: IpPermissionInput[];
}

/** Throws AppError `too-many-rules` when no group could hold what would be authorized. */
export function revertCalls({ authorize, revoke }: Revert): RevertCalls {
  const { ids, others } = byId(revoke);
  return { authorize: permissionsOf(authorize), revokeIds: ids, revoke: permissionsOf(others) };
}

/** More rules than a group may have by default (Amazon VPC quotas) are advised to nobody. */
export const MOST_ADVISED = 60;

/**
 * A revert as AWS CLI commands. Nothing in them but ids of known form and canonical rules: nothing that was
 * typed by whoever changed the group. Where more than `most` rules would have to be authorized, a comment says
 * so instead.
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

/** For people, as a comment: the commands are pasted into a shell. */
function remainderNote(): string {
  return `# ${say`The rules below admit more than is wrong: authorize first whatever else of them is meant.`}`;
}

/** A rule whose id is not known, or has not the form of one, is named by its text. */
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

/** Undefined where they are more than `most` security group rules. */
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
