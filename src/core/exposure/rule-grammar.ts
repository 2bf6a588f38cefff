import { nearest } from '../words/nearest.ts';
import { say } from '../words/say.ts';
import { cidr, isCidrProblem, readCidr } from './cidr.ts';
import {
  ALL_PORTS,
  ALL_PROTOCOLS,
  hasPorts,
  isIcmp,
  LAST_PORT,
  LAST_PROTOCOL,
  PROTOCOL_NAMES,
  protocolName,
  protocolNumber,
} from './protocols.ts';
import type { IngressRule, Range, Source } from './rule.ts';

/** A parsed line of the rule grammar. */
export interface ParsedRule {
  /** One rule for each source and range of ports. `anywhere` and `public` are all of IPv4 and all of IPv6. */
  rules: IngressRule[];
  /** The rules of the explicit sources, without those of `anywhere` and `public`. */
  listed: IngressRule[];
  /** The source `anywhere` is among the sources. */
  anywhere: boolean;
  /** The source `public` is among the sources (only with `allowPublic`). */
  public: boolean;
}

export interface ParseRuleOptions {
  /** Accept the source `public`, which has a meaning only in a `never` line. */
  allowPublic?: boolean | undefined;
  /** The account that owns the group. A source `<account>/sg-…` of this account is read as `sg-…`. */
  account?: string | undefined;
}

/** A line that doesn't follow the rule grammar, with the position, the reason and possibly a suggestion. */
export class RuleSyntaxError extends Error {
  /** Zero-based position of the mistake in the line. */
  readonly offset: number;
  readonly length: number;
  /** A text that would be valid at this position. */
  readonly suggestion: string | undefined;

  constructor(message: string, at: Token, suggestion?: string) {
    super(message);
    this.name = 'RuleSyntaxError';
    this.offset = at.offset;
    this.length = at.text.length;
    this.suggestion = suggestion;
  }
}

interface Token {
  text: string;
  offset: number;
}

/**
 * Reads `<protocol> [<ports>] from <source>[, <source>…]`. Case does not matter.
 * @throws RuleSyntaxError with the position of the first mistake.
 */
export function parseRule(text: string, options: ParseRuleOptions = {}): ParsedRule {
  const words = tokens(text, 0, /\S+/g);
  const end: Token = { text: '', offset: text.trimEnd().length };
  const fromIndex = words.findIndex((word) => word.text.toLowerCase() === 'from');
  const first = words[0];
  if (first === undefined) throw new RuleSyntaxError(say`a rule is missing`, end, 'tcp 443 from anywhere');
  if (fromIndex === 0) throw new RuleSyntaxError(say`a protocol is missing before "from"`, first, 'tcp');
  const from = words[fromIndex];
  if (from === undefined) throw missingFrom(words, end);

  const protocols = parseProtocols(first);
  const portWords = words.slice(1, fromIndex);
  const ports =
    portWords.length === 0 ? [ALL_PORTS] : parsePorts(text, portWords, from.offset, protocols, first);
  const sourceStart = from.offset + from.text.length;
  const sourceTokens = list(text.slice(sourceStart), sourceStart);
  const parsed = sourceTokens.map((token) => parseSource(token, options));
  const rulesOf = (sources: Source[]): IngressRule[] =>
    sources.flatMap((source) => ports.map((range) => ({ protocols, ports: range, source })));
  return {
    rules: rulesOf(parsed.flatMap((entry) => entry.sources)),
    listed: rulesOf(parsed.flatMap((entry) => (entry.word === undefined ? entry.sources : []))),
    anywhere: parsed.some((entry) => entry.word === 'anywhere'),
    public: parsed.some((entry) => entry.word === 'public'),
  };
}

function missingFrom(words: readonly Token[], end: Token): RuleSyntaxError {
  const typo = words.slice(1).find((word) => nearest(word.text.toLowerCase(), ['from']) !== undefined);
  if (typo !== undefined) return new RuleSyntaxError(say`"${typo.text}" should be "from"`, typo, 'from');
  parseProtocols(words[0]!);
  return new RuleSyntaxError(say`"from" and a source are missing`, end, 'from anywhere');
}

const PROTOCOL_WORDS = ['all', ...PROTOCOL_NAMES];
const MEANT_PROTOCOLS: ReadonlyMap<string, string> = new Map([
  ...['-1', '*', 'any', 'every', 'ip'].map((word) => [word, 'all'] as const),
  ...['icmp6', 'ipv6-icmp', 'icmp-v6'].map((word) => [word, 'icmpv6'] as const),
]);

function parseProtocols(token: Token): Range {
  const word = token.text.toLowerCase();
  if (word === 'all') return ALL_PROTOCOLS;
  const named = protocolNumber(word);
  if (named !== undefined) return { first: named, last: named };
  const range = numberRange(word);
  if (range === undefined) {
    const suggestion = MEANT_PROTOCOLS.get(word) ?? nearest(word, PROTOCOL_WORDS);
    throw new RuleSyntaxError(
      say`"${token.text}" is not a protocol: it must be ${PROTOCOL_WORDS.join(', ')} or a number`,
      token,
      suggestion,
    );
  }
  return ordered(range, token, LAST_PROTOCOL, () => say`protocol numbers`);
}

function parsePorts(text: string, words: Token[], end: number, protocols: Range, protocol: Token): Range[] {
  const start = words[0]!.offset;
  const at: Token = { text: text.slice(start, end).trimEnd(), offset: start };
  if (protocols.first !== protocols.last || !hasPorts(protocols.first)) {
    throw new RuleSyntaxError(say`"${protocol.text}" has no ports; leave them out`, at);
  }
  const icmp = isIcmp(protocols.first);
  const items = list(text.slice(start, end), start);
  if (items.length === 1 && items[0]!.text.toLowerCase() === 'all') return [ALL_PORTS];
  return items.map((item) => (icmp ? parseIcmp(item, protocolName(protocols.first)) : parsePortRange(item)));
}

function parsePortRange(token: Token): Range {
  const range = numberRange(token.text);
  if (range === undefined) {
    throw new RuleSyntaxError(say`"${token.text}" is not a port or a port range`, token, '8000-8010');
  }
  return ordered(range, token, LAST_PORT, () => say`ports`);
}

/** `8`, `8/0`, and ranges of types (`9-255`) or of one type's codes (`8/1-255`). */
function parseIcmp(token: Token, name: string): Range {
  const [typeText, codeText, ...rest] = token.text.split('/');
  const types = numberRange(typeText!);
  const codes = codeText === undefined ? { first: 0, last: 255 } : numberRange(codeText);
  if (types === undefined || codes === undefined || rest.length > 0) {
    throw new RuleSyntaxError(say`"${token.text}" is not an ${name} type or type/code`, token, '8/0');
  }
  ordered(types, token, 255, () => say`${name} types`);
  ordered(codes, token, 255, () => say`${name} codes`);
  if (codeText !== undefined && types.first !== types.last) {
    throw new RuleSyntaxError(
      say`a code is possible only with a single type`,
      token,
      `${types.first}/${codeText}`,
    );
  }
  return { first: types.first * 256 + codes.first, last: types.last * 256 + codes.last };
}

const SOURCE_WORDS = ['anywhere', 'public'];
const MEANT_ANYWHERE = new Set(['any', 'all', 'world', 'internet', 'everywhere', 'everyone', '*']);

function parseSource(token: Token, options: ParseRuleOptions): { sources: Source[]; word?: string } {
  const word = token.text.toLowerCase();
  if (word === 'anywhere' || word === 'public') {
    if (word === 'public' && options.allowPublic !== true) {
      throw new RuleSyntaxError(say`"public" is allowed only in "never" lines`, token, 'anywhere');
    }
    return { sources: [cidr('ipv4', 0n, 0), cidr('ipv6', 0n, 0)], word };
  }
  if (/^pl-[0-9a-z]+$/.test(word)) return { sources: [{ kind: 'prefix-list', prefixListId: word }] };
  const group = /^(?:([0-9]{12}|amazon-[0-9a-z-]+)\/)?(sg-[0-9a-z]+)$/.exec(word);
  if (group !== null) {
    const owner = group[1] === options.account ? undefined : group[1];
    return { sources: [{ kind: 'group', groupId: group[2]!, ...(owner === undefined ? {} : { owner }) }] };
  }
  if (word.includes('/sg-')) {
    throw new RuleSyntaxError(say`"${token.text}": an account id has 12 digits`, token);
  }
  if (!/^[0-9a-f:.]+(\/|$)/.test(word) || !/[.:]/.test(word)) {
    const suggestion = MEANT_ANYWHERE.has(word) ? 'anywhere' : nearest(word, SOURCE_WORDS);
    throw new RuleSyntaxError(
      say`"${token.text}" is not a source: it must be a CIDR, anywhere, sg-…, <account>/sg-… or pl-…`,
      token,
      suggestion,
    );
  }
  const block = readCidr(word);
  if (isCidrProblem(block)) throw new RuleSyntaxError(say`"${token.text}": ${block.problem}`, token);
  return { sources: [block] };
}

/** Reads `7` or `7-255`; undefined for any other form. */
function numberRange(text: string): Range | undefined {
  const match = /^(\d{1,9})(?:-(\d{1,9}))?$/.exec(text);
  if (match === null) return undefined;
  return { first: Number(match[1]), last: Number(match[2] ?? match[1]) };
}

function ordered(range: Range, token: Token, limit: number, what: () => string): Range {
  if (range.last > limit || range.first > limit) {
    throw new RuleSyntaxError(say`"${token.text}": ${what()} must be at most ${limit}`, token);
  }
  if (range.first > range.last) {
    const turned = `${range.last}-${range.first}`;
    throw new RuleSyntaxError(say`the range "${token.text}" is reversed`, token, turned);
  }
  return range;
}

/** The parts between commas; each must be one word. */
function list(text: string, start: number): Token[] {
  const parts: Token[] = [];
  let offset = start;
  for (const part of text.split(',')) {
    const words = tokens(part, offset, /\S+/g);
    const [word, extra] = words;
    if (word === undefined) {
      const at = { text: '', offset: offset + part.length };
      throw new RuleSyntaxError(say`a value is missing here`, at);
    }
    if (extra !== undefined) throw new RuleSyntaxError(say`a comma is missing before "${extra.text}"`, extra);
    parts.push(word);
    offset += part.length + 1;
  }
  return parts;
}

function tokens(text: string, start: number, pattern: RegExp): Token[] {
  return [...text.matchAll(pattern)].map((match) => ({ text: match[0], offset: start + match.index }));
}
