export const VERIFY_SCHEMA = 'secgroup-monitor/history-verify/1';

export interface VerifyReport {
  schema: typeof VERIFY_SCHEMA;
  /** True if at least one file was checked and no problem was found. */
  ok: boolean;
  chains: VerifiedChain[];
  digests: { valid: number; invalid: number };
  logs: { valid: number; invalid: number; missing: number };
  problems: VerifyProblem[];
  /** Parts that could not be checked, which does not indicate tampering. */
  notes: string[];
}

export interface VerifiedChain {
  /** Account, Region and trail: the beginning of the digest files' names. */
  name: string;
  /** ISO 8601: end times of the first and the last digest. */
  since: string;
  until: string;
  digests: number;
}

export interface VerifyProblem {
  /** URL in S3, or path. */
  object: string;
  reason: string;
}
