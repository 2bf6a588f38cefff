/**
 * Starts a sandbox with GROUP_COUNT groups of up to 60 rules each. Sends the environment of its clients to the
 * parent process.
 */

import { addGroup, addRule, defaultVpcOf, ec2State } from '../../src/sandbox/ec2/state.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';

const ACCOUNT = '111122223333';
const REGION = 'eu-west-1';
const count = Number(process.env.GROUP_COUNT);

const sandbox = await startSandbox({ timing: 'instant', seed: 1 });
const state = ec2State(sandbox.world, ACCOUNT, REGION);
state.quotas.groups = count + 1;
const vpc = defaultVpcOf(state)!;
for (let g = 0; g < count; g++) {
  const group = addGroup(sandbox.world, state, vpc, { name: `group-${g}`, description: 'one of many' });
  for (let r = 0; r < g % 61; r++) {
    const from = 1024 + r * 3;
    const cidrIpv4 = `10.${(g >> 8) % 256}.${g % 256}.${(r % 16) * 16}/28`;
    addRule(sandbox.world, state, group, {
      egress: false,
      protocol: 'tcp',
      from,
      to: from + (r % 3),
      peer: { cidrIpv4 },
    });
  }
  // One group in a hundred is open to the internet.
  if (g % 100 === 0) {
    addRule(sandbox.world, state, group, {
      egress: false,
      protocol: 'tcp',
      from: 22,
      to: 22,
      peer: { cidrIpv4: '0.0.0.0/0' },
    });
  }
}
process.send?.({
  AWS_ENDPOINT_URL: sandbox.url,
  AWS_ACCESS_KEY_ID: ACCOUNT,
  AWS_SECRET_ACCESS_KEY: sandbox.secret,
  AWS_REGION: REGION,
});
