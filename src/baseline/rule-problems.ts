import type { BaselineProblem } from './problem.ts';
import { readRule } from './read-rule.ts';
import type { Path, SourceText } from './source-text.ts';

/**
 * Returns the mistakes in the rules of a file that also violates the schema. It reads every text at the place of
 * a rule, so one run reports everything that must be corrected.
 */
export function ruleProblems(source: SourceText): BaselineProblem[] {
  const compilation = { source, problems: [], doubts: [] as BaselineProblem[] };
  const read = (rule: unknown, path: Path, allowPublic = false) => {
    if (typeof rule === 'string') readRule(rule, path, compilation, { allowPublic });
  };
  for (const [group, g] of entries(source.value, 'groups')) {
    for (const [rule, r] of entries(group, 'rules')) read(rule, ['groups', g, 'rules', r]);
  }
  for (const [never, index] of entries(source.value, 'never')) {
    read(never, ['never', index], true);
    read(member(never, 'rule'), ['never', index, 'rule'], true);
  }
  for (const [exception, index] of entries(source.value, 'exceptions')) {
    read(member(exception, 'rule'), ['exceptions', index, 'rule']);
  }
  return compilation.problems;
}

function entries(value: unknown, key: string): [unknown, number][] {
  const list = member(value, key);
  return Array.isArray(list) ? list.map((entry, index) => [entry, index]) : [];
}

function member(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return (value as Record<string, unknown>)[key];
}
