import type { Logs } from '../aws/services/logs.ts';
import type { ClockHost } from './clock.ts';
import type { FollowNote } from './log-event.ts';

/** What polling needs from its caller. */
export interface PollHost extends ClockHost {
  logs: Pick<Logs, 'filterLogEvents'>;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  signal: AbortSignal;
  onNote(note: FollowNote): void;
}
