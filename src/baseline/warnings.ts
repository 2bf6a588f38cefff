import type { CompiledBaseline } from '../core/baseline/baseline.ts';
import { exceptionEndMs } from '../core/baseline/exceptions.ts';
import { prepareBaseline } from '../core/baseline/prepared-baseline.ts';
import type { SecurityGroup } from '../core/exposure/group.ts';
import { parseRule } from '../core/exposure/rule-grammar.ts';
import { evaluateGroup } from '../core/judge/evaluate.ts';
import { say } from '../core/words/say.ts';

const NO_LISTS = new Map();

/** Returns warnings about parts of a baseline that are valid but probably a mistake. `now` is in epoch milliseconds. */
export function baselineWarnings(baseline: CompiledBaseline, now: number): string[] {
  return [
    ...hiddenEntries(baseline),
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
  const first = new Map<string, string>();
  for (const { name, match } of groups) {
    const tags = Object.entries(match.tag ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
    const key = JSON.stringify([match.id, match.name, match.vpc, tags]);
    const earlier = first.get(key);
    if (earlier === undefined) first.set(key, name);
    else
      yield say`Entry "${name}" is never used, because the earlier entry "${earlier}" matches the same groups.`;
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
