import { unlessCode } from '../src/core/errors.ts';
import type { Host } from './host.ts';

/**
 * Messages in the function's own log since a time (epoch ms) that match a filter pattern: the only memory
 * that outlives an execution environment. A log group that somebody deleted holds none.
 */
export async function* ownLog(host: Host, since: number, filterPattern: string): AsyncGenerator<string> {
  const logs = await host.aws.logs();
  let nextToken: string | undefined;
  do {
    const page = await unlessCode(
      logs.filterLogEvents({
        logGroupName: host.settings.own.logGroupName,
        startTime: since,
        filterPattern,
        nextToken,
      }),
      'ResourceNotFoundException',
    );
    for (const { message } of page?.events ?? []) if (message !== undefined) yield message;
    nextToken = page?.nextToken;
  } while (nextToken);
}
