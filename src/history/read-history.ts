import { statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import type { Aws } from '../aws/aws.ts';
import { AppError, usageError } from '../core/errors.ts';
import { callNames } from '../core/record/parse-record.ts';
import { isStream } from '../core/stream-path.ts';
import { say, sayText } from '../core/words/say.ts';
import type { Context } from '../host/context.ts';
import { type Merged, merge } from './merge.ts';
import { type NextInputs, portions, scanAll } from './scan/scan-pool.ts';
import type { FoundRecord, ScanInput, ScanOutcome } from './scan/scan-source.ts';
import { deliveryDays } from './sources/archive-path.ts';
import { lookupChanges } from './sources/from-lookup.ts';
import { s3Inputs } from './sources/from-s3.ts';
import { listFiles } from './sources/list-files.ts';
import { openCheckpoints } from './sources/lookup-checkpoint.ts';
import { readProgress } from './sources/read-progress.ts';

export type HistorySource =
  | { kind: 'lookup' }
  | { kind: 's3'; bucket: string; prefix: string }
  | { kind: 'path'; path: string }
  | { kind: 'stdin' };

export interface ReadOptions {
  sources: readonly HistorySource[];
  /** Epoch milliseconds; omitted = open (lookup: see `lookupWindow`). */
  since?: number | undefined;
  until?: number | undefined;
  /** The period for lookup, which needs both ends. */
  lookupWindow: { since: number; until: number };
  /** Include calls that attach groups to interfaces and instances. */
  attachments: boolean;
  /** Include calls that change the tags of groups. */
  tags: boolean;
  /** Threads that read files; omitted = one per core, or only one for little data. */
  workers?: number | undefined;
  /** The file in which lookup saves its progress. */
  resumeFile?: string | undefined;
  /** One per account and Region; for S3 the first is used. */
  scopes(): Promise<readonly Scope[]>;
}

/** One account and Region. */
export interface Scope {
  name: string;
  aws: Aws;
}

export interface History extends Merged {
  files: number;
  /** Size as stored. */
  bytes: number;
  durationMs: number;
  /** The number of files that were skipped because their path shows a day outside the period. */
  pruned: number;
  problems: { name: string; reason: string }[];
}

type ReadContext = Pick<Context, 'files' | 'now' | 'sleep' | 'signal' | 'progress' | 'readStdin'>;

const MANY_INPUTS = 64;
const LARGE_BYTES = 4_000_000;

/**
 * Reads the changes of all sources, in time order, each record once. `problems` lists what can't be read.
 * @throws AppError kind aws, code nothing-readable, if there were inputs and none could be read.
 */
export async function readHistory(options: ReadOptions, ctx: ReadContext): Promise<History> {
  const started = ctx.now();
  const names = wantedCalls(options);
  const found: FoundRecord[] = [];
  const outcomes: ScanOutcome[] = [];
  const totals = { files: 0, readable: 0, cloudTrail: 0, bytes: 0, pruned: 0 };
  const problems: History['problems'] = [];
  const progress = readProgress(ctx);
  const onOutcome = (outcome: ScanOutcome) => {
    totals.files++;
    totals.bytes += outcome.storedBytes;
    if (outcome.problems.length === 0 || outcome.found.length > 0) totals.readable++;
    if (outcome.isCloudTrail) totals.cloudTrail++;
    for (const reason of outcome.problems) problems.push({ name: outcome.name, reason: sayText(reason) });
    if (outcome.found.length > 0) outcomes.push(outcome);
    progress.files(totals.files, totals.bytes);
  };
  const scan = (next: NextInputs, threads: number) =>
    scanAll(next, { names, threads, signal: ctx.signal, onOutcome });
  const days = deliveryDays(options.since, options.until);

  for (const source of options.sources) {
    const { readable, cloudTrail } = totals;
    if (source.kind === 'lookup') {
      found.push(...(await lookupAll(options, names, ctx, progress.lookup)));
      totals.readable++;
      totals.cloudTrail++;
    } else if (source.kind === 'stdin') {
      const bytes = await ctx.readStdin();
      await scan(portions([{ name: say`standard input`, bytes }], 1), 1);
    } else if (source.kind === 'path' && isStream(source.path)) {
      const bytes = await ctx.files.read(source.path);
      await scan(portions([{ name: source.path, bytes }], 1), 1);
    } else if (source.kind === 's3') {
      const [scope] = await options.scopes();
      const { bucket, prefix } = source;
      const onProblem = (name: string, reason: string) => {
        totals.files++;
        problems.push({ name, reason });
      };
      const s3 = await scope!.aws.s3();
      const next = s3Inputs({ s3, bucket, prefix, days, signal: ctx.signal, onProblem });
      await scan(next, options.workers ?? availableParallelism());
    } else {
      const list = listFiles(source.path, days);
      totals.pruned += list.pruned;
      problems.push(...list.problems);
      if (list.inputs.length + list.problems.length + list.pruned === 0) throw noLogFiles(source.path);
      const threads = threadsFor(list.inputs, options.workers);
      await scan(portions(list.inputs, threads), threads);
    }
    if (totals.readable > readable && totals.cloudTrail === cloudTrail) throw noRecords(source);
  }
  progress.end();
  // Threads finish in any order. Sorted by name, which contains the time of the log file.
  outcomes.sort((a, b) => (a.name < b.name ? -1 : 1));
  found.push(...outcomes.flatMap((outcome) => outcome.found));
  if (totals.readable === 0 && problems.length > 0) throw nothingReadable(problems);
  return {
    ...merge(found),
    files: totals.files,
    bytes: totals.bytes,
    pruned: totals.pruned,
    durationMs: ctx.now() - started,
    problems,
  };
}

function wantedCalls({ attachments, tags }: ReadOptions): string[] {
  const always = ['ingress', 'cosmetic', 'group-life', 'vpc-association', 'prefix-list', 'override'] as const;
  return callNames(
    ...always,
    ...(attachments ? (['attachment'] as const) : []),
    ...(tags ? (['tags'] as const) : []),
  );
}

/** For little data, starting threads takes longer than reading. */
function threadsFor(inputs: readonly ScanInput[], wanted: number | undefined): number {
  if (wanted !== undefined) return wanted;
  const cores = Math.min(availableParallelism(), inputs.length);
  if (inputs.length >= MANY_INPUTS) return cores;
  const bytes = inputs.reduce((sum, input) => sum + ('path' in input ? sizeOf(input.path) : 0), 0);
  return bytes >= LARGE_BYTES ? cores : 1;
}

function sizeOf(path: string): number {
  try {
    return statSync(path).size;
  } catch {
    // The scan reads the file again and reports the reason.
    return 0;
  }
}

/** Every account and Region has its own rate limit, so they are read at the same time. */
async function lookupAll(
  options: ReadOptions,
  names: readonly string[],
  ctx: ReadContext,
  onProgress: (scope: string, progress: { done: number; leftMs: number; records: number }) => void,
): Promise<FoundRecord[]> {
  const checkpoints = await openCheckpoints(options.resumeFile, options.lookupWindow, ctx.files);
  const scopes = await options.scopes();
  const all = await Promise.all(
    scopes.map(async ({ name, aws }) =>
      lookupChanges({
        cloudtrail: await aws.cloudtrail(),
        names,
        since: checkpoints.since,
        until: checkpoints.until,
        checkpoint: checkpoints.of(name),
        now: ctx.now,
        sleep: ctx.sleep,
        signal: ctx.signal,
        onProgress: (progress) => onProgress(name, progress),
      }),
    ),
  );
  return all.flat();
}

function noLogFiles(path: string): AppError {
  return usageError(
    'no-log-files',
    say`There are no log files in ${path}.`,
    say`Use a folder with CloudTrail's .json or .json.gz files, or one such file.`,
  );
}

function noRecords(source: HistorySource): AppError {
  const place =
    source.kind === 's3'
      ? `s3://${source.bucket}/${source.prefix}`
      : source.kind === 'path'
        ? source.path
        : say`standard input`;
  return usageError(
    'no-records',
    say`There are no CloudTrail records in ${place}.`,
    say`Use CloudTrail's own JSON: a trail's log files, or the output of \`aws cloudtrail lookup-events\`.`,
  );
}

function nothingReadable(problems: History['problems']): AppError {
  const { name, reason } = problems[0]!;
  const more = problems.length - 1;
  return new AppError({
    kind: 'aws',
    code: 'nothing-readable',
    message:
      more === 0
        ? say`Nothing could be read (${name}: ${reason}).`
        : say`Nothing could be read (${name}: ${reason}; and ${more} more).`,
    hint: say`Check that these are complete and readable log files of CloudTrail.`,
    details: { problems },
  });
}
