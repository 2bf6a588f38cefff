import { isDict } from '../json-shape.ts';
import { dict, field, items, text } from './json.ts';
import { unwrap } from './unwrap.ts';

/** Where the calls of callCategory `tamper` name what they touch; `targets` of PutTargets are not touched. */
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

/** Calls that name nothing because they reach everything in the account. */
const ACCOUNT_WIDE = new Set(['PutAccountPolicy']);

/**
 * Names and ARNs that a call touches: as they were written, and the bare name taken out of each ARN, URL or
 * `account:function:name` form. `*` stands for an account-wide call. A denied call outside EC2 has no
 * parameters, so that the ARN in its error message is read too. Names are unique per service only: compare
 * them together with the record's eventSource.
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

/** The name inside an ARN, an SQS URL or Lambda's partial ARN; version qualifiers and `:*` are dropped. */
function bareName(written: string): string {
  const lambda = /(?:^|:)function:([^:]+)/.exec(written);
  if (lambda !== null) return lambda[1]!;
  const logGroup = /:log-group:([^:]+)/.exec(written);
  if (logGroup !== null) return logGroup[1]!;
  if (/^arn:[^:]*:sqs:/.test(written)) return written.slice(written.lastIndexOf(':') + 1);
  if (/^(arn:|https?:\/\/)/.test(written)) return written.slice(written.lastIndexOf('/') + 1);
  return written;
}
