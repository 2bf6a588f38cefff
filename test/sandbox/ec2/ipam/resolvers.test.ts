// Covers src/sandbox/ec2/ipam/*.ts.
import { EC2 } from '@aws-sdk/client-ec2';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { clientConfig, testSandbox } from '../../../support/sandbox.ts';

let sandbox: Awaited<ReturnType<typeof testSandbox>>;
let ec2: EC2;
let IpamId: string;
beforeEach(async () => {
  sandbox = await testSandbox();
  ec2 = new EC2(clientConfig(sandbox));
  ({ IpamId } = (await ec2.createIpam({ OperatingRegions: [{ RegionName: 'us-east-1' }] })).Ipam as {
    IpamId: string;
  });
});
afterEach(() => sandbox[Symbol.asyncDispose]());

const rules = (...cidrs: string[]) =>
  cidrs.map((StaticCidr) => ({ RuleType: 'static-cidr' as const, StaticCidr }));

async function resolver(...cidrs: string[]): Promise<string> {
  const { IpamPrefixListResolver } = await ec2.createIpamPrefixListResolver({
    IpamId,
    AddressFamily: 'ipv4',
    Rules: rules(...cidrs),
  });
  return IpamPrefixListResolver!.IpamPrefixListResolverId!;
}

async function list(client = ec2, MaxEntries = 3): Promise<string> {
  const { PrefixList } = await client.createManagedPrefixList({
    PrefixListName: 'offices',
    AddressFamily: 'IPv4',
    MaxEntries,
    Entries: [{ Cidr: '192.0.2.0/24' }],
  });
  return PrefixList!.PrefixListId!;
}

async function entries(PrefixListId: string, client = ec2): Promise<unknown[]> {
  const { Entries } = await client.getManagedPrefixListEntries({ PrefixListId });
  return Entries!.map(({ Cidr }) => Cidr);
}

async function target(IpamPrefixListResolverId: string, PrefixListId: string, DesiredVersion?: number) {
  const { IpamPrefixListResolverTarget } = await ec2.createIpamPrefixListResolverTarget({
    IpamPrefixListResolverId,
    PrefixListId,
    PrefixListRegion: 'eu-west-1',
    TrackLatestVersion: DesiredVersion === undefined,
    DesiredVersion,
  });
  return IpamPrefixListResolverTarget!.IpamPrefixListResolverTargetId!;
}

const targetRow = async (id: string) =>
  (await ec2.describeIpamPrefixListResolverTargets({ IpamPrefixListResolverTargetIds: [id] }))
    .IpamPrefixListResolverTargets![0];

describe('a prefix list resolver', () => {
  it('writes the entries of its target list, and writes them again when its rules change', async () => {
    const id = await resolver('203.0.113.9/24');
    const PrefixListId = await list();
    const targetId = await target(id, PrefixListId);
    expect(await entries(PrefixListId)).toEqual(['203.0.113.0/24']);
    await ec2.modifyIpamPrefixListResolver({
      IpamPrefixListResolverId: id,
      Rules: rules('198.51.100.0/24', '203.0.113.0/24'),
    });
    expect(await entries(PrefixListId)).toEqual(['198.51.100.0/24', '203.0.113.0/24']);
    expect(await targetRow(targetId)).toMatchObject({
      State: 'sync-complete',
      DesiredVersion: 2,
      LastSyncedVersion: 2,
      TrackLatestVersion: true,
    });
    const { PrefixLists } = await ec2.describeManagedPrefixLists({ PrefixListIds: [PrefixListId] });
    expect(PrefixLists).toMatchObject([
      { Version: 3, IpamPrefixListResolverTargetId: targetId, IpamPrefixListResolverSyncEnabled: true },
    ]);
  });

  it('keeps its versions, and a target can use an old one', async () => {
    const id = await resolver('203.0.113.0/24');
    const PrefixListId = await list();
    const targetId = await target(id, PrefixListId, 1);
    await ec2.modifyIpamPrefixListResolver({ IpamPrefixListResolverId: id, Description: 'no other choice' });
    await ec2.modifyIpamPrefixListResolver({ IpamPrefixListResolverId: id, Rules: rules('10.0.0.0/8') });
    expect(await entries(PrefixListId)).toEqual(['203.0.113.0/24']);
    const { IpamPrefixListResolverVersions: versions } = await ec2.getIpamPrefixListResolverVersions({
      IpamPrefixListResolverId: id,
    });
    expect(versions).toEqual([{ Version: 1 }, { Version: 2 }]);
    await ec2.modifyIpamPrefixListResolverTarget({
      IpamPrefixListResolverTargetId: targetId,
      TrackLatestVersion: true,
    });
    expect(await entries(PrefixListId)).toEqual(['10.0.0.0/8']);
    await ec2.modifyIpamPrefixListResolverTarget({
      IpamPrefixListResolverTargetId: targetId,
      TrackLatestVersion: false,
      DesiredVersion: 1,
    });
    expect(await entries(PrefixListId)).toEqual(['203.0.113.0/24']);
    const { Entries } = await ec2.getIpamPrefixListResolverVersionEntries({
      IpamPrefixListResolverId: id,
      IpamPrefixListResolverVersion: 1,
    });
    expect(Entries).toEqual([{ Cidr: '203.0.113.0/24' }]);
    const { Rules } = await ec2.getIpamPrefixListResolverRules({ IpamPrefixListResolverId: id });
    expect(Rules).toMatchObject(rules('10.0.0.0/8'));
  });

  it('reaches lists in other Regions', async () => {
    const there = new EC2(clientConfig(sandbox, '111122223333', 'us-east-1'));
    const PrefixListId = await list(there);
    await ec2.createIpamPrefixListResolverTarget({
      IpamPrefixListResolverId: await resolver('203.0.113.0/24'),
      PrefixListId,
      PrefixListRegion: 'us-east-1',
      TrackLatestVersion: true,
    });
    expect(await entries(PrefixListId, there)).toEqual(['203.0.113.0/24']);
    const disabled = { PrefixListId, IpamPrefixListResolverSyncEnabled: false };
    await there.modifyManagedPrefixList(disabled);
  });

  it('does not change a list without room for its entries', async () => {
    const PrefixListId = await list(ec2, 1);
    const targetId = await target(await resolver('198.51.100.0/24', '203.0.113.0/24'), PrefixListId);
    expect(await entries(PrefixListId)).toEqual(['192.0.2.0/24']);
    expect(await targetRow(targetId)).toMatchObject({
      State: 'sync-failed',
      StateMessage: expect.stringContaining('room for 1'),
    });
  });

  it('owns the entries until the owner of the list disables the synchronisation', async () => {
    const PrefixListId = await list();
    const id = await resolver('203.0.113.0/24');
    await target(id, PrefixListId);
    const edit = { PrefixListId, CurrentVersion: 2, AddEntries: [{ Cidr: '10.0.0.0/8' }] };
    await expect(ec2.modifyManagedPrefixList(edit)).rejects.toMatchObject({ name: 'IncorrectState' });
    await expect(
      ec2.restoreManagedPrefixListVersion({ PrefixListId, CurrentVersion: 2, PreviousVersion: 1 }),
    ).rejects.toMatchObject({ name: 'IncorrectState' });
    await ec2.modifyManagedPrefixList({ ...edit, IpamPrefixListResolverSyncEnabled: false });
    const other = rules('198.51.100.0/24');
    await ec2.modifyIpamPrefixListResolver({ IpamPrefixListResolverId: id, Rules: other });
    expect(await entries(PrefixListId)).toEqual(['203.0.113.0/24', '10.0.0.0/8']);
    await ec2.modifyManagedPrefixList({ PrefixListId, IpamPrefixListResolverSyncEnabled: true });
    expect(await entries(PrefixListId)).toEqual(['198.51.100.0/24']);
    await expect(
      ec2.modifyManagedPrefixList({ PrefixListId: await list(), IpamPrefixListResolverSyncEnabled: true }),
    ).rejects.toMatchObject({ name: 'InvalidParameterValue' });
  });

  it('is deleted after its targets and before the IPAM, while the entries stay', async () => {
    const id = await resolver('203.0.113.0/24');
    const PrefixListId = await list();
    const targetId = await target(id, PrefixListId);
    const busy = { name: 'DependencyViolation' };
    await expect(ec2.deleteIpam({ IpamId })).rejects.toMatchObject(busy);
    await expect(ec2.deleteIpamPrefixListResolver({ IpamPrefixListResolverId: id })).rejects.toMatchObject(
      busy,
    );
    await ec2.deleteIpamPrefixListResolverTarget({ IpamPrefixListResolverTargetId: targetId });
    await ec2.deleteIpamPrefixListResolver({ IpamPrefixListResolverId: id });
    await ec2.deleteIpam({ IpamId });
    expect((await ec2.describeIpams({})).Ipams).toEqual([]);
    expect(await entries(PrefixListId)).toEqual(['203.0.113.0/24']);
    await ec2.modifyManagedPrefixList({
      PrefixListId,
      CurrentVersion: 2,
      RemoveEntries: [{ Cidr: '203.0.113.0/24' }],
    });
    expect(await entries(PrefixListId)).toEqual([]);
  });

  it('refuses the same input as AWS, and rules that the sandbox does not support', async () => {
    const refused = (call: Promise<unknown>, name: string) => expect(call).rejects.toMatchObject({ name });
    await refused(ec2.createIpam({}), 'ResourceLimitExceeded');
    await refused(
      ec2.createIpamPrefixListResolver({ IpamId: 'ipam-0123456789abcdef0', AddressFamily: 'ipv4' }),
      'InvalidIpamId.NotFound',
    );
    const resource = [{ RuleType: 'ipam-resource-cidr' as const, ResourceType: 'vpc' as const }];
    await refused(
      ec2.createIpamPrefixListResolver({ IpamId, AddressFamily: 'ipv4', Rules: resource }),
      'InvalidParameterValue',
    );
    await refused(
      ec2.createIpamPrefixListResolver({ IpamId, AddressFamily: 'ipv6', Rules: rules('10.0.0.0/8') }),
      'InvalidParameterValue',
    );
    const { IpamPrefixListResolver } = await ec2.createIpamPrefixListResolver({
      IpamId,
      AddressFamily: 'ipv6',
    });
    const PrefixListId = await list();
    await refused(
      target(IpamPrefixListResolver!.IpamPrefixListResolverId!, PrefixListId),
      'InvalidParameterValue',
    );
    const id = await resolver('10.0.0.0/8');
    await refused(target(id, PrefixListId, 7), 'InvalidParameterValue');
    await target(id, PrefixListId);
    await refused(target(await resolver(), PrefixListId), 'InvalidParameterValue');
    await refused(
      ec2.modifyIpamPrefixListResolverTarget({
        IpamPrefixListResolverTargetId: 'ipam-plr-0123456789abcdef0',
      }),
      'InvalidIpamPrefixListResolverTargetId.Malformed',
    );
  });

  it('needs the Advanced Tier', async () => {
    await ec2.deleteIpam({ IpamId });
    const { Ipam } = await ec2.createIpam({ Tier: 'free' });
    await expect(
      ec2.createIpamPrefixListResolver({ IpamId: Ipam!.IpamId, AddressFamily: 'ipv4' }),
    ).rejects.toMatchObject({ name: 'InvalidParameterValue' });
  });

  it('has tags', async () => {
    const id = await resolver();
    await ec2.createTags({ Resources: [IpamId, id], Tags: [{ Key: 'Team', Value: 'net' }] });
    const Filters = [{ Name: 'tag:Team', Values: ['net'] }];
    expect((await ec2.describeIpams({ Filters })).Ipams).toHaveLength(1);
    expect((await ec2.describeIpamPrefixListResolvers({ Filters })).IpamPrefixListResolvers).toMatchObject([
      {
        IpamPrefixListResolverId: id,
        IpamPrefixListResolverArn: `arn:aws:ec2::111122223333:ipam-prefix-list-resolver/${id}`,
      },
    ]);
  });
});
