import type { Cloudtrail } from '../../aws/services/cloudtrail.ts';
import { AwsCallError } from '../../core/errors.ts';
import { parseRecord } from '../../core/record/parse-record.ts';
import type { FoundRecord } from '../scan/scan-source.ts';
import type { LookupCheckpoint } from './lookup-checkpoint.ts';

export interface LookupOptions {
  cloudtrail: Pick<Cloudtrail, 'lookupEvents'>;
  /** Event names. LookupEvents accepts one attribute per call, so each name is read separately. */
  names: readonly string[];
  /** Epoch milliseconds. */
  since: number;
  until: number;
  checkpoint: LookupCheckpoint;
  now(): number;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  signal: AbortSignal;
  /** Called after each API call. */
  onProgress(progress: LookupProgress): void;
}

export interface LookupProgress {
  calls: number;
  records: number;
  /** 0 to 1. */
  done: number;
  /** Estimated time for the rest, from the rate so far. */
  leftMs: number;
}

/** LookupEvents allows two calls a second per account and Region. Source: CloudTrail API reference. */
const SPACING_MS = 520;
const THROTTLE_WAIT_MS = [1_000, 2_000, 4_000, 8_000, 16_000];

/**
 * Reads the security group calls in CloudTrail's event history (90 days, no trail needed) of one account and Region.
 * Pages are newest first, so an interrupted read continues from the oldest record: unlike a token, a time never
 * expires. Records that are read twice because of this have the same eventID.
 */
export async function lookupChanges(options: LookupOptions): Promise<FoundRecord[]> {
  const { names, checkpoint, since, until } = options;
  const call = paced(options);
  const started = options.now();
  let calls = 0;
  const reportProgress = (partDone: number) => {
    const done = (checkpoint.done.length + partDone) / names.length;
    const spent = options.now() - started;
    options.onProgress({
      calls,
      records: checkpoint.records.length,
      done,
      leftMs: done === 0 ? 0 : (spent / done) * (1 - done),
    });
  };
  for (const name of names) {
    if (checkpoint.done.includes(name)) continue;
    const end = checkpoint.current?.name === name ? checkpoint.current.until : until;
    let NextToken: string | undefined;
    do {
      const answer = await call({
        LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: name }],
        StartTime: new Date(since),
        EndTime: new Date(end),
        MaxResults: 50,
        NextToken,
      });
      calls++;
      let oldest = end;
      for (const { CloudTrailEvent, EventTime } of answer.Events ?? []) {
        if (CloudTrailEvent !== undefined) checkpoint.records.push(CloudTrailEvent);
        oldest = Math.min(oldest, EventTime?.getTime() ?? oldest);
      }
      NextToken = answer.NextToken;
      checkpoint.current = { name, until: oldest };
      if (!NextToken) continue;
      await checkpoint.save();
      reportProgress((end - oldest) / Math.max(1, end - since));
    } while (NextToken);
    checkpoint.done.push(name);
    checkpoint.current = undefined;
    await checkpoint.save();
    reportProgress(0);
  }
  return checkpoint.records.map((text) => parseRecord(text)).filter((result) => result.kind !== 'irrelevant');
}

type LookupEvents = Cloudtrail['lookupEvents'];

/** Keeps to the allowed rate, and waits longer if other callers in the account use it up. */
function paced({ cloudtrail, now, sleep, signal }: LookupOptions) {
  let nextAt = 0;
  return async (input: Parameters<LookupEvents>[0]): ReturnType<LookupEvents> => {
    for (let attempt = 0; ; attempt++) {
      signal.throwIfAborted();
      const waitMs = nextAt - now();
      if (waitMs > 0) await sleep(waitMs, signal);
      nextAt = now() + SPACING_MS;
      try {
        return await cloudtrail.lookupEvents(input, signal);
      } catch (error) {
        const waitLongerMs = THROTTLE_WAIT_MS[attempt];
        if (!isThrottling(error) || waitLongerMs === undefined) throw error;
        nextAt = now() + waitLongerMs;
      }
    }
  };
}

function isThrottling(error: unknown): boolean {
  return error instanceof AwsCallError && /Throttl|TooManyRequests|RequestLimitExceeded/i.test(error.awsCode);
}
