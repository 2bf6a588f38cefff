import { createHash } from 'node:crypto';
import type { Severity } from '../src/core/baseline/baseline.ts';
import type { Verdict } from '../src/core/finding/finding.ts';
import type { Change } from '../src/core/record/change.ts';
import { dict, field, text, whole } from '../src/core/record/json.ts';
import { bareName, isBusCall, tamperTargets } from '../src/core/record/parse-record.ts';
import { requestEssence } from '../src/core/record/request-essence.ts';
import { type HandlerSettings, STACK_TAG } from '../src/core/settings.ts';

/** Calls that disable the monitoring completely or in part. */
const BLINDING = /^(Stop|Delete|Disable|Remove|Purge|Detach)/;

/** Calls that only begin like those. */
const NOT_BLINDING =
  /^(Delete(AccountPolicy|DataProtection|MetricFilter|PolicyVersion|BucketTagging)|RemoveTags)/;

/** Calls that change only the tags that they name. */
const TAGGING = /^(Tag|Untag|AddTags|RemoveTags)/;

/**
 * Returns the verdict for a call that targets a resource of this stack or the trail that it depends on; undefined for
 * all other calls. Calls of `install` and `teardown` are labelled by their user agent. A caller can forge it, so the
 * label lowers the severity only to one that --notify still sends by default, and never hides the finding.
 */
export function tamperVerdict(
  change: Change,
  record: unknown,
  settings: HandlerSettings,
): Verdict | undefined {
  const touched = ownTargets(change, tamperTargets(record), settings.own);
  if (touched.length === 0 || changesOtherTags(change, record)) return undefined;
  const planned = plannedVerdict(change, record, touched, settings);
  if (planned !== undefined) return planned === 'silent' ? undefined : planned;
  const byOperator = isByMonitor(change);
  const args: Verdict['args'] = { touched, eventName: change.eventName };
  if (change.errorCode !== undefined) args.errorCode = change.errorCode;
  return {
    kind: change.errorCode === undefined ? 'tamper' : 'denied-attempt',
    code: byOperator ? 'monitoring-changed-by-operator' : 'monitoring-tampered',
    severity: severityOf(change, byOperator, isBlinding(change, record)),
    unexpected: [],
    missing: [],
    args,
  };
}

/** The longest time of an install, in ms. */
const LONGEST_INSTALL_MS = 10 * 60_000;

/**
 * A call of the install that wrote this code: by the same caller and client, in the same minutes, with the very request
 * that the install planned. A call that could blind the monitor never is one. The call that writes the code gives the
 * finding for all of them.
 */
function plannedVerdict(
  change: Change,
  record: unknown,
  touched: readonly string[],
  { installation, version }: HandlerSettings,
): Verdict | 'silent' | undefined {
  if (installation === undefined || change.errorCode !== undefined) return undefined;
  if (!isByMonitor(change) || isBlinding(change, record)) return undefined;
  const { by, from, until, previous, baselineChanged, calls } = installation;
  const at = Date.parse(change.time);
  // CloudTrail's times have no fractions of a second.
  const begin = Math.floor(Date.parse(from) / 1000) * 1000;
  const end = Math.min(Date.parse(until), begin + LONGEST_INSTALL_MS);
  const essence = requestEssence(change.eventName, field(record, 'requestParameters'));
  const isPlanned =
    text(field(dict(field(record, 'userIdentity')), 'arn')) === by &&
    at >= begin &&
    at <= end &&
    essence !== undefined &&
    touched.every((target) => calls.includes(`${bareName(target)} ${callDigest(essence)}`));
  if (!isPlanned) return undefined;
  if (!essence.startsWith('UpdateFunctionCode ')) return 'silent';
  return {
    kind: 'tamper',
    code: 'monitoring-changed-by-operator',
    severity: 'info',
    unexpected: [],
    missing: [],
    args: {
      touched: [...touched],
      eventName: change.eventName,
      version,
      ...(previous === undefined ? {} : { previous }),
      baselineChanged,
    },
  };
}

/** The name of a call and a digest of its request, as install writes them. */
function callDigest(essence: string): string {
  const [eventName] = essence.split(' ');
  return `${eventName} ${createHash('sha256').update(essence).digest('hex').slice(0, 32)}`;
}

function isByMonitor({ userAgent = '' }: Change): boolean {
  return /\bsecgroup-monitor\//.test(userAgent);
}

function severityOf(change: Change, byOperator: boolean, blinding: boolean): Severity {
  if (byOperator) return 'medium';
  if (change.errorCode !== undefined) return 'high';
  return blinding ? 'critical' : 'high';
}

/** Decides by the call's name, or by the request: PutRule with a disabled rule, or a concurrency of 0. */
function isBlinding({ eventName }: Change, record: unknown): boolean {
  if (BLINDING.test(eventName)) return !NOT_BLINDING.test(eventName);
  const request = dict(field(record, 'requestParameters'));
  if (eventName === 'PutRule') return text(field(request, 'state')) === 'DISABLED';
  return (
    eventName.startsWith('PutFunctionConcurrency') &&
    whole(field(request, 'reservedConcurrentExecutions')) === 0
  );
}

/** Only the stack's tag decides whether a resource belongs to the stack. A denied call has no parameters. */
function changesOtherTags({ eventName, errorCode }: Change, record: unknown): boolean {
  if (!TAGGING.test(eventName) || errorCode !== undefined) return false;
  return !JSON.stringify(dict(field(record, 'requestParameters'))).includes(STACK_TAG);
}

/** Names are unique only per service, so each service's targets are compared only with its own resources. */
function ownTargets(change: Change, targets: string[], own: HandlerSettings['own']): string[] {
  const [service = ''] = change.eventSource.split('.');
  if (service === 'tagging') return targets.filter((target) => isOwnArn(target, own));
  const names = ownNames(service, change.eventName, own);
  return targets.filter((target) => names.includes(target));
}

function isOwnArn(target: string, own: HandlerSettings['own']): boolean {
  if (!target.startsWith('arn:')) return false;
  const [, , service = ''] = target.split(':');
  const names = ownNames(service, '', own);
  return names.includes(target) || names.includes(bareName(target));
}

function ownNames(service: string, eventName: string, own: HandlerSettings['own']): string[] {
  switch (service) {
    case 'events':
      // Some calls decide who can put events on the default bus, which carries the findings and the events.
      return isBusCall(eventName) ? ['default'] : own.ruleNames;
    case 'lambda':
      return [own.functionName];
    case 'iam':
      return [own.roleName, ...own.policyArns];
    case 'logs':
      return [own.logGroupName, own.baselineGroupName, ...(isAboutLogs(eventName, own) ? ['*'] : [])];
    case 'monitoring':
    case 'cloudwatch':
      return own.alarmNames;
    case 'sns':
      return receivers('sns', own);
    case 'sqs':
      return [own.queueName, ...receivers('sqs', own).map(bareName)];
    case 's3':
      return own.bucketName === undefined ? [] : [own.bucketName];
    case 'config':
      return own.recorder ? ['*'] : [];
    case 'cloudtrail':
      return own.trailArns.flatMap((arn) => [arn, arn.slice(arn.lastIndexOf('/') + 1)]);
    default:
      return [];
  }
}

/** Resource policies of CloudWatch Logs matter only if a rule sends to a log group. */
function isAboutLogs(eventName: string, own: HandlerSettings['own']): boolean {
  return /AccountPolicy$/.test(eventName) || receivers('logs', own).length > 0;
}

function receivers(service: string, { receiverArns }: HandlerSettings['own']): string[] {
  return receiverArns.filter((arn) => arn.split(':')[2] === service);
}
