import type { Logs } from '../aws/services/logs.ts';
import type { FollowNote } from './log-event.ts';

/** What following by polls needs of the outside world. */
export interface PollHost {
  logs: Pick<Logs, 'filterLogEvents'>;
  now(): number;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  signal: AbortSignal;
  tell(note: FollowNote): void;
}
