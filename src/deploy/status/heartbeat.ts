import { createHmac } from 'node:crypto';
import { unlessCode } from '../../core/errors.ts';
import { HEARTBEAT_SCHEMA, type Heartbeat } from '../../core/finding/finding.ts';
import { readLines } from '../../core/finding/signed-line.ts';
import type { DeployHost } from '../host.ts';
import { HEARTBEAT_GRACE_MS } from '../sweep-interval.ts';

/** Reads the newest heartbeat of the last two intervals; undefined if there is none. */
export async function readHeartbeat(
  host: Pick<DeployHost, 'aws' | 'names' | 'now'>,
  intervalMs: number,
  logKey: string | undefined,
): Promise<Heartbeat | undefined> {
  const logs = await host.aws.logs();
  const startTime = host.now() - 2 * intervalMs - HEARTBEAT_GRACE_MS;
  const lines = readLines(logKey === undefined ? undefined : signedBy(logKey), host.now());
  let newest: Heartbeat | undefined;
  let nextToken: string | undefined;
  do {
    const page = await unlessCode(
      logs.filterLogEvents({
        logGroupName: host.names.logGroup,
        filterPattern: `"${HEARTBEAT_SCHEMA}"`,
        startTime,
        nextToken,
      }),
      'ResourceNotFoundException',
    );
    for (const { message } of page?.events ?? []) {
      const beat = parseHeartbeat(message ?? '');
      if (beat === undefined || !lines.isOwn(message ?? '')) continue;
      if (newest === undefined || beat.time > newest.time) newest = beat;
    }
    nextToken = page?.nextToken;
  } while (nextToken !== undefined);
  return newest && withForged(newest, lines.refused());
}

function signedBy(key: string) {
  return (text: string) => createHmac('sha256', key).update(text).digest('base64url');
}

function withForged(beat: Heartbeat, more: number): Heartbeat {
  const forged = (beat.forged ?? 0) + more;
  return forged === 0 ? beat : { ...beat, forged };
}

/** Other lines can contain the same words (in a user agent or a description). Only a complete heartbeat counts. */
function parseHeartbeat(line: string): Heartbeat | undefined {
  try {
    const value = JSON.parse(line) as Partial<Heartbeat> | null;
    return value?.schema === HEARTBEAT_SCHEMA && typeof value.time === 'string'
      ? (value as Heartbeat)
      : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
