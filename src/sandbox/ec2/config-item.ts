import type { SandboxWorld } from '../service.ts';
import { lowerFirst } from '../values/first-letter.ts';
import { permissionsOf } from './rule-shapes.ts';
import type { Ec2State, Group } from './state.ts';

const type = 'AWS::EC2::SecurityGroup';

/** Reports the group's current configuration to AWS Config. */
export function groupChanged(world: SandboxWorld, state: Ec2State, group: Group): void {
  world.config.itemChanged(state.account, state.region, type, group.id, {
    description: group.description,
    groupName: group.name,
    ipPermissions: permissionsOf(group, false).map(lowerCamel),
    ownerId: state.account,
    groupId: group.id,
    ipPermissionsEgress: permissionsOf(group, true).map(lowerCamel),
    tags: [...group.tags].map(([key, value]) => ({ key, value })),
    vpcId: group.vpcId,
  });
}

export function groupDeleted(world: SandboxWorld, state: Ec2State, id: string): void {
  world.config.itemChanged(state.account, state.region, type, id, undefined);
}

/** Config starts the member names of EC2's responses with a lower-case letter. */
function lowerCamel(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(lowerCamel);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .map(([name, member]) => [lowerFirst(name), lowerCamel(member)]),
  );
}
