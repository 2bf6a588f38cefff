import { type IpPermissionInput, ipPermissionsFromRules } from '../ec2/ip-permissions.ts';
import { AppError } from '../errors.ts';
import type { PrefixLists, SecurityGroup } from '../exposure/group.ts';
import { renderRules } from '../exposure/render-rules.ts';
import type { IngressRule } from '../exposure/rule.ts';
import { parseRule } from '../exposure/rule-grammar.ts';
import { intersect, isEmpty, type RuleSet, ruleSet, share, subtract, union } from '../exposure/rule-set.ts';
import type { FindingItem, Verdict } from '../finding/finding.ts';
import { say } from '../words/say.ts';

/** What mends a group: authorize first, then revoke, so that nothing that is meant is ever shut off. */
export interface Mend {
  authorize: IngressRule[];
  /** Live rules, with their ids where known. */
  revoke: IngressRule[];
  /** The revoked rules admit more than is wrong, of which nobody has said that it is meant. */
  endsMore: boolean;
}

/**
 * How to end what the verdicts of one group state: rules that admit anything wrong go, whole; what of them
 * is `meant`, and what is missing, is authorized before. A group that is only unlisted has nothing to mend:
 * nobody has said what it is to admit.
 */
export function planMend(
  group: SecurityGroup,
  verdicts: readonly Verdict[],
  meant: RuleSet,
  lists: PrefixLists,
): Mend {
  const wrong = verdicts.filter(({ kind, code }) => kind === 'drift' && code !== 'unlisted-group');
  const unexpected = setOf(
    wrong.flatMap((verdict) => verdict.unexpected),
    lists,
  );
  const missing = setOf(
    wrong.flatMap((verdict) => verdict.missing),
    lists,
  );
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

/** More rules than a group may have (Amazon VPC quotas) are nobody's intent. */
const MOST_AUTHORIZED = 60;

/** The mend as AWS CLI commands. Nothing in them but ids of known form and canonical rules. */
export function mendCommands(group: Pick<SecurityGroup, 'id' | 'region'>, mend: Mend): string[] {
  const named = /^sg-[0-9a-z]+$/.test(group.id) && /^([a-z0-9-]+)?$/.test(group.region);
  if (!named) return [];
  const region = group.region === '' ? '' : ` --region ${group.region}`;
  const call = (verb: 'authorize' | 'revoke', argument: string) =>
    `aws ec2 ${verb}-security-group-ingress${region} --group-id ${group.id} ${argument}`;
  const permissions = (input: IpPermissionInput[]) => `--ip-permissions '${JSON.stringify(input)}'`;
  const authorize = permissionsOf(mend.authorize);
  const ids = mend.revoke.flatMap(({ id }) => (hasForm(id) ? [id] : []));
  const byText = permissionsOf(mend.revoke.filter(({ id }) => !hasForm(id))) ?? [];
  return [
    ...(authorize === undefined || mend.endsMore ? [remainderNote()] : []),
    ...(authorize !== undefined && authorize.length > 0 ? [call('authorize', permissions(authorize))] : []),
    ...(ids.length > 0 ? [call('revoke', `--security-group-rule-ids ${ids.join(' ')}`)] : []),
    ...(byText.length > 0 ? [call('revoke', permissions(byText))] : []),
  ];
}

/** For people, as a comment: a mend is pasted into a shell. */
function remainderNote(): string {
  return `# ${say`The rules below admit more than is wrong: authorize first whatever else of them is meant.`}`;
}

function hasForm(id: string | undefined): id is string {
  return id !== undefined && /^sgr-[0-9a-z]+$/.test(id);
}

/** Undefined when there would be more rules than a group can have. */
function permissionsOf(rules: readonly IngressRule[]): IpPermissionInput[] | undefined {
  try {
    const permissions = ipPermissionsFromRules(
      rules.map(({ protocols, ports, source }) => ({ protocols, ports, source })),
    );
    return sourceCount(permissions) > MOST_AUTHORIZED ? undefined : permissions;
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

function setOf(items: readonly FindingItem[], lists: PrefixLists): RuleSet {
  return ruleSet(
    items.flatMap(({ rule }) => parseRule(rule).rules),
    lists,
  );
}

function rulesOf(set: RuleSet): IngressRule[] {
  return isEmpty(set) ? [] : renderRules(set).flatMap((line) => parseRule(line).rules);
}
