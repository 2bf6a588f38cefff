import type { IpPermission } from '@aws-sdk/client-ec2';
import type { Pipeline } from '../pipeline.ts';

/** By event name: makes the call in an account with a monitor, and waits for the findings about it. */
export type CallRows = Record<string, (p: Pipeline) => Promise<void>>;

/** The baseline for the groups that the calls change. */
export const CHANGE_BASELINE = `
version: 1
groups:
  - name: web
    match: { tag: { Role: web } }
    ingress: exactly
    rules:
      - tcp 443 from anywhere
  - name: lists
    match: { tag: { Role: lists } }
    ingress: at-most
    rules:
      - tcp 5432 from 10.0.0.0/8
  - name: wide
    match: { tag: { Role: wide } }
    ingress: at-most
    rules:
      - tcp from anywhere
  - name: default groups
    match: { name: default }
    ingress: at-most
    rules: []
unlisted: alert
`;

export const HTTPS: IpPermission = {
  IpProtocol: 'tcp',
  FromPort: 443,
  ToPort: 443,
  IpRanges: [{ CidrIp: '0.0.0.0/0' }],
  Ipv6Ranges: [{ CidrIpv6: '::/0' }],
};

/** Creates a group that matches the entry `web`, and waits until the monitor has reported that. */
export async function webGroup(p: Pipeline, name: string): Promise<string> {
  const id = await p.group(name, { Role: 'web' });
  await p.authorize(id, HTTPS);
  await p.finding({ group: { id }, kind: 'resolved' });
  return id;
}
