import type { LogGroupEvent } from '../reports/logs.ts';

/** An event as FilterLogEvents gives it: with its id. Live Tail gives none. */
export interface StoredEvent extends LogGroupEvent {
  id: string;
}

/** What a follower tells beside events. */
export type FollowNote =
  | { type: 'waiting-for-group'; group: string }
  | { type: 'group-found'; group: string }
  | { type: 'trouble'; message: string }
  /** What Live Tail leaves out can't be found by polling. */
  | { type: 'polling-refused'; message: string }
  | { type: 'recovered' }
  | { type: 'live-ended'; reason: string };
