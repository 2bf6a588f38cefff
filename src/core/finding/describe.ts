import { allBut } from '../exposure/all-but.ts';
import type { Via } from '../record/change.ts';
import { say, sayText } from '../words/say.ts';
import type { FindingChange, FindingCode, FindingItem, FindingKind, Verdict } from './finding.ts';

/**
 * Every word that people read about a finding. The texts hold what AWS records hold: whoever shows them
 * escapes them for where they go (terminal-text.ts, HTML, CSV).
 */

/** A verdict, and the change that led to it where one is known. */
export type Describable = Pick<Verdict, 'code' | 'unexpected' | 'missing' | 'baseline' | 'args'> & {
  change?: Pick<FindingChange, 'eventName' | 'errorCode'> | undefined;
};

const KIND_LABELS: Record<FindingKind, () => string> = {
  drift: () => say`drift`,
  resolved: () => say`resolved`,
  compliant: () => say`in line`,
  'denied-attempt': () => say`denied`,
  tamper: () => say`tamper`,
  'drift-without-event': () => say`drift, no event`,
  error: () => say`error`,
};

/** One or two words for a finding's kind. */
export function describeKind(kind: FindingKind): string {
  return Object.hasOwn(KIND_LABELS, kind) ? KIND_LABELS[kind]() : kind;
}

const SENTENCES: Record<FindingCode, (f: Describable) => string> = {
  'unexpected-ingress': (f) => withEnded(ingress(f), f),
  'missing-ingress': (f) => withEnded(ingress(f), f),
  'forbidden-ingress': (f) => withEnded(neverAllowed(f), f),
  'unlisted-group': (f) =>
    withEnded(
      f.unexpected.length > 0
        ? say`is in no entry of the baseline and ${ingress(f)}`
        : say`is in no entry of the baseline`,
      f,
    ),
  'group-deleted': () => say`was deleted`,
  'in-line': () => say`admits what the baseline means`,
  'back-in-line': () => say`admits again what the baseline means`,
  'description-changed': () => say`only descriptions changed; admits what the baseline means`,
  'exception-expired': (f) => withEnded(ingress(f), f),
  'opaque-prefix-list': (f) =>
    say`${ingress(f)}, but the entries of ${list(f.args.prefixListIds) || say`a prefix list`} can't be read`,
  'attachment-changed': () => say`was attached elsewhere; admits what the baseline means`,
  'denied-attempt': denied,
  'monitoring-tampered': (f) => withRefusal(tampered(f), f),
  'monitoring-changed-by-operator': (f) => withRefusal(changedByOperator(f), f),
  enforced: (f) =>
    f.args.mended === false
      ? say`was put back and still differs from the baseline`
      : say`was put back to the baseline`,
  'enforce-dry-run': (f) => {
    const commands = lines(f.args.do);
    return commands ? say`would be put back: ${commands}` : say`would be put back`;
  },
  'enforce-stopped': (f) => {
    const times = text(f.args.reverts);
    const commands = lines(f.args.do);
    return commands
      ? say`was not put back: ${times} times in this hour were enough: ${commands}`
      : say`was not put back: ${times} times in this hour were enough`;
  },
  'unreadable-event': (f) =>
    f.args.reason === undefined
      ? say`an event could not be understood`
      : say`an event could not be understood: ${sayText(text(f.args.reason))}`,
};

/** What is the case, as the rest of a sentence that begins with the group's name. */
export function describe(f: Describable): string {
  return Object.hasOwn(SENTENCES, f.code) ? SENTENCES[f.code](f) : f.code;
}

/** `tcp 22 from anywhere`; of a broad rule: that rule, and what of it is meant. */
export function describeItem(item: FindingItem): string {
  if (!item.of) return describeRule(item.rule);
  const rule = describeRule(item.of.rule);
  const allowed = item.of.allowed.map(describeRule).join('; ');
  return item.of.allowed.length === 0 ? rule : say`${rule} (meant of it: ${allowed})`;
}

const SPACES = {
  // A word of the rule grammar.
  anywhere: () => 'anywhere',
  ipv4: () => say`any IPv4 address`,
  ipv6: () => say`any IPv6 address`,
};

/** A line of the rule grammar for a sentence: nearly all addresses are told by those that are left out. */
export function describeRule(line: string): string {
  const short = allBut(line);
  if (short === undefined) return line;
  const { traffic } = short;
  const space = SPACES[short.space]();
  const but = short.but.join(', ');
  const beside = short.beside.join(', ');
  return beside === ''
    ? say`${traffic} from ${space} but ${but}`
    : say`${traffic} from ${beside}, and from ${space} but ${but}`;
}

const THROUGH: Record<Via, (who: string) => string> = {
  console: (who) => say`${who} in the console`,
  cli: (who) => say`${who} with the AWS CLI`,
  terraform: (who) => say`${who} with Terraform`,
  cloudformation: (who) => say`${who} by CloudFormation`,
  sdk: (who) => say`${who} with an SDK`,
  service: (who) => say`${who} by an AWS service`,
  unknown: (who) => who,
};

/** Who made a call, through what, and from where: `alice in the console from 203.0.113.7`. */
export function describeOrigin({
  actor,
  via,
  sourceIp,
}: Pick<FindingChange, 'actor' | 'via' | 'sourceIp'>): string {
  const name = actor.name || actor.arn || actor.type;
  const who = Object.hasOwn(THROUGH, via) ? THROUGH[via](name) : name;
  return sourceIp && sourceIp !== actor.name ? say`${who} from ${sourceIp}` : who;
}

function ingress(f: Describable): string {
  const admitted = unique(f.unexpected.map(describeItem)).join('; ');
  const lacked = unique(f.missing.map((item) => describeRule(item.rule))).join('; ');
  if (f.unexpected.length > 0 && f.missing.length > 0) return say`admits ${admitted}; lacks ${lacked}`;
  if (f.unexpected.length > 0) return say`admits ${admitted}`;
  return f.missing.length > 0 ? say`lacks ${lacked}` : say`differs from the baseline`;
}

function neverAllowed(f: Describable): string {
  switch (f.args.measure) {
    case 'anywhere':
      return say`${ingress(f)}, which is never allowed (open to the internet)`;
    case 'public':
      return say`${ingress(f)}, which is never allowed (public addresses)`;
    default:
      return say`${ingress(f)}, which is never allowed`;
  }
}

function withEnded(sentence: string, { args }: Describable): string {
  const ended = lines(args.expiredExceptions);
  return ended ? say`${sentence} (an exception has ended: ${ended})` : sentence;
}

function denied(f: Describable): string {
  const call = callName(f);
  const attempted = lines(f.args.attempted);
  const code = text(f.args.errorCode || f.change?.errorCode);
  if (!attempted) return code ? say`${call} failed (${code})` : say`${call} failed`;
  return code
    ? say`${call}, which was to change ${attempted}, failed (${code})`
    : say`${call}, which was to change ${attempted}, failed`;
}

function tampered(f: Describable): string {
  const names = list(f.args.touched);
  return names
    ? say`${callName(f)} touched the monitoring itself: ${names}`
    : say`${callName(f)} touched the monitoring itself`;
}

function changedByOperator(f: Describable): string {
  const names = list(f.args.touched);
  return names
    ? say`secgroup-monitor itself called ${callName(f)}: ${names}`
    : say`secgroup-monitor itself called ${callName(f)}`;
}

function withRefusal(sentence: string, { args }: Describable): string {
  return args.errorCode === undefined ? sentence : say`${sentence} and was refused (${text(args.errorCode)})`;
}

function unique(texts: string[]): string[] {
  return [...new Set(texts)];
}

function callName(f: Describable): string {
  return text(f.args.eventName) || f.change?.eventName || say`a call`;
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
