import type { IpPermission } from '@aws-sdk/client-ec2';
import type { Pipeline } from '../pipeline.ts';

/** By event name: makes the call on an account with a monitor, and awaits what the log has to say of it. */
export type CallRows = Record<string, (p: Pipeline) => Promise<void>>;

/** What is meant for the groups that the calls are made on. */
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

/** A group that is in line with the entry `web`, and known to be. */
export async function webGroup(p: Pipeline, name: string): Promise<string> {
  const id = await p.group(name, { Role: 'web' });
  await p.authorize(id, HTTPS);
  await p.finding({ group: { id }, kind: 'resolved' });
  return id;
}
