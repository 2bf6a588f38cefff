import { createHash } from 'node:crypto';
import type { FindingItem, Verdict } from '../src/core/finding/finding.ts';

/** Returns a short text that is equal for two verdicts about the same drift, regardless of who caused it. */
export function driftDigest({ code, severity, baseline, unexpected, missing, args }: Verdict): string {
  const rules = (items: readonly FindingItem[]) => items.map(({ rule }) => rule).sort();
  const parts: unknown[] = [code, severity, baseline, rules(unexpected), rules(missing)];
  if (code === 'unreadable-rule') parts.push(args.rules);
  const told = JSON.stringify(parts);
  return createHash('sha256').update(told).digest('base64url').slice(0, 22);
}
