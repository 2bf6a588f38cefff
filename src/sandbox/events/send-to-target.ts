/** One attempt to deliver an event to a target. The kind of its ARN decides how. */

import { policyAllows } from '../policy/resource-policy.ts';
import { type Delivery, type SandboxWorld, undeliverable } from '../service.ts';
import { type Arn, logGroupName, parseArn } from '../values/arn.ts';
import { parseJsonObject } from '../values/json.ts';
import { partitionKeyOf, payloadOf } from './payload.ts';
import { busesOf, type DeliveryJob } from './state.ts';

const PRINCIPAL = 'events.amazonaws.com';

export function sendToTarget(world: SandboxWorld, job: DeliveryJob): Delivery {
  const target = parseArn(job.target.Arn ?? '');
  if (!target) return undeliverable('NO_RESOURCE', 'The ARN of the target is malformed.');
  if (target.service === 'events') return sendToBus(world, job, target);
  const { Arn: targetArn = '', RoleArn: role } = job.target;
  if (role !== undefined && !world.iam.canAssume(role, PRINCIPAL)) return notAssumable(role);
  const via = { principal: role ?? PRINCIPAL, sourceArn: job.rule.arn };
  const payload = payloadOf(job);
  switch (target.service) {
    case 'lambda':
      return world.lambda.invokeAsync(targetArn, payload, via);
    case 'sqs':
      return world.sqs.send(targetArn, payload, {}, via);
    case 'sns':
      return world.sns.publish(targetArn, payload, via);
    case 'kinesis': {
      if (role === undefined)
        return undeliverable('NO_PERMISSIONS', 'The target has no role for kinesis:PutRecord.');
      return world.kinesis.put(targetArn, payload, partitionKeyOf(job), via);
    }
    case 'logs':
      return sendToLogs(world, job, target, payload);
    default:
      return undeliverable('NO_RESOURCE', `Targets of service ${target.service} are not emulated.`);
  }
}

function notAssumable(role: string): Delivery {
  return undeliverable('NO_PERMISSIONS', `${PRINCIPAL} can not assume the role ${role}.`);
}

function sendToLogs(world: SandboxWorld, job: DeliveryJob, target: Arn, payload: string): Delivery {
  // On AWS, several streams are written in turn. One stream per rule keeps the order readable.
  const shaped =
    job.target.InputTransformer || job.target.Input !== undefined ? readLogInput(payload) : undefined;
  return world.logs.write({
    account: target.account,
    region: target.region,
    group: logGroupName(target),
    stream: job.rule.name,
    via: { principal: PRINCIPAL, sourceArn: job.rule.arn },
    lines: [{ timestamp: shaped?.timestamp ?? world.now(), message: shaped?.message ?? payload }],
  });
}

/**
 * A transformer for log groups returns `{"timestamp": …, "message": …}` (User Guide, "CloudWatch Logs
 * targets").
 */
function readLogInput(payload: string): { timestamp?: number; message?: string } | undefined {
  const input = parseJsonObject(payload);
  if (!input || !('message' in input)) return undefined;
  const { timestamp, message } = input;
  const at = typeof timestamp === 'number' ? timestamp : Date.parse(String(timestamp));
  return {
    message: typeof message === 'string' ? message : JSON.stringify(message),
    ...(Number.isFinite(at) ? { timestamp: at } : {}),
  };
}

function sendToBus(world: SandboxWorld, job: DeliveryJob, target: Arn): Delivery {
  const { Arn: busArn = '', RoleArn: role } = job.target;
  if (role === undefined)
    return undeliverable('NO_PERMISSIONS', 'The target has no role for events:PutEvents.');
  if (!world.iam.canAssume(role, PRINCIPAL)) return notAssumable(role);
  if (!world.iam.roleAllows(role, { action: 'events:PutEvents', resource: busArn })) {
    return undeliverable(
      'NO_PERMISSIONS',
      `The role ${role} is not authorized to perform events:PutEvents on ${busArn}.`,
    );
  }
  const otherAccount = target.account !== job.bus.account;
  const otherRegion = target.region !== job.bus.region;
  if (otherAccount && job.hops.account) {
    return undeliverable('THIRD_ACCOUNT_HOP_DETECTED', 'An event can not be sent on to a third account.');
  }
  if (otherRegion && job.hops.region) {
    return undeliverable('THIRD_REGION_HOP_DETECTED', 'An event can not be sent on to a third Region.');
  }
  const bus = busesOf(world, target.account, target.region).get(target.resource.replace(/^event-bus\//, ''));
  if (!bus) return undeliverable('NO_RESOURCE', `Event bus ${busArn} does not exist.`);
  if (otherAccount) {
    const allowed = policyAllows(bus.policy, {
      requester: { account: job.bus.account, arn: role, roleArn: role },
      action: 'events:PutEvents',
      resource: bus.arn,
      conditions: { 'aws:sourcearn': job.rule.arn, 'aws:sourceaccount': job.bus.account },
    });
    if (!allowed)
      return undeliverable('NO_PERMISSIONS', `The policy of ${busArn} does not allow ${job.bus.account}.`);
  }
  job.onward(bus, {
    account: otherAccount || job.hops.account === true,
    region: otherRegion || job.hops.region === true,
  });
  return { ok: true };
}
