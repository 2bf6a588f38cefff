/** A keyed hash of a text: HMAC-SHA256 in Base64 for URLs. Without a key, as older versions had none, there is none. */
export type Sign = ((text: string) => string) | undefined;

/** At the end of a line: everything before it, with a closing brace, is what the function signed. */
const SIGNED = /^(\{.*),"mac":"([\w-]{43})"\}\s*$/s;
/** Clocks of Lambda's machines differ by less. */
const AHEAD_MS = 60_000;

/** One line of JSON with a keyed hash of it as its last member, `mac`. Without a key, the line has none. */
export function signedLine(value: object, sign: Sign): string {
  const body = JSON.stringify(value);
  return sign === undefined ? body : `${body.slice(0, -1)},"mac":"${sign(body)}"}`;
}

/** Lines of the function that were read back from its log group. */
export interface ReadLines {
  /** Whether the function wrote this line: signed with its key, not in the future, and not seen in another event. */
  isOwn(message: string): boolean;
  /** How many lines were refused so far. */
  refused(): number;
}

/**
 * Separates the function's own lines from those of others who may write to its log group. Without a key, as older versions
 * had none, every line counts.
 */
export function readLines(sign: Sign, now: number): ReadLines {
  const seen = new Set<string>();
  let refused = 0;
  const accepts = (message: string): boolean => {
    if (sign === undefined) return true;
    const [, body = '', mac = ''] = SIGNED.exec(message) ?? [];
    const whole = `${body}}`;
    if (mac === '' || mac !== sign(whole)) return false;
    // A copy of an own line has nothing new.
    if (seen.has(mac)) return false;
    seen.add(mac);
    const { time }: { time?: unknown } = JSON.parse(whole);
    return typeof time === 'string' && Date.parse(time) <= now + AHEAD_MS;
  };
  return {
    isOwn(message) {
      const own = accepts(message);
      if (!own) refused += 1;
      return own;
    },
    refused: () => refused,
  };
}
