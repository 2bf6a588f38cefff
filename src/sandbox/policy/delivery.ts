import type { Deliverer, SandboxWorld } from '../service.ts';
import { parseArn } from '../values/arn.ts';
import { policyAllows } from './resource-policy.ts';

/**
 * Returns whether this sender can act on the resource. A role needs its own policies, a service needs the
 * resource policy. EventBridge does not send the account on whose behalf it calls, so a condition on
 * aws:SourceAccount fails (EventBridge guide, "Troubleshooting"). It sends neither to topics, whose policies
 * must not have conditions for EventBridge ("Using resource-based policies", "Amazon SNS permissions").
 */
export function mayDeliver(
  world: SandboxWorld,
  via: Deliverer,
  request: { action: string; resource: string },
  resourcePolicy: string | undefined,
): boolean {
  if (via.principal.startsWith('arn:')) return world.iam.roleAllows(via.principal, request);
  const fromEvents = via.principal === 'events.amazonaws.com';
  return policyAllows(resourcePolicy, {
    ...request,
    requester: { service: via.principal },
    conditions: {
      'aws:SourceArn': fromEvents && request.action === 'sns:Publish' ? undefined : via.sourceArn,
      'aws:SourceAccount': fromEvents ? undefined : parseArn(via.sourceArn)?.account,
      // Only alarms publish in the name of their account (SNS guide, "Default policy").
      'AWS:SourceOwner':
        via.principal === 'cloudwatch.amazonaws.com' ? parseArn(via.sourceArn)?.account : undefined,
      'aws:SecureTransport': 'true',
      'aws:CurrentTime': new Date(world.now()).toISOString(),
    },
  });
}
