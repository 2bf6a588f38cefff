import type { LogGroupEvent } from '../reports/logs.ts';

/** An event from FilterLogEvents, with its id. Events from Live Tail have none. */
export interface StoredEvent extends LogGroupEvent {
  id: string;
}

/** What a follower reports in addition to events. */
export type FollowNote =
  | { type: 'waiting-for-group'; group: string }
  | { type: 'group-found'; group: string }
  | { type: 'trouble'; message: string }
  /** Events that Live Tail drops can't be found by polling. */
  | { type: 'polling-refused'; message: string }
  | { type: 'recovered' }
  | { type: 'live-ended'; reason: string };
