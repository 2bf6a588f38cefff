import { allBut } from './all-but.ts';
import type { Via } from './change.ts';
import type { FindingChange, FindingCode, FindingItem, FindingKind, Verdict } from './finding.ts';

/**
 * Every word that people read about a finding. The texts hold what AWS records hold: whoever shows them
 * escapes them for where they go (terminal-text.ts, HTML, CSV).
 */

/** A verdict, and the change that led to it where one is known. */
export type Describable = Pick<Verdict, 'code' | 'unexpected' | 'missing' | 'baseline' | 'args'> & {
  change?: Pick<FindingChange, 'eventName' | 'errorCode'> | undefined;
};

const KIND_LABELS: Record<FindingKind, string> = {
  drift: 'drift',
  resolved: 'resolved',
  compliant: 'in line',
  'denied-attempt': 'denied',
  tamper: 'tamper',
  'drift-without-event': 'drift, no event',
  error: 'error',
};

/** One or two words for a finding's kind. */
export function describeKind(kind: FindingKind): string {
  return Object.hasOwn(KIND_LABELS, kind) ? KIND_LABELS[kind] : kind;
}

const SENTENCES: Record<FindingCode, (f: Describable) => string> = {
  'unexpected-ingress': (f) => `${ingress(f)}${expired(f)}`,
  'missing-ingress': (f) => `${ingress(f)}${expired(f)}`,
  'forbidden-ingress': (f) => `${ingress(f)}, which is never allowed${whyNever(f.args.measure)}${expired(f)}`,
  'unlisted-group': (f) =>
    `is in no entry of the baseline${f.unexpected.length > 0 ? ` and ${ingress(f)}` : ''}${expired(f)}`,
  'group-deleted': () => 'was deleted',
  'in-line': () => 'admits what the baseline means',
  'back-in-line': () => 'admits again what the baseline means',
  'description-changed': () => 'only descriptions changed; admits what the baseline means',
  'exception-expired': (f) => `${ingress(f)}${expired(f)}`,
  'opaque-prefix-list': (f) =>
    `${ingress(f)}, but the entries of ${list(f.args.prefixListIds) || 'a prefix list'} can't be read`,
  'attachment-changed': () => 'was attached elsewhere; admits what the baseline means',
  'denied-attempt': (f) => {
    const attempted = lines(f.args.attempted);
    const what = attempted ? `, which was to change ${attempted},` : '';
    return `${callName(f)}${what} failed${code(f.args.errorCode || f.change?.errorCode)}`;
  },
  'monitoring-tampered': (f) => `${callName(f)} touched the monitoring itself${touched(f)}`,
  'monitoring-changed-by-operator': (f) => `secgroup-monitor itself called ${callName(f)}${touched(f)}`,
  enforced: (f) =>
    f.args.mended === false
      ? 'was put back and still differs from the baseline'
      : 'was put back to the baseline',
  'enforce-dry-run': (f) => `would be put back${commands(f.args.do)}`,
  'enforce-stopped': (f) =>
    `was not put back: ${text(f.args.reverts)} times in this hour were enough${commands(f.args.do)}`,
  'unreadable-event': (f) => `an event could not be understood${because(f.args.reason)}`,
};

/** What is the case, as the rest of a sentence that begins with the group's name. */
export function describe(f: Describable): string {
  return Object.hasOwn(SENTENCES, f.code) ? SENTENCES[f.code](f) : f.code;
}

/** `tcp 22 from anywhere`; of a broad rule: that rule, and what of it is meant. */
export function describeItem(item: FindingItem): string {
  if (!item.of) return describeRule(item.rule);
  if (item.of.allowed.length === 0) return describeRule(item.of.rule);
  return `${describeRule(item.of.rule)} (meant of it: ${item.of.allowed.map(describeRule).join('; ')})`;
}

const SPACES = { anywhere: 'anywhere', ipv4: 'any IPv4 address', ipv6: 'any IPv6 address' };

/** A line of the rule grammar for a sentence: nearly all addresses are told by those that are left out. */
export function describeRule(line: string): string {
  const short = allBut(line);
  if (short === undefined) return line;
  const beside = short.beside.length === 0 ? '' : `${short.beside.join(', ')}, and from `;
  return `${short.traffic} from ${beside}${SPACES[short.space]} but ${short.but.join(', ')}`;
}

const VIA_WORDS: Record<Via, string> = {
  console: 'in the console',
  cli: 'with the AWS CLI',
  terraform: 'with Terraform',
  cloudformation: 'by CloudFormation',
  sdk: 'with an SDK',
  service: 'by an AWS service',
  unknown: '',
};

/** Who made a call, through what, and from where: `alice in the console from 203.0.113.7`. */
export function describeOrigin(change: Pick<FindingChange, 'actor' | 'via' | 'sourceIp'>): string {
  const from = change.sourceIp && change.sourceIp !== change.actor.name ? `from ${change.sourceIp}` : '';
  const who = change.actor.name || change.actor.arn || change.actor.type;
  return [who, Object.hasOwn(VIA_WORDS, change.via) ? VIA_WORDS[change.via] : '', from]
    .filter(Boolean)
    .join(' ');
}

function ingress(f: Describable): string {
  const parts: string[] = [];
  const admitted = unique(f.unexpected.map(describeItem));
  if (admitted.length > 0) parts.push(`admits ${admitted.join('; ')}`);
  if (f.missing.length > 0) parts.push(`lacks ${rules(f.missing)}`);
  return parts.join('; ') || 'differs from the baseline';
}

function rules(items: readonly FindingItem[]): string {
  return unique(items.map((item) => describeRule(item.rule))).join('; ');
}

function unique(texts: string[]): string[] {
  return [...new Set(texts)];
}

function callName(f: Describable): string {
  return text(f.args.eventName) || f.change?.eventName || 'a call';
}

function touched(f: Describable): string {
  const names = list(f.args.touched);
  const refused = f.args.errorCode === undefined ? '' : ` and was refused${code(f.args.errorCode)}`;
  return `${names ? `: ${names}` : ''}${refused}`;
}

type Argument = Verdict['args'][string] | undefined;

function text(value: Argument): string {
  return value === undefined ? '' : String(value);
}

function list(value: Argument): string {
  return Array.isArray(value) ? value.join(', ') : text(value);
}

/** Lines of the rule grammar, which hold commas themselves. */
function lines(value: Argument): string {
  return Array.isArray(value) ? value.join('; ') : text(value);
}

function commands(value: Argument): string {
  const shown = lines(value);
  return shown ? `: ${shown}` : '';
}

const MEASURES: Record<string, string> = {
  anywhere: ' (open to the internet)',
  public: ' (public addresses)',
};

function whyNever(measure: Argument): string {
  return MEASURES[text(measure)] ?? '';
}

function expired(f: Describable): string {
  const ended = lines(f.args.expiredExceptions);
  return ended ? ` (an exception has ended: ${ended})` : '';
}

function because(value: Argument): string {
  return value === undefined ? '' : `: ${text(value)}`;
}

function code(value: Argument): string {
  return value === undefined ? '' : ` (${text(value)})`;
}
