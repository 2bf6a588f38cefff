import { type Dict, isDict } from '../json-shape.ts';
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
  'resourceId',
  'resourceIdentifier',
  'policyArn',
  'bucketName',
  'topicArn',
  'alarmName',
];

/** Calls without a target, because they affect the entire account: its logs, or its recorder. */
const ACCOUNT_WIDE = new Set([
  'logs PutAccountPolicy',
  'logs DeleteAccountPolicy',
  'logs PutResourcePolicy',
  'logs DeleteResourcePolicy',
  'config StopConfigurationRecorder',
  'config DeleteConfigurationRecorder',
  'config PutConfigurationRecorder',
  'config DisassociateResourceTypes',
  'config PutDeliveryChannel',
  'config DeleteDeliveryChannel',
]);

/** Calls on an event bus. Without its name, they are on the default bus. */
const BUS_CALLS = new Set(['PutPermission', 'RemovePermission', 'UpdateEventBus']);

/** Whether a call of EventBridge changes a bus and not a rule. */
export const isBusCall = (eventName: string): boolean => BUS_CALLS.has(eventName);

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
  for (const written of lessCommonTargets(record, request)) found.add(written);
  const eventName = text(field(record, 'eventName')) ?? '';
  const service = (text(field(record, 'eventSource')) ?? '').split('.')[0]!;
  if (ACCOUNT_WIDE.has(`${service} ${eventName}`)) found.add('*');
  if (service === 'events' && isBusCall(eventName) && found.size === 0) found.add('default');
  for (const written of [...found]) found.add(bareName(written));
  return [...found];
}

/** Returns the targets that are not in a member of the request with one name. */
function lessCommonTargets(record: Dict, request: Dict): string[] {
  const relative = dict(field(dict(field(request, 'fullyQualifiedArn')), 'relativeId'));
  const resources = items(field(record, 'resources')).map((one) =>
    isDict(one) ? field(one, 'ARN') : undefined,
  );
  const eventName = text(field(record, 'eventName')) ?? '';
  const found = [
    field(relative, 'functionName'),
    // The request of UpdateEventSourceMapping has only the id of the mapping.
    eventName.startsWith('UpdateEventSourceMapping')
      ? field(dict(field(record, 'responseElements')), 'functionArn')
      : undefined,
    ...resources,
    ...items(field(request, 'resourceARNList')),
    ...items(field(request, 'alarmNames')),
    ...items(field(dict(field(request, 'muteTargets')), 'alarmNames')),
    // The ARN of a subscription is the ARN of its topic with an id.
    text(field(request, 'subscriptionArn'))?.replace(/:[^:]*$/, ''),
    // Other calls name the source of an event.
    eventName === 'StartMessageMoveTask' ? field(request, 'sourceArn') : undefined,
    /\bon resource: (arn:\S+)/.exec(text(field(record, 'errorMessage')) ?? '')?.[1],
  ];
  return found.map((one) => text(one)).filter((one) => one !== undefined);
}

/** Returns the name in an ARN, an SQS URL or a partial Lambda ARN, without version qualifiers and `:*`. */
export function bareName(written: string): string {
  const lambda = /(?:^|:)function:([^:]+)/.exec(written);
  if (lambda !== null) return lambda[1]!;
  const logGroup = /:log-group:([^:]+)/.exec(written);
  if (logGroup !== null) return logGroup[1]!;
  const [, alarm] = /^arn:[^:]*:cloudwatch:.*:alarm:(.+)$/.exec(written) ?? [];
  if (alarm !== undefined) return alarm;
  if (/^arn:[^:]*:s(q|n)s:/.test(written)) return written.slice(written.lastIndexOf(':') + 1);
  if (/^(arn:|https?:\/\/)/.test(written)) return written.slice(written.lastIndexOf('/') + 1);
  return written;
}
