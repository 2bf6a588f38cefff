import type { Logs } from '../aws/services/logs.ts';
import { AwsCallError } from '../core/errors.ts';
import type { StoredEvent } from './log-event.ts';

/** A span of a log group, in epoch milliseconds, both ends inclusive. */
export interface LogSpan {
  group: string;
  from: number;
  to?: number | undefined;
  /** CloudWatch Logs filter pattern. */
  pattern?: string | undefined;
  newestFirst?: boolean | undefined;
}

/** How often a span is restarted after its page token was refused. */
const MAX_RESTARTS = 5;

/**
 * Gives the events of a span page by page, including empty pages. If a page token is refused (tokens expire after 24
 * hours), the span is read again from the beginning, so events can be given twice; the caller must drop them by id. Source: CloudWatch Logs API reference, FilterLogEvents.
 */
export async function* readEvents(
  logs: Pick<Logs, 'filterLogEvents'>,
  span: LogSpan,
  signal?: AbortSignal,
): AsyncGenerator<StoredEvent[]> {
  let nextToken: string | undefined;
  let restarts = 0;
  for (;;) {
    let page: Awaited<ReturnType<Logs['filterLogEvents']>>;
    try {
      page = await logs.filterLogEvents(
        {
          logGroupName: span.group,
          startTime: Math.max(0, Math.floor(span.from)),
          ...(span.to === undefined ? {} : { endTime: Math.floor(span.to) }),
          ...(span.pattern === undefined ? {} : { filterPattern: span.pattern }),
          ...(span.newestFirst ? { startFromHead: false } : {}),
          ...(nextToken === undefined ? {} : { nextToken }),
        },
        signal,
      );
    } catch (error) {
      if (nextToken === undefined || !isTokenRefused(error) || ++restarts > MAX_RESTARTS) throw error;
      nextToken = undefined;
      continue;
    }
    yield (page.events ?? []).map((event) => ({
      id: event.eventId!,
      timestamp: event.timestamp ?? 0,
      ingestionTime: event.ingestionTime,
      message: event.message ?? '',
      stream: event.logStreamName ?? '',
    }));
    if (page.nextToken === undefined || page.nextToken === nextToken) return;
    nextToken = page.nextToken;
  }
}

function isTokenRefused(error: unknown): boolean {
  return error instanceof AwsCallError && error.awsCode === 'InvalidParameterException';
}
