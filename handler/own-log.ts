import { unlessCode } from '../src/core/errors.ts';
import { type ReadLines, readLines } from '../src/core/finding/signed-line.ts';
import type { Host } from './host.ts';
import { lineSigner } from './line-signer.ts';

/**
 * Yields the messages in the function's log group since a time (epoch milliseconds) that match a filter pattern. Only
 * the log group survives an execution environment. Lines that the function did not write are left out. If the log group was deleted, there are no messages.
 */
export async function* ownLog(
  host: Host,
  since: number,
  filterPattern: string,
  lines: ReadLines = readLines(lineSigner(host.settings), host.now()),
): AsyncGenerator<string> {
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
    for (const { message } of page?.events ?? []) {
      if (message !== undefined && lines.isOwn(message)) yield message;
    }
    nextToken = page?.nextToken;
  } while (nextToken);
}
