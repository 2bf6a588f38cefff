import type { CompiledBaseline } from '../core/baseline/baseline.ts';
import type { Verdict } from '../core/finding/finding.ts';

/** The report of `baseline capture` and `baseline show`: the content of a baseline file. */
export interface BaselineTextReport {
  schema: 'secgroup-monitor/baseline-text/1';
  /** Source of the baseline in words, for the comment at the top of the file. */
  origin: string;
  groups: number;
  /** The content of the file: `version`, `groups`, … */
  baseline: Record<string, unknown>;
  notes: string[];
}

export interface BaselineCheckReport {
  schema: 'secgroup-monitor/baseline-check/1';
  origin: string;
  /** Always true: a file with errors leads to an error (exit code 2) instead of a report. */
  valid: true;
  groups: number;
  never: number;
  exceptions: number;
  trusted: number;
  unlisted: CompiledBaseline['unlisted'];
  /** Parts that are valid but probably a mistake. */
  warnings: string[];
}

export interface BaselineDiffReport {
  schema: 'secgroup-monitor/baseline-diff/1';
  baseline: string;
  /** Groups that were compared. */
  groups: number;
  /** Groups that differ. */
  differing: number;
  /** Sorted by account, Region and group, without `in-line` verdicts. */
  differences: BaselineDifference[];
  /** Entries that match one group by id, if that group does not exist. */
  goneGroups: { entry: string; id: string }[];
  notes: string[];
}

export interface BaselineDifference extends Verdict {
  account: string;
  region: string;
}

export interface BaselineAcceptReport {
  schema: 'secgroup-monitor/baseline-accept/1';
  stack: string;
  region: string;
  group: { id: string; name: string };
  /** False if the group already matched the baseline, so that nothing was changed. */
  changed: boolean;
  /** Name of the entry that now allows the group's rules. */
  entry: string;
  /** Lines of the rule grammar. */
  rules: string[];
  /** Rule lines that were accepted: the previous entry did not allow them. */
  added: string[];
  /** Rule lines of the previous entry that the group does not admit. */
  removed: string[];
  /** `never` lines that the group still violates. An entry can't allow what a `never` line forbids. */
  forbidden: string[];
}

export interface BaselineSchemaReport {
  schema: 'secgroup-monitor/baseline-schema/1';
  jsonSchema: Record<string, unknown>;
}
