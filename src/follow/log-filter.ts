import { SEVERITIES, type Severity } from '../core/baseline/baseline.ts';
import { FINDING_SCHEMA, type Finding, type FindingKind } from '../core/finding/finding.ts';
import type { LogItem } from '../reports/logs.ts';

/** What to show. An item must match all fields; within a field, one value is enough. */
export interface LogFilter {
  /** Ids, or names with `*`. */
  groups: string[];
  /** Parts of the actor's name or ARN, or patterns with `*`. */
  actors: string[];
  /** This severity and above. */
  severity?: Severity | undefined;
  kinds: FindingKind[];
}

/** The severity of an error of the function. */
const FUNCTION_ERROR_SEVERITY: Severity = 'high';

export function matchesFilter(filter: LogFilter, item: LogItem): boolean {
  switch (item.type) {
    case 'finding':
      return matchesFinding(filter, item.finding);
    case 'function-error':
      return admitsFunctionErrors(filter);
    case 'gap':
      return true;
    default:
      return false;
  }
}

function matchesFinding(filter: LogFilter, finding: Finding): boolean {
  const { group, change } = finding;
  return (
    (filter.kinds.length === 0 || filter.kinds.includes(finding.kind)) &&
    (filter.severity === undefined || severitiesFrom(filter.severity).includes(finding.severity)) &&
    (filter.groups.length === 0 ||
      filter.groups.some((g) => matchesGlob(g, group?.id) || matchesGlob(g, group?.name))) &&
    (filter.actors.length === 0 ||
      filter.actors.some(
        (a) => matchesGlob(contains(a), change?.actor.name) || matchesGlob(contains(a), change?.actor.arn),
      ))
  );
}

function admitsFunctionErrors(filter: LogFilter): boolean {
  return (
    filter.groups.length === 0 &&
    filter.actors.length === 0 &&
    (filter.kinds.length === 0 || filter.kinds.includes('error')) &&
    (filter.severity === undefined || severitiesFrom(filter.severity).includes(FUNCTION_ERROR_SEVERITY))
  );
}

/** FilterLogEvents takes patterns of at most 1,024 characters. Source: CloudWatch Logs API reference. */
const MAX_PATTERN = 1024;

/** Matches what functionError() in log-item.ts finds in Lambda's JSON log format, which install sets. */
const FUNCTION_ERRORS =
  '($.level = "ERROR") || ($.level = "FATAL") || ($.record.status = "timeout") || ($.record.status = "failure")';

/**
 * Returns the filter as a CloudWatch Logs pattern for JSON, so that other events are not fetched. Undefined if a
 * pattern can't express it. matchesFilter makes the final decision in both cases.
 * Source: CloudWatch Logs user guide, "Filter pattern syntax".
 */
export function filterPattern(filter: LogFilter): string | undefined {
  const values = [...filter.groups, ...filter.actors];
  if (values.length + filter.kinds.length === 0 && filter.severity === undefined) return undefined;
  if (!values.every((value) => /^[\w\-.:/@+=,*]+$/.test(value))) return undefined;
  const clauses = [
    equals('$.schema', [FINDING_SCHEMA]),
    ...(filter.kinds.length > 0 ? [equals('$.kind', filter.kinds)] : []),
    ...(filter.severity === undefined ? [] : [equals('$.severity', severitiesFrom(filter.severity))]),
    ...(filter.groups.length > 0
      ? [any(filter.groups.flatMap((g) => [is('$.group.id', g), is('$.group.name', g)]))]
      : []),
    ...(filter.actors.length > 0
      ? [
          any(
            filter.actors
              .map(contains)
              .flatMap((a) => [is('$.change.actor.name', a), is('$.change.actor.arn', a)]),
          ),
        ]
      : []),
  ];
  const findings = clauses.join(' && ');
  const pattern = admitsFunctionErrors(filter)
    ? `{ (${findings}) || ${FUNCTION_ERRORS} }`
    : `{ ${findings} }`;
  return pattern.length <= MAX_PATTERN ? pattern : undefined;
}

function equals(field: string, values: readonly string[]): string {
  return any(values.map((value) => is(field, value)));
}

function is(field: string, value: string): string {
  return `(${field} = "${value}")`;
}

function any(clauses: readonly string[]): string {
  return clauses.length === 1 ? clauses[0]! : `(${clauses.join(' || ')})`;
}

function severitiesFrom(least: Severity): readonly Severity[] {
  return SEVERITIES.slice(SEVERITIES.indexOf(least));
}

function contains(text: string): string {
  return text.includes('*') ? text : `*${text}*`;
}

/** `*` matches any text; everything else matches itself, with its case. */
export function matchesGlob(glob: string, text: string | undefined): boolean {
  if (text === undefined) return false;
  const parts = glob.split('*');
  if (parts.length === 1) return glob === text;
  const first = parts[0]!;
  const last = parts.at(-1)!;
  if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length)
    return false;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= text.length - last.length;
}
