import type { CompiledBaseline, CompiledGroup } from '../core/baseline/baseline.ts';
import { exceptionEndMs } from '../core/baseline/exceptions.ts';
import { matchCovers } from '../core/baseline/match-covers.ts';
import { prepareBaseline } from '../core/baseline/prepared-baseline.ts';
import { trustedSettleMs } from '../core/baseline/trusted.ts';
import { parseCidr } from '../core/exposure/cidr.ts';
import type { SecurityGroup } from '../core/exposure/group.ts';
import { ALL_PORTS, ALL_PROTOCOLS } from '../core/exposure/protocols.ts';
import { parseRule } from '../core/exposure/rule-grammar.ts';
import { covers, ruleSet } from '../core/exposure/rule-set.ts';
import { evaluateGroup } from '../core/judge/evaluate.ts';
import { say } from '../core/words/say.ts';
import { formatDuration } from './duration.ts';

const NO_LISTS = new Map();

/** Returns warnings about parts of a baseline that are valid but probably a mistake. `now` is in epoch milliseconds. */
export function baselineWarnings(baseline: CompiledBaseline, now: number): string[] {
  return [
    ...hiddenEntries(baseline),
    ...boundlessRules(baseline),
    ...boundlessTrust(baseline),
    ...emptyAtLeast(baseline),
    ...forbiddenEntries(baseline, now),
    ...uselessMeasures(baseline),
    ...lapsedExceptions(baseline, now),
    ...(baseline.groups.length === 0 && baseline.unlisted === 'alert'
      ? [say`\`groups\` is empty and \`unlisted\` is alert, so every security group is a finding.`]
      : []),
  ];
}

function* hiddenEntries({ groups }: CompiledBaseline): Generator<string> {
  // A snapshot has thousands of entries with an id, which cover only entries with the same one.
  const byId = new Map<string, CompiledGroup[]>();
  const others: CompiledGroup[] = [];
  for (const entry of groups) {
    const { name, match } = entry;
    const sameId = match.id === undefined ? [] : (byId.get(match.id) ?? []);
    const earlier = [...others, ...sameId].find((one) => matchCovers(one.match, match));
    if (earlier !== undefined) {
      yield say`Entry "${name}" is never used, because the earlier entry "${earlier.name}" matches all of its groups.`;
    } else if (match.id === undefined) others.push(entry);
    else byId.set(match.id, [...sameId, entry]);
  }
}

const EVERYTHING = ruleSet(
  ['0.0.0.0/0', '::/0'].map((block) => ({
    protocols: ALL_PROTOCOLS,
    ports: ALL_PORTS,
    source: parseCidr(block),
  })),
);

/** A baseline that allows everything reports nothing. */
function* boundlessRules({ groups, exceptions }: CompiledBaseline): Generator<string> {
  const isBoundless = (lines: readonly string[]) =>
    covers(ruleSet(lines.flatMap((line) => parseRule(line).rules)), EVERYTHING);
  for (const { name, ingress, rules } of groups) {
    if (ingress !== 'at-least' && isBoundless(rules)) {
      yield say`Entry "${name}" allows all traffic from anywhere, so its groups may admit anything.`;
    }
  }
  for (const { rule } of exceptions) {
    if (isBoundless([rule])) yield say`The exception for "${rule}" tolerates all traffic from anywhere.`;
  }
}

/** A principal that matches a user, a role and the root of an account trusts everybody in it. */
function* boundlessTrust({ trusted }: CompiledBaseline): Generator<string> {
  for (const entry of trusted) {
    const account = /\b\d{12}\b/.exec(entry.principal)?.[0] ?? '000000000000';
    const everybody = ['user/zq7x', 'role/zq7x', 'root'].map((name) => `arn:aws:iam::${account}:${name}`);
    const isTrusted = (arn: string) =>
      trustedSettleMs({ arn }, { compiled: { trusted: [entry] } }) !== undefined;
    if (everybody.every(isTrusted)) {
      yield say`The trusted principal "${entry.principal}" matches every user and role, so every change is judged only after ${formatDuration(entry.settleMs)}.`;
    }
  }
}

function* emptyAtLeast({ groups }: CompiledBaseline): Generator<string> {
  for (const { name, ingress, rules } of groups) {
    if (ingress === 'at-least' && rules.length === 0)
      yield say`Entry "${name}" has \`ingress: at-least\` but no rules, so no group can differ from it.`;
  }
}

/** A `never` line takes precedence over an entry, so a group of such an entry always differs from the baseline. */
function* forbiddenEntries(baseline: CompiledBaseline, now: number): Generator<string> {
  const nevers = prepareBaseline({ ...baseline, groups: [], unlisted: 'ignore' });
  for (const { name, match, rules } of baseline.groups) {
    const allowed: SecurityGroup = {
      id: match.id ?? '',
      name: '',
      account: '',
      region: '',
      tags: {},
      rules: rules.flatMap((line) => parseRule(line).rules),
    };
    for (const verdict of evaluateGroup(allowed, nevers, { now, lists: NO_LISTS })) {
      if (verdict.code !== 'forbidden-ingress') continue;
      const what = verdict.unexpected.map(({ rule }) => rule).join('; ');
      yield say`Entry "${name}" allows ${what}, but "${verdict.baseline}" forbids it, so every group of this entry is a finding.`;
    }
  }
}

function* uselessMeasures({ never }: CompiledBaseline): Generator<string> {
  for (const { rule, widerThan } of never) {
    const isSet = widerThan.ipv4 !== 8 || widerThan.ipv6 !== 32;
    if (isSet && !parseRule(rule, { allowPublic: true }).anywhere) {
      yield say`"never ${rule}" has \`wider-than\`, which has an effect only with "from anywhere".`;
    }
  }
}

function* lapsedExceptions({ exceptions }: CompiledBaseline, now: number): Generator<string> {
  for (const exception of exceptions) {
    if (exceptionEndMs(exception) > now) continue;
    yield say`The exception for "${exception.rule}" expired on ${exception.until} and no longer applies.`;
  }
}
