export interface RedriveReport {
  schema: 'secgroup-monitor/redrive/1';
  stack: string;
  account: string;
  region: string;
  dryRun: boolean;
  /** Events that the function accepted, and that were then taken off the queue. */
  redriven: number;
  /** Messages that hold no event of ours: left in the queue. */
  skipped: { messageId: string; reason: string }[];
  /** The command that rids the queue of what was skipped, and of all else that is in it. */
  remedy?: string | undefined;
  /** Messages in the queue at the end, as SQS estimates it. */
  left: number;
}
