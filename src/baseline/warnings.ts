import type { CompiledBaseline } from '../core/baseline/baseline.ts';
import { exceptionEndMs } from '../core/baseline/exceptions.ts';
import { prepareBaseline } from '../core/baseline/prepared-baseline.ts';
import type { SecurityGroup } from '../core/exposure/group.ts';
import { parseRule } from '../core/exposure/rule-grammar.ts';
import { evaluateGroup } from '../core/judge/evaluate.ts';
import { say } from '../core/words/say.ts';

const NO_LISTS = new Map();

/** What is valid in a baseline and yet hardly meant. `now` is epoch milliseconds. */
export function baselineWarnings(baseline: CompiledBaseline, now: number): string[] {
  return [
    ...hiddenEntries(baseline),
    ...emptyAtLeast(baseline),
    ...forbiddenEntries(baseline, now),
    ...uselessMeasures(baseline),
    ...lapsedExceptions(baseline, now),
    ...(baseline.groups.length === 0 && baseline.unlisted === 'alert'
      ? [say`There are no groups and \`unlisted\` is alert: every security group will be a finding.`]
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
    else yield say`Entry "${name}" matches the same groups as "${earlier}" before it, and is never used.`;
  }
}

function* emptyAtLeast({ groups }: CompiledBaseline): Generator<string> {
  for (const { name, ingress, rules } of groups) {
    if (ingress === 'at-least' && rules.length === 0)
      yield say`Entry "${name}" asks for at least nothing: every group fits it.`;
  }
}

/** `never` wins over an entry, so that such a group can't ever be in line. */
function* forbiddenEntries(baseline: CompiledBaseline, now: number): Generator<string> {
  const nevers = prepareBaseline({ ...baseline, groups: [], unlisted: 'ignore' });
  for (const { name, match, rules } of baseline.groups) {
    const meant: SecurityGroup = {
      id: match.id ?? '',
      name: '',
      account: '',
      region: '',
      tags: {},
      rules: rules.flatMap((line) => parseRule(line).rules),
    };
    for (const verdict of evaluateGroup(meant, nevers, { now, lists: NO_LISTS })) {
      if (verdict.code !== 'forbidden-ingress') continue;
      const what = verdict.unexpected.map(({ rule }) => rule).join('; ');
      yield say`Entry "${name}" admits ${what}, which "${verdict.baseline}" forbids: the group will be a finding.`;
    }
  }
}

function* uselessMeasures({ never }: CompiledBaseline): Generator<string> {
  for (const { rule, widerThan } of never) {
    const isSet = widerThan.ipv4 !== 8 || widerThan.ipv6 !== 32;
    if (isSet && !parseRule(rule, { allowPublic: true }).anywhere) {
      yield say`"never ${rule}" has a wider-than, which only counts with "from anywhere".`;
    }
  }
}

function* lapsedExceptions({ exceptions }: CompiledBaseline, now: number): Generator<string> {
  for (const exception of exceptions) {
    if (exceptionEndMs(exception) > now) continue;
    yield say`The exception for "${exception.rule}" ended on ${exception.until}; it tolerates nothing any more.`;
  }
}
