import type { Finding } from '../src/core/finding/finding.ts';

/**
 * The longest line in bytes. CloudWatch and Lambda break or drop what is longer than 256 KB, and the metrics
 * and the envelope of a custom event come on top. Source: CloudWatch Logs API reference, PutLogEvents.
 */
export const MAX_FINDING_BYTES = 200_000;

/** Characters of a finding that needs no closer look; the usual one has a thousand. */
const UNSUSPICIOUS = 10_000;

/** Each tighter than the one before; with the last, no finding can be too long. */
const LIMITS = [
  { items: 100, characters: 20_000 },
  { items: 50, characters: 1_000 },
  { items: 10, characters: 300 },
];

/**
 * A finding that fits on one line of the log. What the caller or the group can stretch (ids, texts, lists of
 * rules) is cut, and `args.cut` says so: a finding that is not whole is better than one that is lost.
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
