import { allBut } from '../exposure/all-but.ts';
import type { Actor, Via } from '../record/change.ts';
import { say, sayText } from '../words/say.ts';
import type { FindingChange, FindingCode, FindingItem, FindingKind, Verdict } from './finding.ts';

/**
 * The texts about findings. They contain values from AWS records, so the code that prints them must escape them
 * for its format (terminal-text.ts, HTML, CSV).
 */

/** A verdict and, if known, the change that caused it. */
export type Describable = Pick<Verdict, 'code' | 'unexpected' | 'missing' | 'baseline' | 'args'> & {
  change?: (Pick<FindingChange, 'eventName' | 'errorCode'> & { actor?: Actor }) | undefined;
};

const KIND_LABELS: Record<FindingKind, () => string> = {
  drift: () => say`drift`,
  resolved: () => say`resolved`,
  compliant: () => say`compliant`,
  'denied-attempt': () => say`denied`,
  tamper: () => say`tamper`,
  'drift-without-event': () => say`drift, no event`,
  error: () => say`error`,
};

/** Returns a label of one to three words for a finding's kind; an unknown kind is returned unchanged. */
export function describeKind(kind: FindingKind): string {
  return Object.hasOwn(KIND_LABELS, kind) ? KIND_LABELS[kind]() : kind;
}

const SENTENCES: Record<FindingCode, (f: Describable) => string> = {
  'unexpected-ingress': (f) => withEnded(withForbidden(f), f),
  'missing-ingress': (f) => withEnded(ingress(f), f),
  'forbidden-ingress': (f) => withEnded(neverAllowed(f), f),
  'unlisted-group': (f) =>
    withEnded(
      f.unexpected.length > 0
        ? say`matches no entry of the baseline and ${withForbidden(f)}`
        : say`matches no entry of the baseline`,
      f,
    ),
  'group-deleted': (f) =>
    f.args.count === undefined
      ? say`was deleted`
      : say`${text(f.args.count)} of the groups do not exist: ${list(f.args.groupIds)}`,
  'in-line': () => say`matches the baseline`,
  'back-in-line': () => say`matches the baseline again`,
  'transient-exposure': transient,
  'description-changed': () => say`only descriptions changed; matches the baseline`,
  'entry-changed': (f) =>
    f.args.enteredEntry === undefined
      ? say`matches no entry of the baseline now, so its rules are not judged by one`
      : say`matches the entry ${text(f.args.enteredEntry)} now`,
  'exception-expired': (f) => withEnded(ingress(f), f),
  'unreadable-rule': unreadableRule,
  'opaque-prefix-list': (f) =>
    say`${ingress(f)}, but the entries of ${list(f.args.prefixListIds) || say`a prefix list`} can't be read`,
  'attachment-changed': () => say`attachments changed; matches the baseline`,
  'denied-attempt': denied,
  'monitoring-tampered': (f) => withRefusal(tampered(f), f),
  'monitoring-changed-by-operator': (f) => withRefusal(changedByOperator(f), f),
  enforced,
  'enforce-dry-run': (f) => {
    const commands = lines(f.args.do);
    return commands ? say`would be restored with: ${commands}` : say`would be restored`;
  },
  'enforce-stopped': (f) => {
    const reverts = text(f.args.reverts);
    const commands = lines(f.args.do);
    return commands
      ? say`was not restored: hourly limit of reverts reached (${reverts}); to restore it: ${commands}`
      : say`was not restored: hourly limit of reverts reached (${reverts})`;
  },
  'unreadable-event': (f) =>
    f.args.reason === undefined
      ? say`an event could not be read`
      : say`an event could not be read: ${sayText(text(f.args.reason))}`,
};

/**
 * Describes a verdict as the rest of a sentence that begins with the group's name, without a full stop:
 * `admits tcp 22 from anywhere`. An unknown code is returned unchanged.
 */
export function describe(f: Describable): string {
  if (!Object.hasOwn(SENTENCES, f.code)) return f.code;
  const sentence = SENTENCES[f.code](f);
  const left = textsOf(f.args.leftEntries);
  const retagged =
    left.length === 0
      ? sentence
      : say`${sentence} (retagged: before, it may have matched ${left.join(', ')})`;
  if (f.args.sameAs === undefined) return retagged;
  const [severity, event] = [text(f.args.severity), text(f.args.sameAs)];
  return f.args.attempts === undefined
    ? say`${retagged} (already reported as ${severity}: event ${event})`
    : say`${retagged} (attempt ${text(f.args.attempts)} within a minute; reported as ${severity}: event ${event})`;
}

/** `tcp 22 from anywhere`. For a part of a broad rule: that rule and the part of it that is allowed. */
export function describeItem(item: FindingItem): string {
  if (!item.of) return describeRule(item.rule);
  const rule = describeRule(item.of.rule);
  const allowed = item.of.allowed.map(describeRule).join('; ');
  return item.of.allowed.length === 0 ? rule : say`${rule} (allowed part: ${allowed})`;
}

const SPACES = {
  // A word of the rule grammar.
  anywhere: () => 'anywhere',
  ipv4: () => say`any IPv4 address`,
  ipv6: () => say`any IPv6 address`,
};

/** Writes a rule line for a sentence. A list of almost all addresses is shortened to "any … except …". */
export function describeRule(line: string): string {
  const short = allBut(line);
  if (short === undefined) return line;
  const { traffic } = short;
  const space = SPACES[short.space]();
  const but = short.but.join(', ');
  const beside = short.beside.join(', ');
  return beside === ''
    ? say`${traffic} from ${space} except ${but}`
    : say`${traffic} from ${beside}, and from ${space} except ${but}`;
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

/** Describes who made a call, with which tool, and from where: `alice in the console from 203.0.113.7`. */
export function describeOrigin({
  actor,
  via,
  sourceIp,
}: Pick<FindingChange, 'actor' | 'via' | 'sourceIp'>): string {
  const name = nameOf(actor);
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

/** Describes a forbidden rule. If it breaks several `never` lines, it names them. */
function neverAllowed(f: Describable): string {
  const never = Array.isArray(f.args.never) ? lines(f.args.never) : '';
  const admitted = ingress(f);
  switch (f.args.measure) {
    case 'anywhere':
      return never
        ? say`${admitted}, which is never allowed (open to the internet): ${never}`
        : say`${admitted}, which is never allowed (open to the internet)`;
    case 'public':
      return never
        ? say`${admitted}, which is never allowed (public addresses): ${never}`
        : say`${admitted}, which is never allowed (public addresses)`;
    default:
      return never
        ? say`${admitted}, which is never allowed: ${never}`
        : say`${admitted}, which is never allowed`;
  }
}

/** Describes ingress that an entry does not allow, and the part of it that no group may admit. */
function withForbidden(f: Describable): string {
  if (f.args.forbidden === undefined) return ingress(f);
  const rules = unique((Array.isArray(f.args.forbidden) ? f.args.forbidden : []).map(describeRule)).join(
    '; ',
  );
  switch (f.args.measure) {
    case 'anywhere':
      return say`${ingress(f)}; never allowed (open to the internet): ${rules}`;
    case 'public':
      return say`${ingress(f)}; never allowed (public addresses): ${rules}`;
    default:
      return say`${ingress(f)}; never allowed: ${rules}`;
  }
}

/** Tracked connections outlive the rule (EC2 user guide, "Security group connection tracking"). */
function transient(f: Describable): string {
  const rules = unique(f.unexpected.map(describeItem)).join('; ');
  const seconds = text(f.args.seconds);
  return f.args.deleted === true
    ? say`was deleted, but admitted ${rules} before, for at most ${seconds} s`
    : say`no longer admits ${rules}, but did for at most ${seconds} s; connections made then can still be open`;
}

function withEnded(sentence: string, { args }: Describable): string {
  const ended = lines(args.expiredExceptions);
  return ended ? say`${sentence} (an exception has expired: ${ended})` : sentence;
}

function unreadableRule({ args }: Describable): string {
  const rules = textsOf(args.rules);
  const reasons = textsOf(args.reasons);
  const listed = rules
    .map((rule, index) => (reasons[index] === undefined ? rule : `${rule} (${sayText(reasons[index])})`))
    .join('; ');
  const count = Number(args.count ?? rules.length);
  return count === 1
    ? say`has a rule that can't be read: ${listed}`
    : say`has ${count} rules that can't be read: ${listed}`;
}

function denied(f: Describable): string {
  const call = callName(f);
  const attempted = lines(f.args.attempted);
  const code = text(f.args.errorCode || f.change?.errorCode);
  if (!attempted) return code ? say`${call} failed (${code})` : say`${call} failed`;
  return code ? say`${call} for ${attempted} failed (${code})` : say`${call} for ${attempted} failed`;
}

function tampered(f: Describable): string {
  const names = list(f.args.touched);
  return names
    ? say`${callName(f)} targeted the monitoring itself: ${names}`
    : say`${callName(f)} targeted the monitoring itself`;
}

function changedByOperator(f: Describable): string {
  if (f.args.version !== undefined) {
    const installed =
      f.args.previous === undefined || f.args.previous === f.args.version
        ? say`secgroup-monitor installed ${text(f.args.version)}`
        : say`secgroup-monitor installed ${text(f.args.version)} over ${text(f.args.previous)}`;
    return f.args.baselineChanged === true ? say`${installed}, with another baseline` : installed;
  }
  const names = list(f.args.touched);
  return names
    ? say`secgroup-monitor itself called ${callName(f)}: ${names}`
    : say`secgroup-monitor itself called ${callName(f)}`;
}

function withRefusal(sentence: string, { args }: Describable): string {
  return args.errorCode === undefined
    ? sentence
    : say`${sentence}, but was refused (${text(args.errorCode)})`;
}

function enforced({ args, change }: Describable): string {
  const actor = change?.actor && nameOf(change.actor);
  if (args.mended === false) {
    return actor
      ? say`still differs from the baseline after secgroup-monitor reverted a change by ${actor}`
      : say`still differs from the baseline after a revert by secgroup-monitor`;
  }
  return actor
    ? say`was restored by secgroup-monitor after a change by ${actor}`
    : say`was restored by secgroup-monitor`;
}

function nameOf(actor: Actor): string {
  return actor.name || actor.arn || actor.type;
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

function textsOf(value: Argument): string[] {
  return Array.isArray(value) ? value : [];
}

function list(value: Argument): string {
  return Array.isArray(value) ? value.join(', ') : text(value);
}

/** Rule lines and commands contain commas, so they are joined with semicolons. */
function lines(value: Argument): string {
  return Array.isArray(value) ? value.join('; ') : text(value);
}
