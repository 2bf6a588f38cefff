import { isDict } from '../json-shape.ts';
import { dict, field, items, openJson, text } from './json.ts';

/** What decides the effect of a call, by the name of the call without a date. */
const ESSENTIALS: Readonly<Record<string, (request: unknown) => unknown>> = {
  PutRule: (request) => [
    openJson(field(request, 'eventPattern')) ?? null,
    text(field(request, 'scheduleExpression')) ?? null,
    text(field(request, 'state')) !== 'DISABLED',
  ],
  PutTargets: (request) => items(field(request, 'targets')).map(canonical).sort(),
  AddPermission: (request) =>
    ['action', 'principal', 'sourceArn', 'statementId'].map((name) => text(field(request, name)) ?? null),
  PutRolePolicy: (request) => openJson(field(request, 'policyDocument')) ?? null,
  PutRetentionPolicy: (request) => text(field(request, 'retentionInDays')) ?? null,
  PutMetricAlarm: (request) => [
    ...[
      'namespace',
      'metricName',
      'statistic',
      'period',
      'evaluationPeriods',
      'threshold',
      'comparisonOperator',
      'treatMissingData',
      'actionsEnabled',
    ].map((name) => text(field(request, name)) ?? null),
    items(field(request, 'alarmActions')),
    items(field(request, 'dimensions')),
  ],
  // The code is not in the record. The new code itself reports the call.
  UpdateFunctionCode: () => null,
};

/**
 * Returns the name of a call and what decides its effect, as text that can be compared. The request is in the form of
 * the SDK or of CloudTrail, whose keys begin with a small letter. Undefined for a call that is not compared.
 */
export function requestEssence(eventName: string, request: unknown): string | undefined {
  const name = eventName.replace(/\d{8}(v\d+)?$/, '');
  if (!Object.hasOwn(ESSENTIALS, name)) return undefined;
  return `${name} ${canonical(ESSENTIALS[name]?.(dict(request)))}`;
}

/** JSON with sorted keys in lower case. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (!isDict(value)) return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .map(([key, member]) => `${JSON.stringify(key.toLowerCase())}:${canonical(member)}`);
  return `{${members.sort().join(',')}}`;
}
