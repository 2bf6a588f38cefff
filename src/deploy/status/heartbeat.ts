import { unlessCode } from '../../core/errors.ts';
import { HEARTBEAT_SCHEMA, type Heartbeat } from '../../core/finding/finding.ts';
import type { DeployHost } from '../host.ts';
import { HEARTBEAT_GRACE_MS } from '../sweep-interval.ts';

/** Reads the newest heartbeat of the last two intervals; undefined if there is none. */
export async function readHeartbeat(
  host: Pick<DeployHost, 'aws' | 'names' | 'now'>,
  intervalMs: number,
): Promise<Heartbeat | undefined> {
  const logs = await host.aws.logs();
  const startTime = host.now() - 2 * intervalMs - HEARTBEAT_GRACE_MS;
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
      if (beat !== undefined && (newest === undefined || beat.time > newest.time)) newest = beat;
    }
    nextToken = page?.nextToken;
  } while (nextToken !== undefined);
  return newest;
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
