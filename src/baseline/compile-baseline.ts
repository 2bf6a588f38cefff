import type {
  CompiledBaseline,
  CompiledException,
  CompiledGroup,
  CompiledNever,
  CompiledTrusted,
} from '../core/baseline/baseline.ts';
import { DEFAULT_WIDER_THAN } from '../core/baseline/baseline.ts';
import { say } from '../core/words/say.ts';
import type {
  BaselineFile,
  BaselineFileException,
  BaselineFileGroup,
  BaselineFileNever,
  BaselineFileTrusted,
} from './baseline-file.ts';
import type { Compilation } from './compilation.ts';
import { compileRules } from './compile-rules.ts';
import { durationMs, formatDuration } from './duration.ts';
import { type BaselineProblem, baselineError } from './problem.ts';
import { readRule } from './read-rule.ts';
import { ruleProblems } from './rule-problems.ts';
import { type Path, readSourceText } from './source-text.ts';
import { validateShape } from './validate.ts';

/**
 * Compiles the text of a baseline file (YAML 1.2 or JSON). `origin` is the file's name, which errors and the
 * compiled baseline contain.
 * @throws AppError kind usage, code baseline-invalid, with the line and column of every problem.
 */
export function compileBaseline(text: string, origin: string): CompiledBaseline {
  return compileWithDoubts(text, origin).compiled;
}

/** Like compileBaseline(), with the places in the text that are valid but probably a mistake. */
export function compileWithDoubts(
  text: string,
  origin: string,
): { compiled: CompiledBaseline; doubts: BaselineProblem[] } {
  const source = readSourceText(origin, text);
  const shape = validateShape(source);
  if (shape.length > 0) throw baselineError(origin, [...shape, ...ruleProblems(source)]);
  const file = source.value as BaselineFile;
  const compilation: Compilation = { source, problems: [], doubts: [] };
  const groups = (file.groups ?? []).map((group, index) => compileGroup(group, index, compilation));
  const compiled: CompiledBaseline = {
    schema: 'secgroup-monitor/baseline/1',
    origin,
    groups,
    never: (file.never ?? []).map((never, index) => compileNever(never, index, compilation)),
    exceptions: (file.exceptions ?? []).map((entry, index) => compileException(entry, index, compilation)),
    trusted: (file.trusted ?? []).map(compileTrusted),
    unlisted: file.unlisted ?? (groups.length > 0 ? 'alert' : 'ignore'),
  };
  refuseRepeatedNames(groups, compilation);
  refuseRepeatedLines(compiled.never, compilation);
  refuseLongSettling(compiled.trusted, compilation);
  if (compilation.problems.length > 0) throw baselineError(origin, compilation.problems);
  return { compiled, doubts: compilation.doubts };
}

function compileGroup(group: BaselineFileGroup, index: number, compilation: Compilation): CompiledGroup {
  const { id, name, vpc, tag } = group.match;
  return {
    name: group.name,
    match: {
      ...(id === undefined ? {} : { id }),
      ...(name === undefined ? {} : { name }),
      ...(vpc === undefined ? {} : { vpc }),
      ...(tag === undefined ? {} : { tag }),
    },
    ingress: group.ingress ?? 'exactly',
    rules: compileRules(group.rules, ['groups', index, 'rules'], compilation),
    enforce: group.enforce ?? false,
  };
}

function compileNever(
  written: string | BaselineFileNever,
  index: number,
  compilation: Compilation,
): CompiledNever {
  const at: Path = ['never', index];
  const never = typeof written === 'string' ? { rule: written } : written;
  const path = typeof written === 'string' ? at : [...at, 'rule'];
  readRule(never.rule, path, compilation, { allowPublic: true });
  const wider = never['wider-than'];
  const lengths = typeof wider === 'object' ? wider : { ipv4: wider, ipv6: undefined };
  return {
    rule: oneLine(never.rule),
    ...(never.severity === undefined ? {} : { severity: never.severity }),
    widerThan: {
      ipv4: prefixLength(lengths.ipv4) ?? DEFAULT_WIDER_THAN.ipv4,
      ipv6: prefixLength(lengths.ipv6) ?? DEFAULT_WIDER_THAN.ipv6,
    },
  };
}

function compileException(
  written: BaselineFileException,
  index: number,
  compilation: Compilation,
): CompiledException {
  const at: Path = ['exceptions', index];
  readRule(written.rule, [...at, 'rule'], compilation);
  if (written.until !== undefined && !isCalendarDate(written.until)) {
    compilation.problems.push({
      ...compilation.source.at([...at, 'until']),
      message: say`"${written.until}" is not a valid date`,
    });
  }
  return {
    ...(written.group === undefined ? {} : { group: written.group }),
    rule: oneLine(written.rule),
    ...(written.until === undefined ? {} : { until: written.until }),
    reason: written.reason,
  };
}

function compileTrusted({ principal, settle = '5m' }: BaselineFileTrusted): CompiledTrusted {
  return { principal, settleMs: durationMs(settle) };
}

/** The function waits during one invocation, which Lambda stops after 15 minutes. */
const MAX_SETTLE_MS = 600_000;

function refuseLongSettling(trusted: readonly CompiledTrusted[], { source, problems }: Compilation): void {
  for (const [index, { settleMs }] of trusted.entries()) {
    if (settleMs <= MAX_SETTLE_MS) continue;
    problems.push({
      ...source.at(['trusted', index, 'settle']),
      message: say`settle must be at most ${formatDuration(MAX_SETTLE_MS)}`,
    });
  }
}

function refuseRepeatedNames(groups: readonly CompiledGroup[], { source, problems }: Compilation): void {
  const first = new Map<string, number>();
  for (const [index, { name }] of groups.entries()) {
    const before = first.get(name);
    if (before === undefined) {
      first.set(name, index);
      continue;
    }
    const { line } = source.at(['groups', before, 'name']);
    problems.push({
      ...source.at(['groups', index, 'name']),
      message: say`the name ${JSON.stringify(name)} is already used by the entry on line ${line}`,
    });
  }
}

function refuseRepeatedLines(never: readonly CompiledNever[], { source, problems }: Compilation): void {
  const seen = new Set<string>();
  for (const [index, { rule }] of never.entries()) {
    if (seen.has(rule))
      problems.push({ ...source.at(['never', index]), message: say`"${rule}" appears twice in never` });
    seen.add(rule);
  }
}

function prefixLength(written: number | string | undefined): number | undefined {
  return written === undefined ? undefined : Number(String(written).replace('/', ''));
}

function isCalendarDate(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

function oneLine(rule: string): string {
  return rule.trim().replace(/\s+/g, ' ');
}
