import { gunzipSync, gzipSync } from 'node:zlib';
import { AppError, unlessCode } from '../../core/errors.ts';
import { say } from '../../core/words/say.ts';
import { isNotYet, retryWhile } from '../apply/wait.ts';
import type { DeployHost } from '../host.ts';
import { ownership } from '../ownership.ts';
import { copyDigest } from '../plan/copy-digest.ts';
import { idOf, type ResourceOf } from '../plan/resource.ts';
import type { KindOf } from './kind.ts';
import { readTagged } from './log-group.ts';

/** CloudWatch Logs accepts events of 256 KB in every Region (quotas, "Log event size"); a part is ASCII. */
const PART_LENGTH = 200_000;
/** Marks a stream whose parts are all written. It has no events, and its name sorts after that of its copy. */
const COMPLETE = '-complete';

/**
 * A copy of the installed baseline and options that survives the function. Each version is one stream of a log group
 * without retention, named by time and digest. The group's deletion deletes the copies.
 */
export const baselineCopy: KindOf<'baseline-copy'> = {
  kind: 'baseline-copy',
  calls: { create: ['logs:CreateLogStream', 'logs:PutLogEvents'], remove: [] },

  async read(host) {
    const name = host.names.baselineGroup;
    const [group, newest] = await Promise.all([readTagged(host, name), newestCopy(host)]);
    if (group === undefined || newest === undefined) return [];
    return [
      {
        id: idOf('baseline-copy', name),
        kind: 'baseline-copy',
        name,
        ours: ownership(host, group.tags, undefined).ours,
        props: { logGroup: name, digest: newest.digest },
        facts: { writtenAt: newest.writtenAt },
      },
    ];
  },

  diff: (wanted, actual) =>
    wanted.props.digest === actual.props.digest
      ? []
      : [
          {
            reason: say`it is of another baseline or of other options`,
            calls: ['logs:CreateLogStream', 'logs:PutLogEvents'],
          },
        ],

  create: (wanted, host) => write(wanted, host),
  update: (wanted, actual, host) => write(wanted, host, String(actual.facts.writtenAt)),
  // It is deleted with its log group.
  remove: async () => {},
};

interface NewestCopy {
  stream: string;
  digest: string;
  /** `2026-03-01T09:00:00Z` */
  writtenAt: string;
}

async function newestCopy(
  host: Pick<DeployHost, 'aws' | 'names' | 'shared'>,
): Promise<NewestCopy | undefined> {
  return (await copiesOf(host))[0];
}

/** Newest first, of the last streams. */
async function copiesOf(host: Pick<DeployHost, 'aws' | 'names' | 'shared'>): Promise<NewestCopy[]> {
  return host.shared('baseline-copy', async () => {
    const logs = await host.aws.logs();
    const page = await unlessCode(
      logs.describeLogStreams({
        logGroupName: host.names.baselineGroup,
        orderBy: 'LogStreamName',
        descending: true,
        limit: 50,
      }),
      'ResourceNotFoundException',
    );
    return (page?.logStreams ?? []).flatMap(({ logStreamName = '' }): NewestCopy[] => {
      const [, time, digest] = logStreamName.match(/^(\d{8}T\d{6}Z)-([0-9a-f]{16})-complete$/) ?? [];
      if (time === undefined || digest === undefined) return [];
      const writtenAt = time.replace(/^(....)(..)(..T..)(..)(..Z)$/, '$1-$2-$3:$4:$5');
      return [{ stream: logStreamName.slice(0, -COMPLETE.length), digest, writtenAt }];
    });
  });
}

/** @param newest when the copy before it was written, ISO 8601; undefined if there is none */
async function write(wanted: ResourceOf<'baseline-copy'>, host: DeployHost, newest?: string): Promise<void> {
  const logs = await host.aws.logs();
  const { logGroup: logGroupName, digest, text } = wanted.props;
  const now = host.now();
  // The name decides which copy is the newest, so a copy in the same second gets the next one.
  const namedAt = newest === undefined ? now : Math.max(now, Date.parse(newest) + 1000);
  const time = new Date(namedAt).toISOString().replace(/\.\d+|[:-]/g, '');
  const logStreamName = `${time}-${digest}`;
  const wait = { id: wanted.id, for: say`the log group of the baseline to accept it`, limitMs: 60_000 };
  const settled = <T>(call: () => Promise<T>) =>
    retryWhile(host, wait, isNotYet('ResourceNotFoundException'), call);
  const create = (stream: string) =>
    settled(() =>
      unlessCode(
        logs.createLogStream({ logGroupName, logStreamName: stream }),
        'ResourceAlreadyExistsException',
      ),
    );
  await create(logStreamName);
  for (const message of partsOf(text, digest)) {
    const answer = await settled(() =>
      logs.putLogEvents({ logGroupName, logStreamName, logEvents: [{ timestamp: now, message }] }),
    );
    if (answer.rejectedLogEventsInfo !== undefined) throw refused(logGroupName);
  }
  await create(`${logStreamName}${COMPLETE}`);
}

function refused(logGroup: string): AppError {
  return new AppError({
    kind: 'aws',
    code: 'baseline-copy-refused',
    message: say`CloudWatch Logs rejected the copy of the baseline in ${logGroup} because of its time.`,
    hint: say`Set the clock of this machine, then run the same command again.`,
  });
}

interface Part {
  digest: string;
  part: number;
  parts: number;
  data: string;
}

/** Lines of JSON. A part is written again if its answer was lost, so it says which one it is. */
function partsOf(text: string, digest: string): string[] {
  const data = gzipSync(text).toString('base64');
  const parts = Math.ceil(data.length / PART_LENGTH);
  return Array.from({ length: parts }, (_, index) => {
    const part: Part = {
      digest,
      part: index + 1,
      parts,
      data: data.slice(index * PART_LENGTH, (index + 1) * PART_LENGTH),
    };
    return JSON.stringify(part);
  });
}

/**
 * The text of the newest copy, of those that fit; undefined if there is none. @throws AppError kind deploy if the newest
 * of all is damaged and any copy fits.
 */
export async function readNewestCopy(
  host: Pick<DeployHost, 'aws' | 'names' | 'shared'>,
  fits?: (text: string) => boolean,
): Promise<{ text: string; writtenAt: string } | undefined> {
  const copies = await copiesOf(host);
  for (const copy of copies) {
    const text = await textOf(copy, host);
    if (text === undefined && fits === undefined) throw damaged(host.names.baselineGroup);
    if (text !== undefined && (fits === undefined || fits(text))) return { text, writtenAt: copy.writtenAt };
  }
  return undefined;
}

/** Undefined if it is damaged. */
async function textOf(
  copy: NewestCopy,
  host: Pick<DeployHost, 'aws' | 'names'>,
): Promise<string | undefined> {
  const logs = await host.aws.logs();
  const lines: string[] = [];
  let nextToken: string | undefined;
  for (;;) {
    const page = await logs.getLogEvents({
      logGroupName: host.names.baselineGroup,
      logStreamName: copy.stream,
      startFromHead: true,
      nextToken,
    });
    lines.push(...(page.events ?? []).flatMap(({ message }) => message ?? []));
    // The end is reached when the token repeats (GetLogEvents).
    if (page.nextForwardToken === undefined || page.nextForwardToken === nextToken) break;
    nextToken = page.nextForwardToken;
  }
  return joined(lines, copy.digest);
}

function damaged(logGroup: string): AppError {
  return new AppError({
    kind: 'deploy',
    code: 'damaged-baseline-copy',
    message: say`The copy of the baseline in log group ${logGroup} is damaged.`,
    hint: say`Use --baseline with your own file.`,
  });
}

/** The text of the parts; undefined if it is not the one with this digest. */
function joined(lines: readonly string[], digest: string): string | undefined {
  try {
    const parts = lines
      .map((line): Partial<Part> => JSON.parse(line))
      .filter((part) => part.digest === digest);
    const data = new Map(parts.map(({ part, data: text }) => [part, text]));
    const count = parts[0]?.parts ?? 0;
    const base64 = Array.from({ length: count }, (_, index) => data.get(index + 1) ?? '').join('');
    const text = gunzipSync(Buffer.from(base64, 'base64')).toString('utf8');
    return copyDigest(text) === digest ? text : undefined;
  } catch (error) {
    // What JSON.parse and gunzip report for text that somebody else wrote there.
    if (error instanceof SyntaxError || (error instanceof Error && 'code' in error)) return undefined;
    throw error;
  }
}
