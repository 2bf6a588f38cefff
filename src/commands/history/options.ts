import type { HistorySource } from '../../history/read-history.ts';
import type { CommonOptions, Context } from '../../host/context.ts';
import type { RegionChoice } from '../../scopes/parse-regions.ts';
import type { BaselineChoice } from '../options/baseline-choice.ts';

export interface HistoryFlags {
  from?: string[];
  since?: string;
  until?: string;
  group?: string[];
  actor?: string[];
  regions?: string;
  roleArn?: string[];
  attachments?: boolean;
  strict?: boolean;
  resume?: string;
  workers?: string;
  utc?: boolean;
  baseline?: string;
  preset?: string;
  groups?: string;
  out?: string;
  title?: string;
}

export interface HistoryOptions extends CommonOptions {
  sources: HistorySource[];
  since: number | undefined;
  until: number | undefined;
  groups: string[];
  actors: string[];
  regions: RegionChoice;
  /** Roles in other accounts; empty = the caller's own account. */
  roleArns: string[];
  attachments: boolean;
  strict: boolean;
  resumeFile: string | undefined;
  workers: number | undefined;
  utc: boolean;
  /** Rehearse this baseline instead of listing the changes. */
  rehearsal: BaselineChoice | undefined;
  /** The current groups, as the AWS CLI prints them; undefined: read them from AWS. */
  groupsFile: string | undefined;
  /** For html. */
  out: string | undefined;
  /** The title of the HTML report. */
  title: string | undefined;
}

export type HistoryContext = Pick<
  Context,
  'aws' | 'files' | 'now' | 'sleep' | 'signal' | 'progress' | 'readStdin'
>;
