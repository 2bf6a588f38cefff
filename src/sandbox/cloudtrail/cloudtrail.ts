/** AWS CloudTrail: trails and event history. The dispatcher decides which calls become records. */
import type * as CloudTrail from '@aws-sdk/client-cloudtrail';
import { inWorld, type Service } from '../operations.ts';
import type { Call, Requirement, SandboxWorld } from '../service.ts';
import { signingKey } from './digest.ts';
import { lookupEvents } from './lookup.ts';
import { trailOperations } from './trails.ts';

export { organize } from './state.ts';

export function cloudtrailService(world: SandboxWorld): Service<typeof CloudTrail> {
  return {
    signingName: 'cloudtrail',
    operations: inWorld(world, {
      ...trailOperations,
      LookupEvents: (_world, input, call) => lookupEvents(world, call, input),
      ListPublicKeys: (_world, _input, call) => ({
        PublicKeyList: [signingKey(world, call.region).publicKey],
      }),
    }),
    requirements,
  };
}

interface Named {
  Name?: string;
  TrailName?: string;
  ResourceId?: string;
  ResourceIdList?: string[];
  TagsList?: unknown[];
  IsOrganizationTrail?: boolean;
}

/** Service Authorization Reference, "Actions, resources, and condition keys for AWS CloudTrail". */
function requirements(operation: string, named: Named, call: Call): Requirement[] {
  const action = `cloudtrail:${operation}`;
  const trail = (name: string | undefined) =>
    name?.startsWith('arn:')
      ? name
      : `arn:${call.partition}:cloudtrail:${call.region}:${call.account}:trail/${name}`;
  switch (operation) {
    case 'DescribeTrails':
    case 'ListTrails':
    case 'LookupEvents':
    case 'ListPublicKeys':
      return [{ action, resource: '*' }];
    case 'ListTags':
      return (named.ResourceIdList ?? []).map((id) => ({ action, resource: trail(id) }));
    case 'CreateTrail': {
      const resource = trail(named.Name);
      return [
        { action, resource },
        ...(named.TagsList?.length ? [{ action: 'cloudtrail:AddTags', resource }] : []),
        ...(named.IsOrganizationTrail
          ? [{ action: 'organizations:DescribeOrganization', resource: '*' }]
          : []),
      ];
    }
    default:
      return [{ action, resource: trail(named.Name ?? named.TrailName ?? named.ResourceId) }];
  }
}
