import { problemText, readIpPermissions } from '../core/ec2/aws-permissions.ts';
import { renderRules } from '../core/exposure/render-rules.ts';
import type { IngressRule } from '../core/exposure/rule.ts';
import { ruleSet } from '../core/exposure/rule-set.ts';
import type { BaselineFileRules, FilePermission } from './baseline-file.ts';
import type { Compilation } from './compilation.ts';
import { hostBitsIn } from './host-bits.ts';
import { readRule } from './read-rule.ts';
import type { Path } from './source-text.ts';

/** Converts rule lines and AWS permissions to canonical lines. A rule that can't be read becomes a problem. */
export function compileRules(rules: BaselineFileRules, path: Path, compilation: Compilation): string[] {
  if (!Array.isArray(rules)) {
    const [key, permissions] = Object.entries(rules)[0] as [string, FilePermission[]];
    return compileRules(permissions, [...path, key], compilation);
  }
  const read = rules.flatMap((rule, index): IngressRule[] =>
    typeof rule === 'string'
      ? readRule(rule, [...path, index], compilation)
      : readPermission(rule, [...path, index], compilation),
  );
  return renderRules(ruleSet(read));
}

function readPermission(
  permission: FilePermission,
  path: Path,
  { source, problems, doubts }: Compilation,
): IngressRule[] {
  // Without an account, references keep their written owner. They are compared from the view of the group's account.
  const read = readIpPermissions([permission], '');
  for (const problem of read.problems) {
    const [, ...parts] = problem.path.match(/[A-Za-z0-9_]+/g) ?? [];
    problems.push({
      ...source.at([...path, ...parts.map((part) => (/^\d+$/.test(part) ? Number(part) : part))]),
      message: problemText(problem),
    });
  }
  for (const { message } of hostBitsIn(JSON.stringify(permission))) {
    doubts.push({ ...source.at(path), message });
  }
  return read.rules;
}
