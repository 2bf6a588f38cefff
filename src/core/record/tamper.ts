import { isDict } from '../json-shape.ts';
import { dict, field, items, text } from './json.ts';
import { unwrap } from './unwrap.ts';

/** Keys with the targets of calls in the category `tamper`. The `targets` of PutTargets are not changed by the call. */
const NAMING_KEYS = [
  'name',
  'rule',
  'functionName',
  'resource',
  'resourceArn',
  'trailName',
  'trailARN',
  'roleName',
  'logGroupName',
  'logGroupIdentifier',
  'queueUrl',
  'queueName',
  'eventBusName',
];

/** Calls without a target, because they affect the entire account. */
const ACCOUNT_WIDE = new Set(['PutAccountPolicy']);

/**
 * Returns the names and ARNs that a call targets: as written, and also the name alone from each ARN, URL or
 * `account:function:name` form. `*` is an account-wide call. A denied call outside EC2 has no parameters, so the ARN
 * in its error message is read too. Names are unique only per service, so compare them together with the record's
 * eventSource.
 */
export function tamperTargets(value: unknown): string[] {
  const { record = {} } = unwrap(value);
  const request = dict(field(record, 'requestParameters'));
  const found = new Set<string>();
  for (const key of NAMING_KEYS) {
    const written = text(field(request, key));
    if (written !== undefined) found.add(written);
  }
  const relative = dict(field(dict(field(request, 'fullyQualifiedArn')), 'relativeId'));
  const lambdaName = text(field(relative, 'functionName'));
  if (lambdaName !== undefined) found.add(lambdaName);
  for (const resource of items(field(record, 'resources'))) {
    const arn = isDict(resource) ? text(field(resource, 'ARN')) : undefined;
    if (arn !== undefined) found.add(arn);
  }
  const denied = /\bon resource: (arn:\S+)/.exec(text(field(record, 'errorMessage')) ?? '');
  if (denied !== null) found.add(denied[1]!);
  const eventName = text(field(record, 'eventName')) ?? '';
  if (ACCOUNT_WIDE.has(eventName)) found.add('*');
  if (eventName === 'PutPermission' && found.size === 0) found.add('default');
  for (const written of [...found]) found.add(bareName(written));
  return [...found];
}

/** Returns the name in an ARN, an SQS URL or a partial Lambda ARN, without version qualifiers and `:*`. */
function bareName(written: string): string {
  const lambda = /(?:^|:)function:([^:]+)/.exec(written);
  if (lambda !== null) return lambda[1]!;
  const logGroup = /:log-group:([^:]+)/.exec(written);
  if (logGroup !== null) return logGroup[1]!;
  if (/^arn:[^:]*:sqs:/.test(written)) return written.slice(written.lastIndexOf(':') + 1);
  if (/^(arn:|https?:\/\/)/.test(written)) return written.slice(written.lastIndexOf('/') + 1);
  return written;
}
