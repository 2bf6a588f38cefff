import { createHash } from 'node:crypto';
import { requestEssence } from '../../core/record/request-essence.ts';
import type { InstallationRecord } from '../../core/settings.ts';
import { alarmRequest } from '../kinds/alarm.ts';
import { changes, type Plan, type PlanStep } from '../plan/plan.ts';
import type { Resource } from '../plan/resource.ts';
import type { CallerIdentity, StackNames } from '../stack.ts';

/** An install takes seconds. Waiting for AWS and retries can take minutes. */
const MOST_MS = 10 * 60_000;

/** Does the plan write the function's code, which carries the record? */
export function writesCode(plan: Plan): boolean {
  return changes(plan).some(
    ({ kind, action, calls }) =>
      kind === 'function' && (action !== 'update' || calls.includes('lambda:UpdateFunctionCode')),
  );
}

interface Occasion extends Pick<InstallationRecord, 'previous' | 'baselineChanged'> {
  plan: Plan;
  desired: readonly Resource[];
  identity: CallerIdentity;
  names: StackNames;
  /** Epoch milliseconds. */
  now: number;
}

/** The record of an install, which its zip carries: who makes which calls, with a digest of each request. */
export function installationRecord({
  plan,
  desired,
  identity,
  names,
  now,
  ...facts
}: Occasion): InstallationRecord {
  const resources = new Map(desired.map((resource) => [resource.id, resource]));
  return {
    by: identity.arn,
    from: new Date(now).toISOString(),
    until: new Date(now + MOST_MS).toISOString(),
    ...facts,
    calls: changes(plan)
      .flatMap((step) => callOf(step, resources.get(step.id), names) ?? [])
      .sort(),
  };
}

/** `secgroup-monitor-change PutRule 5f3a…`; undefined for a call without a digest, which is reported as always. */
function callOf({ action }: PlanStep, resource: Resource | undefined, names: StackNames): string | undefined {
  if (resource === undefined || action === 'delete') return undefined;
  switch (resource.kind) {
    case 'rule': {
      const { pattern, schedule, enabled } = resource.props;
      const request = {
        EventPattern: pattern,
        ScheduleExpression: schedule,
        State: enabled ? 'ENABLED' : 'DISABLED',
      };
      return planned(resource.name, 'PutRule', request);
    }
    case 'targets':
      return planned(resource.name, 'PutTargets', { Targets: resource.props.targets });
    case 'permission': {
      const { statementId, sourceArn } = resource.props;
      const Principal = 'events.amazonaws.com';
      const request = {
        Action: 'lambda:InvokeFunction',
        Principal,
        SourceArn: sourceArn,
        StatementId: statementId,
      };
      return planned(names.function, 'AddPermission', request);
    }
    case 'role-policy':
      return planned(resource.props.role, 'PutRolePolicy', { PolicyDocument: resource.props.document });
    case 'log-group': {
      const { retentionDays } = resource.props;
      if (retentionDays === null) return undefined;
      return planned(resource.name, 'PutRetentionPolicy', { retentionInDays: retentionDays });
    }
    case 'alarm':
      return planned(resource.name, 'PutMetricAlarm', alarmRequest(resource));
    case 'function':
      return planned(names.function, 'UpdateFunctionCode', {});
    default:
      return undefined;
  }
}

function planned(target: string, eventName: string, request: object): string {
  const essence = requestEssence(eventName, request) ?? '';
  return `${target} ${eventName} ${createHash('sha256').update(essence).digest('hex').slice(0, 32)}`;
}
