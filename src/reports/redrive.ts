export interface RedriveReport {
  schema: 'secgroup-monitor/redrive/1';
  stack: string;
  account: string;
  region: string;
  dryRun: boolean;
  /** Events that the function accepted and that were then deleted from the queue. */
  redriven: number;
  /** Messages that don't contain an event for the function. They remain in the queue. */
  skipped: { messageId: string; reason: string }[];
  /** The command that deletes all messages in the queue, including the skipped ones. */
  remedy?: string | undefined;
  /** SQS's estimate of the messages that are in the queue at the end. */
  left: number;
}
