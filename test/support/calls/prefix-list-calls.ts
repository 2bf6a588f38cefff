import {
  CreateIpamCommand,
  CreateIpamPrefixListResolverCommand,
  CreateIpamPrefixListResolverTargetCommand,
  CreateManagedPrefixListCommand,
  DescribeIpamsCommand,
  ModifyIpamPrefixListResolverCommand,
  ModifyIpamPrefixListResolverTargetCommand,
  ModifyManagedPrefixListCommand,
  RestoreManagedPrefixListVersionCommand,
} from '@aws-sdk/client-ec2';
import { expect } from 'vitest';
import type { Pipeline } from '../pipeline.ts';
import type { CallRows } from './change-baseline.ts';

async function listOf(p: Pipeline, PrefixListName: string, ...cidrs: string[]): Promise<string> {
  const Entries = cidrs.map((Cidr) => ({ Cidr }));
  const { PrefixList } = await p.ec2.send(
    new CreateManagedPrefixListCommand({ PrefixListName, AddressFamily: 'IPv4', MaxEntries: 5, Entries }),
  );
  return PrefixList!.PrefixListId!;
}

/** Creates a group that admits the list, and waits until the monitor has reported that it is compliant. */
async function userOf(p: Pipeline, PrefixListId: string, name: string): Promise<string> {
  const id = await p.group(name, { Role: 'lists' });
  await p.authorize(id, {
    IpProtocol: 'tcp',
    FromPort: 5432,
    ToPort: 5432,
    PrefixListIds: [{ PrefixListId }],
  });
  const change = { eventName: 'AuthorizeSecurityGroupIngress' };
  await p.finding({ group: { id }, kind: 'compliant', change });
  return id;
}

async function drifted(p: Pipeline, id: string, eventName: string, cidr: string): Promise<void> {
  const drift = await p.finding({ group: { id }, code: 'unexpected-ingress', change: { eventName } });
  expect(drift.unexpected[0]!.rule).toBe(`tcp 5432 from ${cidr}`);
}

const staticRules = (...cidrs: string[]) =>
  cidrs.map((StaticCidr) => ({ RuleType: 'static-cidr' as const, StaticCidr }));

/** Creates a resolver in the Region's only IPAM. */
async function resolverOf(p: Pipeline, ...cidrs: string[]): Promise<string> {
  const { Ipams } = await p.ec2.send(new DescribeIpamsCommand({}));
  const ipam = Ipams![0] ?? (await p.ec2.send(new CreateIpamCommand({}))).Ipam!;
  const { IpamPrefixListResolver } = await p.ec2.send(
    new CreateIpamPrefixListResolverCommand({
      IpamId: ipam.IpamId,
      AddressFamily: 'ipv4',
      Rules: staticRules(...cidrs),
    }),
  );
  return IpamPrefixListResolver!.IpamPrefixListResolverId!;
}

const choose = (p: Pipeline, IpamPrefixListResolverId: string, ...cidrs: string[]) =>
  p.ec2.send(
    new ModifyIpamPrefixListResolverCommand({ IpamPrefixListResolverId, Rules: staticRules(...cidrs) }),
  );

async function tie(
  p: Pipeline,
  IpamPrefixListResolverId: string,
  PrefixListId: string,
  DesiredVersion?: number,
) {
  const { IpamPrefixListResolverTarget } = await p.ec2.send(
    new CreateIpamPrefixListResolverTargetCommand({
      IpamPrefixListResolverId,
      PrefixListId,
      PrefixListRegion: p.region,
      DesiredVersion,
      TrackLatestVersion: DesiredVersion === undefined,
    }),
  );
  return IpamPrefixListResolverTarget!.IpamPrefixListResolverTargetId!;
}

/** Calls that change what a rule admits, but not the rule. No record contains a group, and some contain no list. */
export const PREFIX_LIST_CALLS: CallRows = {
  /** Reports a drift of every group that uses the list. */
  async ModifyManagedPrefixList(p) {
    const PrefixListId = await listOf(p, 'partners', '10.1.0.0/16');
    const ids = [await userOf(p, PrefixListId, 'list-1'), await userOf(p, PrefixListId, 'list-2')];
    const AddEntries = [{ Cidr: '198.51.100.0/24' }];
    await p.ec2.send(new ModifyManagedPrefixListCommand({ PrefixListId, CurrentVersion: 1, AddEntries }));
    for (const id of ids) await drifted(p, id, 'ModifyManagedPrefixList', '198.51.100.0/24');
  },

  /** Reports a drift after an old version is restored. */
  async RestoreManagedPrefixListVersion(p) {
    const PrefixListId = await listOf(p, 'restored', '203.0.113.0/24');
    await p.ec2.send(
      new ModifyManagedPrefixListCommand({
        PrefixListId,
        CurrentVersion: 1,
        RemoveEntries: [{ Cidr: '203.0.113.0/24' }],
        AddEntries: [{ Cidr: '10.9.0.0/16' }],
      }),
    );
    const id = await userOf(p, PrefixListId, 'list-restored');
    await p.ec2.send(
      new RestoreManagedPrefixListVersionCommand({ PrefixListId, PreviousVersion: 1, CurrentVersion: 2 }),
    );
    await drifted(p, id, 'RestoreManagedPrefixListVersion', '203.0.113.0/24');
  },

  /** Reports the entries that a list in use gets from a resolver. */
  async CreateIpamPrefixListResolverTarget(p) {
    const PrefixListId = await listOf(p, 'tied', '10.1.0.0/16');
    const id = await userOf(p, PrefixListId, 'list-tied');
    await tie(p, await resolverOf(p, '198.51.100.0/24'), PrefixListId);
    await drifted(p, id, 'CreateIpamPrefixListResolverTarget', '198.51.100.0/24');
  },

  /** Checks every group that uses a list, because the record contains no list. */
  async ModifyIpamPrefixListResolver(p) {
    const resolver = await resolverOf(p, '10.2.0.0/16');
    const PrefixListId = await listOf(p, 'resolved');
    await tie(p, resolver, PrefixListId);
    const id = await userOf(p, PrefixListId, 'list-resolved');
    await choose(p, resolver, '10.2.0.0/16', '203.0.113.0/24');
    await drifted(p, id, 'ModifyIpamPrefixListResolver', '203.0.113.0/24');
  },

  /** Reports the return to a version that admitted more. */
  async ModifyIpamPrefixListResolverTarget(p) {
    const resolver = await resolverOf(p, '203.0.113.0/25');
    await choose(p, resolver, '10.3.0.0/16');
    const PrefixListId = await listOf(p, 'pinned');
    const IpamPrefixListResolverTargetId = await tie(p, resolver, PrefixListId, 2);
    const id = await userOf(p, PrefixListId, 'list-pinned');
    await p.ec2.send(
      new ModifyIpamPrefixListResolverTargetCommand({ IpamPrefixListResolverTargetId, DesiredVersion: 1 }),
    );
    await drifted(p, id, 'ModifyIpamPrefixListResolverTarget', '203.0.113.0/25');
  },
};
