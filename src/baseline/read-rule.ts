import type { IngressRule } from '../core/exposure/rule.ts';
import { type ParseRuleOptions, parseRule, RuleSyntaxError } from '../core/exposure/rule-grammar.ts';
import type { Compilation } from './compilation.ts';
import { hostBitsIn } from './host-bits.ts';
import type { Path } from './source-text.ts';

/** Reads a line of the rule grammar. A mistake becomes a problem with its position in the file. */
export function readRule(
  text: string,
  path: Path,
  { source, problems, doubts }: Compilation,
  options: ParseRuleOptions = {},
): IngressRule[] {
  try {
    const { rules } = parseRule(text, options);
    for (const { offset, message } of hostBitsIn(text)) {
      doubts.push({ ...source.at(path, offset), message });
    }
    return rules;
  } catch (error) {
    if (!(error instanceof RuleSyntaxError)) throw error;
    problems.push({
      ...source.at(path, error.offset),
      message: error.message,
      suggestion: error.suggestion,
    });
    return [];
  }
}
