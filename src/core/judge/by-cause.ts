import type { PrefixLists, SecurityGroup } from '../exposure/group.ts';
import { parseRule } from '../exposure/rule-grammar.ts';
import { covers, type RuleSet, ruleSet, share, union } from '../exposure/rule-set.ts';
import type { FindingItem, Verdict } from '../finding/finding.ts';
import { worse } from './severity.ts';

/**
 * Joins the verdicts of one group that have the same cause: the same rules give one verdict with all its reasons. The
 * `never` argument contains the `never` lines that it breaks. If the entry does not allow the rules either,
 * `forbidden` contains the rules that break those lines.
 */
export function byCause(verdicts: readonly Verdict[], group: SecurityGroup, lists: PrefixLists): Verdict[] {
  const causes: Cause[] = [];
  for (const verdict of verdicts) {
    const rules = verdict.kind === 'drift' ? causesOf(verdict, group, lists) : new Set<number>();
    const same = causes.filter((cause) => [...rules].some((rule) => cause.rules.has(rule)));
    const [first, ...others] = same;
    if (first === undefined) {
      causes.push({ verdicts: [verdict], rules });
      continue;
    }
    first.verdicts.push(...others.flatMap((cause) => cause.verdicts), verdict);
    first.rules = new Set([...same.flatMap((cause) => [...cause.rules]), ...rules]);
    for (const other of others) causes.splice(causes.indexOf(other), 1);
  }
  return causes.map(({ verdicts: [first, ...others] }) =>
    others.reduce((one, other) => joined(one, other, lists), first),
  );
}

interface Cause {
  verdicts: [Verdict, ...Verdict[]];
  /** Indexes of the group's rules. */
  rules: Set<number>;
}

function causesOf({ unexpected }: Verdict, { rules }: SecurityGroup, lists: PrefixLists): Set<number> {
  const part = setOf(unexpected, lists);
  return new Set(rules.flatMap((rule, index) => (share(part, rule, lists) === 'none' ? [] : [index])));
}

/** Only `never` lines give a group more than one verdict, so the second verdict is always from such a line. */
function joined(first: Verdict, forbidden: Verdict, lists: PrefixLists): Verdict {
  const isForbidden = first.code === 'forbidden-ingress';
  const expired = [...texts(first.args.expiredExceptions), ...texts(forbidden.args.expiredExceptions)];
  return {
    ...first,
    severity: worse(first.severity, forbidden.severity),
    // If the group has an entry, the part of a forbidden rule that the entry allows is not unexpected.
    unexpected: isForbidden ? itemsOf(first.unexpected, forbidden.unexpected, lists) : first.unexpected,
    args: {
      ...first.args,
      ...(expired.length === 0 ? {} : { expiredExceptions: [...new Set(expired)] }),
      measure: strongest(first.args.measure, forbidden.args.measure),
      never: [...linesOf(first), ...linesOf(forbidden)],
      ...(isForbidden
        ? {}
        : { forbidden: [...new Set([...texts(first.args.forbidden), ...rulesOf(forbidden)])] }),
    },
  };
}

function linesOf({ code, args }: Verdict): string[] {
  if (args.never !== undefined) return texts(args.never);
  return code === 'forbidden-ingress' ? [String(args.rule)] : [];
}

function rulesOf({ unexpected }: Verdict): string[] {
  return unexpected.map(({ rule, of }) => of?.rule ?? rule);
}

/** Returns what the earlier items do not admit yet. */
function itemsOf(
  known: readonly FindingItem[],
  more: readonly FindingItem[],
  lists: PrefixLists,
): FindingItem[] {
  const items = [...known];
  let admitted = setOf(known, lists);
  for (const item of more) {
    const set = setOf([item], lists);
    if (covers(admitted, set)) continue;
    items.push(item);
    admitted = union(admitted, set);
  }
  return items;
}

function setOf(items: readonly FindingItem[], lists: PrefixLists): RuleSet {
  return ruleSet(
    items.flatMap(({ rule }) => parseRule(rule).rules),
    lists,
  );
}

const MEASURES = ['anywhere', 'public', 'listed'];

function strongest(a: Verdict['args'][string] | undefined, b: Verdict['args'][string] | undefined): string {
  return MEASURES.find((measure) => measure === a || measure === b) ?? 'listed';
}

function texts(value: Verdict['args'][string] | undefined): string[] {
  return Array.isArray(value) ? value : [];
}
