export const VERIFY_SCHEMA = 'secgroup-monitor/history-verify/1';

export interface VerifyReport {
  schema: typeof VERIFY_SCHEMA;
  /** Nothing was found wrong, and there was something to check. */
  ok: boolean;
  chains: VerifiedChain[];
  digests: { valid: number; invalid: number };
  logs: { valid: number; invalid: number; missing: number };
  problems: VerifyProblem[];
  /** What could not be checked and is no sign of tampering. */
  notes: string[];
}

export interface VerifiedChain {
  /** Account, Region and trail, as the digest files' names begin. */
  name: string;
  /** ISO 8601: end times of the first and the last digest. */
  since: string;
  until: string;
  digests: number;
}

export interface VerifyProblem {
  /** Place in S3, or path. */
  object: string;
  reason: string;
}
