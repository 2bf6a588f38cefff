import { addGroup, addRule, defaultVpcOf, ec2State } from '../../../src/sandbox/ec2/state.ts';
import type { SandboxWorld } from '../../../src/sandbox/service.ts';

/** Fills an account and Region with groups, each with `rules` ingress rules from 10.0.0.0/8. */
export function fillWithGroups(
  world: SandboxWorld,
  account: string,
  region: string,
  { groups, rules }: { groups: number; rules: number },
): void {
  const state = ec2State(world, account, region);
  state.quotas.groups = Math.max(state.quotas.groups, state.groups.size + groups);
  const vpc = defaultVpcOf(state)!;
  for (let g = 0; g < groups; g++) {
    const group = addGroup(world, state, vpc, { name: `group-${g}`, description: 'one of many' });
    for (let r = 0; r < rules; r++) {
      const port = 1024 + r;
      addRule(world, state, group, {
        egress: false,
        protocol: 'tcp',
        from: port,
        to: port,
        peer: { cidrIpv4: `10.${Math.floor(g / 256) % 256}.${g % 256}.0/24` },
      });
    }
  }
}
