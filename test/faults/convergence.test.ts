import { execFileSync } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import {
  DescribeSecurityGroupsCommand,
  RevokeSecurityGroupIngressCommand,
  type SecurityGroup,
} from '@aws-sdk/client-ec2';
import { expect, it } from 'vitest';
import type { Finding } from '../../src/core/finding/finding.ts';
import { eventually } from '../support/eventually.ts';
import { pipeline, tcp } from '../support/pipeline.ts';

const GROUPS = 200;
const CHANGES = 10_000;
const AT_ONCE = 16;

const BASELINE = `
version: 1
groups:
  - name: web
    match: { name: "web*" }
    ingress: exactly
    rules:
      - tcp 443 from anywhere
unlisted: ignore
`;

/** Rules that the changes add and remove. The first two together match the baseline. */
const RULES = [
  tcp(443, '0.0.0.0/0'),
  { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, Ipv6Ranges: [{ CidrIpv6: '::/0' }] },
  tcp(22, '0.0.0.0/0'),
  tcp(3306, '10.0.0.0/8'),
];

/** Returns the correct result for the final state, computed without the product's algebra. */
function expected(group: SecurityGroup): { unexpected: boolean; missing: boolean } {
  const open = (group.IpPermissions ?? []).flatMap((permission) => [
    ...(permission.IpRanges ?? []).map(({ CidrIp }) => `${permission.FromPort} ${CidrIp}`),
    ...(permission.Ipv6Ranges ?? []).map(({ CidrIpv6 }) => `${permission.FromPort} ${CidrIpv6}`),
  ]);
  const allowed = ['443 0.0.0.0/0', '443 ::/0'];
  return {
    unexpected: open.some((rule) => !allowed.includes(rule)),
    missing: allowed.some((rule) => !open.includes(rule)),
  };
}

it(`ends with the correct finding for each of ${GROUPS} groups after ${CHANGES} changes`, async () => {
  const timing = {
    iamPropagationMs: 0,
    functionPendingMs: 0,
    // Records arrive up to 0.3 s late, so they are far out of order at this rate.
    cloudTrailDelayMs: { min: 0, max: 300 },
    ruleEffectMs: 0,
    logIngestionMs: { min: 0, max: 200 },
    retryMinuteMs: 200,
  };
  await using p = await pipeline({ baseline: BASELINE, sandbox: { timing, duplicateRate: 0.1, seed: 7 } });
  const ids: string[] = [];
  for (let n = 0; n < GROUPS; n++) ids.push(await p.group(`web-${n}`));

  p.sandbox.faults.add({ service: 'ec2', operation: 'Describe*', rate: 0.02, action: { do: 'throttle' } });
  p.sandbox.faults.add({
    service: 'ec2',
    operation: 'Describe*',
    rate: 0.01,
    action: { do: 'reset-before' },
  });
  let crashes = 0;
  const crashing = setInterval(() => {
    const processes = functionProcesses();
    const victim = processes[Math.floor(p.sandbox.world.random() * processes.length)];
    if (victim === undefined) return;
    process.kill(victim, 'SIGKILL');
    crashes += 1;
  }, 500);

  const random = p.sandbox.world.random;
  const started = Date.now();
  let refused = 0;
  let next = 0;
  const worker = async () => {
    while (next++ < CHANGES) {
      const id = ids[Math.floor(random() * GROUPS)]!;
      const rule = RULES[Math.floor(random() * RULES.length)]!;
      try {
        if (random() < 0.5) await p.authorize(id, rule);
        else await p.ec2.send(new RevokeSecurityGroupIngressCommand({ GroupId: id, IpPermissions: [rule] }));
      } catch {
        refused += 1; // The rule exists or is missing. A failed change is an event, too.
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  clearInterval(crashing);
  p.sandbox.faults.clear();
  const changing = Date.now() - started;

  const groups = new Map<string, SecurityGroup>();
  let NextToken: string | undefined;
  do {
    const page = await p.ec2.send(new DescribeSecurityGroupsCommand({ NextToken, MaxResults: 1000 }));
    for (const group of page.SecurityGroups!) groups.set(group.GroupId!, group);
    NextToken = page.NextToken;
  } while (NextToken);

  const wrong = async (): Promise<string[]> => {
    const last = new Map<string, { at: string; findings: Finding[] }>();
    for (const finding of await p.findings()) {
      const id = finding.group?.id;
      if (id === undefined || finding.observedAt === undefined) continue;
      const known = last.get(id);
      if (known && known.at > finding.observedAt) continue;
      const findings = known?.at === finding.observedAt ? [...known.findings, finding] : [finding];
      last.set(id, { at: finding.observedAt, findings });
    }
    return ids.filter((id) => {
      const reported = last.get(id)?.findings ?? [];
      const { unexpected, missing } = expected(groups.get(id)!);
      const drift = reported.filter((finding) => finding.kind === 'drift');
      return (
        reported.length === 0 ||
        drift.some((finding) => finding.unexpected.length > 0) !== unexpected ||
        drift.some((finding) => finding.missing.length > 0) !== missing
      );
    });
  };
  // Reading the whole log is slow. Without a pause it would delay the findings.
  await eventually(async () => {
    await delay(2_000);
    const events = new Set((await p.findings()).map((finding) => finding.change?.eventId));
    expect(events.size, 'changes that led to a finding').toBeGreaterThanOrEqual(CHANGES);
    expect(await wrong()).toEqual([]);
  }, 600_000);
  const settled = Date.now() - started;

  const drifting = [...groups.values()]
    .filter((group) => ids.includes(group.GroupId!))
    .filter((group) => {
      const { unexpected, missing } = expected(group);
      return unexpected || missing;
    }).length;
  const findings = await p.findings();
  const events = new Set(findings.map((finding) => finding.change?.eventId));
  console.log(
    `measured: ${CHANGES} changes (${refused} refused) over ${GROUPS} groups in ${changing} ms, settled after ${settled} ms; ` +
      `${crashes} function processes killed; ${findings.length} findings of ${events.size} events; ${drifting} groups end in drift, 0 lost, 0 wrong`,
  );
  expect(crashes).toBeGreaterThan(5);
  expect(drifting).toBeGreaterThan(GROUPS / 2);
});

/** Returns the process ids of functions, which the sandbox runs as children of this process. */
function functionProcesses(): number[] {
  try {
    const found = execFileSync('pgrep', ['-P', String(process.pid), '-f', 'lambda-bootstrap'], {
      encoding: 'utf8',
    });
    return found.trim().split('\n').map(Number);
  } catch {
    return []; // pgrep exits with 1 if no function runs.
  }
}
