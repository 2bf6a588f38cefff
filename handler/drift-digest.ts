import { createHash } from 'node:crypto';
import type { Verdict } from '../src/core/finding/finding.ts';
import { driftKey } from '../src/core/judge/same-state.ts';

/** Returns a short text that is equal for two verdicts about the same drift, regardless of who caused it. */
export function driftDigest(verdict: Verdict): string {
  return createHash('sha256').update(driftKey(verdict)).digest('base64url').slice(0, 22);
}
