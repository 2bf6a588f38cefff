/** One event of a log group. */
export interface LogEvent {
  /** Epoch milliseconds: when the writer says that it happened. */
  timestamp: number;
  /** Epoch milliseconds: when CloudWatch Logs took it. */
  ingestionTime?: number | undefined;
  message: string;
  stream: string;
}

/** An event as FilterLogEvents gives it: with its id. Live Tail gives none. */
export interface StoredEvent extends LogEvent {
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
