/** Sends a record to the event history, the bus, the trail's log files and the trail's log group. */
import { gzipSync } from 'node:zlib';
import type { SandboxWorld, TrailRecord } from '../service.ts';
import { logGroupName, parseArn } from '../values/arn.ts';
import { randomDelay } from '../values/random-delay.ts';
import { uuid } from '../values/uuid.ts';
import { logFileKey, putFile } from './bucket.ts';
import { addToDigest, sha256 } from './digest.ts';
import { type ManagementCall, selects } from './selectors.ts';
import {
  historyOf,
  type RecordSource,
  sourceKey,
  type Trail,
  type TrailHome,
  trailsCovering,
} from './state.ts';

/** Global services, with events in us-east-1 (User Guide, "global service events"). */
const GLOBAL_SOURCES: readonly string[] = [
  'iam.amazonaws.com',
  'sts.amazonaws.com',
  'cloudfront.amazonaws.com',
  'route53.amazonaws.com',
];
/** CloudTrail does not send larger records to EventBridge and CloudWatch Logs (User Guide, "Quotas"). */
const MAX_FORWARDED_BYTES = 262_144;
/**
 * A Region keeps at most this many records and drops the oldest, because the sandbox keeps everything in
 * memory.
 */
const MAX_HISTORY = 50_000;

/** The World's trails. */
export function trailsSlice(world: SandboxWorld): SandboxWorld['trails'] {
  return {
    logging: (account, region, call) => trailsLogging(world, account, region, call).length > 0,
    record(record) {
      const { recipientAccountId: account, awsRegion: region } = record;
      const trails = new Set([
        ...trailsLogging(world, account, region, record),
        ...takeLastWords(world, record),
      ]);
      const arrive = () => {
        remember(world, record);
        if (trails.size === 0) return;
        forward(world, record);
        for (const trail of trails) deliver(world, trail, record);
      };
      const delay = world.timing.cloudTrailDelayMs;
      if (delay.max <= 0) arrive();
      else world.after(randomDelay(world, delay), arrive);
    },
  };
}

function trailsLogging(world: SandboxWorld, account: string, region: string, call: ManagementCall): Trail[] {
  return trailsCovering(world, account, region).filter((trail) => trail.isLogging && picksUp(trail, call));
}

function picksUp(trail: Trail, call: ManagementCall): boolean {
  if (GLOBAL_SOURCES.includes(call.eventSource) && !trail.includeGlobalServiceEvents) return false;
  return selects(trail, call);
}

/** Trails that were logging when this call stopped, narrowed or deleted them. */
function takeLastWords(world: SandboxWorld, record: TrailRecord): Trail[] {
  const id = String(record.requestID);
  return world.states<TrailHome>('cloudtrail').flatMap(({ state }) => {
    const words = state.lastWords.get(id);
    state.lastWords.delete(id);
    return words && picksUp(words.before, record) ? [words.trail] : [];
  });
}

/** Event history is sorted by time, and records arrive late and out of order. */
function remember(world: SandboxWorld, record: TrailRecord): void {
  const { records } = historyOf(world, record.recipientAccountId, record.awsRegion);
  let at = records.length;
  while (at > 0 && records[at - 1]!.eventTime > record.eventTime) at--;
  records.splice(at, 0, record);
  if (records.length > MAX_HISTORY) records.splice(0, MAX_HISTORY / 10);
}

const DETAIL_TYPES: Record<string, string> = {
  AwsConsoleSignIn: 'AWS Console Sign In via CloudTrail',
  AwsServiceEvent: 'AWS Service Event via CloudTrail',
};

function forward(world: SandboxWorld, record: TrailRecord): void {
  if (Buffer.byteLength(JSON.stringify(record)) > MAX_FORWARDED_BYTES) return;
  world.bus.put({
    version: '0',
    id: uuid(world),
    'detail-type': DETAIL_TYPES[String(record.eventType)] ?? 'AWS API Call via CloudTrail',
    source: `aws.${record.eventSource.split('.')[0]}`,
    account: record.recipientAccountId,
    time: record.eventTime,
    region: record.awsRegion,
    resources: [],
    detail: record,
  });
}

/** Sends the record to the trail's log group at once, and to its bucket with the next file. */
function deliver(world: SandboxWorld, trail: Trail, record: TrailRecord): void {
  const source = { account: record.recipientAccountId, region: record.awsRegion };
  const key = sourceKey(source);
  const waiting = trail.pending.get(key);
  if (waiting) {
    waiting.push(record);
  } else {
    trail.pending.set(key, [record]);
    world.after(batchMs(world), () => writeFile(world, trail, source));
  }
  const group = parseArn(trail.cloudWatchLogsLogGroupArn ?? '');
  if (!group || trail.cloudWatchLogsRoleArn === undefined) return;
  world.logs.write({
    account: group.account,
    region: group.region,
    group: logGroupName(group),
    stream: `${trail.account}_CloudTrail_${trail.homeRegion}`,
    roleArn: trail.cloudWatchLogsRoleArn,
    lines: [{ timestamp: Date.parse(record.eventTime), message: JSON.stringify(record) }],
  });
}

function writeFile(world: SandboxWorld, trail: Trail, source: RecordSource): void {
  const key = sourceKey(source);
  const records = trail.pending.get(key) ?? [];
  trail.pending.delete(key);
  const content = JSON.stringify({ Records: records });
  const object = logFileKey(world, trail, source);
  const result = putFile(world, trail, object, gzipSync(content));
  trail.deliveredAt = result.ok ? world.now() : trail.deliveredAt;
  trail.deliveryError = result.ok ? undefined : result.code;
  if (!result.ok || !trail.logFileValidationEnabled) return;
  const times = records.map((record) => record.eventTime).sort();
  const [oldestEventTime = ''] = times;
  const file = {
    s3Bucket: trail.s3BucketName,
    s3Object: object,
    hashValue: sha256(content),
    hashAlgorithm: 'SHA-256' as const,
    newestEventTime: times.at(-1) ?? '',
    oldestEventTime,
  };
  // CloudTrail writes log files every five minutes and digests every hour.
  addToDigest(world, trail, source, file, 12 * batchMs(world));
}

function batchMs(world: SandboxWorld): number {
  return world.timing.trailFileMs ?? 5 * world.timing.retryMinuteMs;
}
