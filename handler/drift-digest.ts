import { createHash } from 'node:crypto';
import type { FindingItem, Verdict } from '../src/core/finding/finding.ts';

/** A short text that is equal where two verdicts state the same drift, whoever caused it. */
export function driftDigest({ code, severity, baseline, unexpected, missing }: Verdict): string {
  const rules = (items: readonly FindingItem[]) => items.map(({ rule }) => rule).sort();
  const told = JSON.stringify([code, severity, baseline, rules(unexpected), rules(missing)]);
  return createHash('sha256').update(told).digest('base64url').slice(0, 22);
}
