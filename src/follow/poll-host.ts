import type { Logs } from '../aws/services/logs.ts';
import type { FollowNote } from './log-event.ts';

/** What polling needs from its caller. */
export interface PollHost {
  logs: Pick<Logs, 'filterLogEvents'>;
  now(): number;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  signal: AbortSignal;
  onNote(note: FollowNote): void;
}
