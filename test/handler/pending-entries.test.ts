import { expect, it } from 'vitest';
import { createMonitor } from '../../handler/monitor.ts';
import { prepareBaseline } from '../../src/core/judge/evaluate.ts';
import { baseline, ec2InMemory, SETTINGS, wrapped } from './support.ts';

const NOW = Date.parse('2026-11-01T10:00:05Z');
const LIST = 'pl-0123456789abcdef0';

const modified = wrapped({
  eventVersion: '1.11',
  userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/eve', userName: 'eve' },
  eventTime: '2026-11-01T10:00:00Z',
  eventSource: 'ec2.amazonaws.com',
  eventName: 'ModifyManagedPrefixList',
  awsRegion: SETTINGS.region,
  requestParameters: {
    ModifyManagedPrefixListRequest: {
      PrefixListId: LIST,
      AddEntry: { Cidr: '0.0.0.0/0', tag: 1 },
      RemoveEntry: { Cidr: '10.0.0.0/8', tag: 1 },
    },
  },
  eventID: 'e-1',
});

/** Judges a group that admits ssh from a list. The list shows its new entries after `readsBefore` reads. */
async function judged(readsBefore: number, now = NOW) {
  const aws = ec2InMemory([]);
  let reads = 0;
  const IpProtocol = 'tcp';
  const [FromPort, ToPort] = [22, 22];
  aws.ec2.getManagedPrefixListEntries = async () => {
    reads += 1;
    return { $metadata: {}, Entries: [{ Cidr: reads > readsBefore ? '0.0.0.0/0' : '10.0.0.0/8' }] };
  };
  aws.ec2.describeSecurityGroups = async () => ({
    $metadata: {},
    SecurityGroups: [
      {
        GroupId: 'sg-1',
        IpPermissions: [{ IpProtocol, FromPort, ToPort, PrefixListIds: [{ PrefixListId: LIST }] }],
      },
    ],
  });
  aws.ec2.describeSecurityGroupRules = async () => ({ $metadata: {}, SecurityGroupRules: [] });
  const lines: string[] = [];
  const monitor = createMonitor({
    settings: SETTINGS,
    baseline: prepareBaseline(
      baseline({
        unlisted: 'ignore',
        never: [{ rule: 'tcp 22 from anywhere', widerThan: { ipv4: 8, ipv6: 32 } }],
      }),
    ),
    aws,
    now: () => now,
    sleep: async () => undefined,
    out: (line) => lines.push(line),
  });
  await monitor(modified, () => 60_000);
  return { reads, codes: lines.map((line) => JSON.parse(line).code) };
}

it('reads a list again before it judges it if the list still shows its old entries', async () => {
  expect(await judged(3)).toEqual({ reads: 4, codes: ['forbidden-ingress'] });
});

it('stops after a few reads, and reads only once for a late event', async () => {
  expect((await judged(1_000)).reads).toBe(6);
  expect((await judged(1_000, NOW + 600_000)).reads).toBe(1);
});
