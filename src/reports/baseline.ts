import type { CompiledBaseline } from '../core/baseline/baseline.ts';
import type { Verdict } from '../core/finding/finding.ts';

/** `baseline capture` and `baseline show`: a baseline as a file would have it. */
export interface BaselineTextReport {
  schema: 'secgroup-monitor/baseline-text/1';
  /** Where it came from, in words: for the comment at its head. */
  origin: string;
  groups: number;
  /** The file's content: `version`, `groups`, … */
  baseline: Record<string, unknown>;
  notes: string[];
}

export interface BaselineCheckReport {
  schema: 'secgroup-monitor/baseline-check/1';
  origin: string;
  /** A file with errors is no report but an error (exit 2). */
  valid: true;
  groups: number;
  never: number;
  exceptions: number;
  trusted: number;
  unlisted: CompiledBaseline['unlisted'];
  /** Valid, and yet hardly meant. */
  warnings: string[];
}

export interface BaselineDiffReport {
  schema: 'secgroup-monitor/baseline-diff/1';
  baseline: string;
  /** Groups that were compared. */
  groups: number;
  /** Groups that differ. */
  differing: number;
  /** By account, Region and group; no in-line verdicts. */
  differences: BaselineDifference[];
  /** Entries for one group by id, where that group is not. */
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
  /** False when the group was already in line, so that nothing was changed. */
  changed: boolean;
  /** Name of the entry that now says what the group admits. */
  entry: string;
  /** Lines of the rule grammar. */
  rules: string[];
  /** What was accepted: not admitted by the entry before. */
  added: string[];
  /** What the entry asked for before and the group lacks. */
  removed: string[];
  /** `never` lines that the group still violates: a baseline's entry can't allow them. */
  forbidden: string[];
}

export interface BaselineSchemaReport {
  schema: 'secgroup-monitor/baseline-schema/1';
  jsonSchema: Record<string, unknown>;
}
