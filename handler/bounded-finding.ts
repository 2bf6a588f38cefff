import type { Finding } from '../src/core/finding/finding.ts';

/**
 * The longest line in bytes. CloudWatch and Lambda split or drop longer lines than 256 KB. The rest is room for the
 * metrics and the envelope of a custom event. Source: CloudWatch Logs API reference, PutLogEvents.
 */
export const MAX_FINDING_BYTES = 200_000;

/** A finding with at most this many characters is not measured in bytes. Most findings have about a thousand. */
const UNSUSPICIOUS = 10_000;

/** Each limit is tighter than the one before. With the last, no finding can be too long. */
const LIMITS = [
  { items: 100, characters: 20_000 },
  { items: 50, characters: 1_000 },
  { items: 10, characters: 300 },
];

/**
 * Returns a finding that fits on one line of the log. If it is too long, its texts and lists (ids, rules), whose
 * length the caller or the group determines, are cut and `args.cut` is set. A shortened finding is better than a
 * lost one.
 */
export function boundedFinding(finding: Finding): Finding {
  const whole = JSON.stringify(finding);
  if (whole.length <= UNSUSPICIOUS) return finding;
  let result = finding;
  let written = whole;
  for (const limit of LIMITS) {
    result = cut(finding, limit) as Finding;
    written = JSON.stringify(result);
    if (Buffer.byteLength(written) <= MAX_FINDING_BYTES) break;
  }
  return written === whole ? finding : { ...result, args: { ...result.args, cut: true } };
}

function cut(value: unknown, limit: (typeof LIMITS)[number]): unknown {
  if (typeof value === 'string') {
    return value.length > limit.characters ? `${value.slice(0, limit.characters)}…` : value;
  }
  if (Array.isArray(value)) return value.slice(0, limit.items).map((item) => cut(item, limit));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, cut(member, limit)]));
}
