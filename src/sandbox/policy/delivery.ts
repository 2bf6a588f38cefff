import type { Deliverer, SandboxWorld } from '../service.ts';
import { parseArn } from '../values/arn.ts';
import { policyAllows } from './resource-policy.ts';

/**
 * Returns whether this sender can act on the resource. A role needs its own policies, a service needs the
 * resource policy. EventBridge does not send the account on whose behalf it calls, so a condition on
 * aws:SourceAccount fails (EventBridge guide, "Troubleshooting").
 */
export function mayDeliver(
  world: SandboxWorld,
  via: Deliverer,
  request: { action: string; resource: string },
  resourcePolicy: string | undefined,
): boolean {
  if (via.principal.startsWith('arn:')) return world.iam.roleAllows(via.principal, request);
  const account = via.principal === 'events.amazonaws.com' ? undefined : parseArn(via.sourceArn)?.account;
  return policyAllows(resourcePolicy, {
    ...request,
    requester: { service: via.principal },
    conditions: {
      'aws:SourceArn': via.sourceArn,
      'aws:SourceAccount': account,
      'aws:SecureTransport': 'true',
      'aws:CurrentTime': new Date(world.now()).toISOString(),
    },
  });
}
