import {
  CreateManagedPrefixListCommand,
  CreateTagsCommand,
  DeleteSecurityGroupCommand,
  type IpPermission,
  ModifySecurityGroupRulesCommand,
  RevokeSecurityGroupIngressCommand,
} from '@aws-sdk/client-ec2';
import { expect, it } from 'vitest';
import { isAlert, type Verdict } from '../../../src/core/finding/finding.ts';
import type { RehearsalReport } from '../../../src/reports/rehearsal.ts';

import { eventually } from '../../support/eventually.ts';
import { type Pipeline, pipeline, tcp } from '../../support/pipeline.ts';

const BASELINE = `
version: 1
groups:
  - name: web
    match: { tag: { Role: web } }
    ingress: exactly
    rules:
      - tcp 443 from anywhere
  - name: internal
    match: { tag: { Role: internal } }
    ingress: at-most
    rules:
      - tcp 5432 from 10.0.0.0/8
never:
  - { rule: tcp 22,3389 from anywhere, severity: critical }
unlisted: ignore
`;

const DAYS = 30;
const AUTHORIZE = 'AuthorizeSecurityGroupIngress';

/** The fields that must be equal in both. */
function told(finding: Verdict & { change?: { eventId: string } | undefined }) {
  const lines = (items: Verdict['unexpected']) => items.map(({ rule }) => rule).sort();
  return {
    event: finding.change?.eventId,
    group: finding.group?.id,
    kind: finding.kind,
    code: finding.code,
    severity: finding.severity,
    baseline: finding.baseline,
    unexpected: lines(finding.unexpected),
    missing: lines(finding.missing),
  };
}

const isCanary = ({ group }: Verdict) => group?.name?.startsWith('secgroup-monitor-canary-') === true;

const byEvent = (a: ReturnType<typeof told>, b: ReturnType<typeof told>) =>
  JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;

it('reports the same about a generated month as the installed monitor', async () => {
  await using live = await pipeline({ baseline: BASELINE });
  // Records have whole seconds. Within one second, they don't show which call came first.
  let ahead = 0;
  const { world } = live.sandbox;
  const { now } = world;
  world.now = () => now() + ahead;
  const nextSecond = () => {
    ahead += 1_000;
  };
  const groups = await changesOfAMonth(live, nextSecond);
  const before = (await live.findings()).length;
  await listComesAndGoes(live, nextSecond);
  await settle(live, before + 2);
  nextSecond();
  // A tag can move a group to another entry, so the group is judged.
  await live.ec2.send(new CreateTagsCommand({ Resources: [groups[0]!], Tags: [{ Key: 'x', Value: 'y' }] }));
  await live.finding({ group: { id: groups[0] }, change: { eventName: 'CreateTags' } });
  nextSecond();
  expect((await live.cli('test-trigger', '--timeout', '15s')).code).toBe(0);
  const canaries = new Set((await live.findings()).filter(isCanary).map(({ group }) => group!.id));
  expect(canaries.size).toBe(1);
  // test-trigger does not wait between its calls, so the canary group can be deleted before the function reads it.
  const ofCanary = ({ group }: Verdict) => canaries.has(group?.id ?? '');
  const judged = (await live.findings()).filter(
    (finding) => finding.change && finding.kind !== 'tamper' && !ofCanary(finding),
  );
  const expected = judged
    .filter(({ code }) => code !== 'in-line')
    .map(told)
    .sort(byEvent);
  // The time at which the last log file arrives is not known.
  const bucket = await bucketOf(live);
  const report = await eventually(async () => {
    const report = await rehearse(live, bucket);
    expect(report.findings.at(-1)).toMatchObject({ code: 'group-deleted', group: { id: [...canaries][0] } });
    return report;
  }, 20_000);
  const others = report.findings.filter((finding) => !ofCanary(finding));
  expect(others.map(told).sort(byEvent)).toEqual(expected);
  expect(report.findings.filter(ofCanary).map(({ code, severity }) => [code, severity])).toEqual([
    ['unexpected-ingress', 'info'],
    ['back-in-line', 'info'],
    ['group-deleted', 'info'],
  ]);
  expect(expected.length).toBeGreaterThan(10);
  expect(report.gaps).toEqual([]);
  expect(report.alerts).toBe(expected.filter(isAlert).length);
}, 120_000);

/** Waits until the monitor has written more findings, so that each call is judged in the state that it created. */
async function settle(live: Pipeline, before: number): Promise<void> {
  await eventually(async () => expect((await live.findings()).length).toBeGreaterThan(before), 15_000);
}

async function rehearse(live: Pipeline, bucket: string): Promise<RehearsalReport> {
  const words = ['history', '--baseline', 'baseline.yaml', '--from', `s3://${bucket}`, '--format', 'json'];
  const { code, stdout, stderr } = await live.cli(...words);
  expect(code, stderr).toBe(0);
  return JSON.parse(stdout);
}

const PERMISSIONS: IpPermission[] = [
  { ...tcp(443, '0.0.0.0/0'), Ipv6Ranges: [{ CidrIpv6: '::/0' }] },
  tcp(443, '0.0.0.0/0'),
  tcp(5432, '10.0.0.0/8'),
  tcp(5432, '10.20.0.0/16'),
  tcp(22, '203.0.113.0/24'),
  tcp(22, '198.51.100.9/0'),
  tcp(8080, '192.0.2.7/32'),
  { IpProtocol: '-1', IpRanges: [{ CidrIp: '10.0.0.0/8' }] },
];

/** Makes one change a day. Returns the created groups. */
async function changesOfAMonth(live: Pipeline, nextSecond: () => void): Promise<string[]> {
  const { ec2 } = live;
  const random = sequence(7);
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)]!;
  const groups: string[] = [];
  /** Rule ids of each group. */
  const rules = new Map<string, string[]>();
  for (let day = 0; day < DAYS; day++) {
    nextSecond();
    const before = (await live.findings()).length;
    const group = pick(groups);
    const own = rules.get(group ?? '') ?? [];
    const what =
      groups.length < 2
        ? 'create'
        : pick(['create', 'open', 'open', 'open', 'close', 'close', 'rewrite', 'fail']);
    if (what === 'create') {
      const id = await live.group(`g${day}`, { Role: pick(['web', 'internal']) });
      groups.push(id);
      rules.set(id, []);
    } else if (what === 'close' && own.length > 0) {
      const SecurityGroupRuleIds = own.splice(0, 1);
      await ec2.send(new RevokeSecurityGroupIngressCommand({ GroupId: group, SecurityGroupRuleIds }));
    } else if (what === 'rewrite' && own.length > 0) {
      const ports = { FromPort: 9000 + day, ToPort: 9000 + day };
      const SecurityGroupRule = { IpProtocol: 'tcp', ...ports, CidrIpv4: '192.0.2.0/24' };
      const SecurityGroupRules = [{ SecurityGroupRuleId: own[0]!, SecurityGroupRule }];
      await ec2.send(new ModifySecurityGroupRulesCommand({ GroupId: group, SecurityGroupRules }));
    } else if (what === 'fail') {
      await expect(
        ec2.send(new DeleteSecurityGroupCommand({ GroupId: 'sg-00000000000000000' })),
      ).rejects.toThrow();
    } else {
      try {
        const answer = await live.authorize(group, pick(PERMISSIONS));
        own.push(...(answer.SecurityGroupRules ?? []).map((rule) => rule.SecurityGroupRuleId!));
      } catch (error) {
        // Adding the same rule twice is a failed call, which both must report as one.
        expect((error as Error).name).toBe('InvalidPermission.Duplicate');
      }
    }
    await settle(live, before);
  }
  return groups;
}

/** Opens a group to an allowed prefix list and closes it again. Then no group uses the list. */
async function listComesAndGoes(live: Pipeline, nextSecond: () => void): Promise<void> {
  const { ec2 } = live;
  const { PrefixList } = await ec2.send(
    new CreateManagedPrefixListCommand({
      PrefixListName: 'partners',
      AddressFamily: 'IPv4',
      MaxEntries: 5,
      Entries: [{ Cidr: '10.20.0.0/16' }],
    }),
  );
  const PrefixListIds = [{ PrefixListId: PrefixList!.PrefixListId }];
  const permission = { IpProtocol: 'tcp', FromPort: 5432, ToPort: 5432, PrefixListIds };
  nextSecond();
  const GroupId = await live.group('opened to a list', { Role: 'internal' });
  nextSecond();
  await live.authorize(GroupId, permission);
  await live.finding({ group: { id: GroupId }, code: 'in-line', change: { eventName: AUTHORIZE } });
  nextSecond();
  await ec2.send(new RevokeSecurityGroupIngressCommand({ GroupId, IpPermissions: [permission] }));
}

/** Returns the bucket of the trail that `install` created. */
async function bucketOf(live: Pipeline): Promise<string> {
  const { S3Client, ListBucketsCommand } = await import('@aws-sdk/client-s3');
  const s3 = new S3Client({ ...live.config, forcePathStyle: true });
  const { Buckets } = await s3.send(new ListBucketsCommand({}));
  s3.destroy();
  return Buckets![0]!.Name!;
}

function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
}
