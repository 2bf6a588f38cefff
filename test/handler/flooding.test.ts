// Covers handler/refusals.ts, src/core/judge/denied.ts.
import { describe, expect, it } from 'vitest';
import { createMonitor } from '../../handler/monitor.ts';
import { describe as describeFinding } from '../../src/core/finding/describe.ts';
import type { Finding } from '../../src/core/finding/finding.ts';
import { prepareBaseline } from '../../src/core/judge/evaluate.ts';
import { baseline, ec2InMemory, SETTINGS, wrapped } from './support.ts';

const START = Date.parse('2026-11-01T10:00:00Z');

function environment() {
  let now = START;
  const lines: string[] = [];
  const monitor = createMonitor({
    settings: SETTINGS,
    baseline: prepareBaseline(baseline()),
    aws: ec2InMemory([]),
    now: () => now,
    sleep: async () => undefined,
    out: (line) => lines.push(line),
  });
  return {
    send: (event: unknown) => monitor(event, () => 60_000),
    later: (ms: number) => {
      now += ms;
    },
    findings: () =>
      lines.map((line) => JSON.parse(line) as Finding).filter(({ schema }) => schema.includes('/finding/')),
    heartbeats: () => lines.filter((line) => line.includes('"secgroup-monitor/heartbeat/')),
  };
}

let events = 0;
const refused = (role: string, cidrIp = '0.0.0.0/0', port = 22) =>
  wrapped({
    eventVersion: '1.11',
    userIdentity: { type: 'IAMUser', arn: `arn:aws:iam::111122223333:user/${role}`, userName: role },
    eventTime: '2026-11-01T10:00:00Z',
    eventSource: 'ec2.amazonaws.com',
    eventName: 'AuthorizeSecurityGroupIngress',
    awsRegion: SETTINGS.region,
    recipientAccountId: SETTINGS.account,
    errorCode: 'Client.UnauthorizedOperation',
    requestParameters: {
      groupId: 'sg-0a1b2c3d4e5f60718',
      ipPermissions: {
        items: [{ ipProtocol: 'tcp', fromPort: port, toPort: port, ipRanges: { items: [{ cidrIp }] } }],
      },
    },
    responseElements: null,
    eventID: `e-${++events}`,
  });

const alarms = (findings: Finding[]) => findings.filter(({ severity }) => severity !== 'info');

describe('refused calls', () => {
  it('raises one alarm for a caller and a minute, and never a critical one', async () => {
    const { send, findings, later } = environment();
    for (let n = 0; n < 50; n++) {
      await send(refused('eve'));
      later(1_000);
    }
    const [first, second] = findings();
    expect(findings()).toHaveLength(50);
    expect(alarms(findings())).toEqual([first]);
    expect(first).toMatchObject({ kind: 'denied-attempt', severity: 'medium' });
    expect(describeFinding(second!)).toContain(
      `(attempt 2 within a minute; reported as medium: event ${first!.change!.eventId})`,
    );
    expect(findings().at(-1)!.args.attempts).toBe(50);
  });

  it('raises another for another caller, a more severe call, or a later one', async () => {
    const { send, findings, later } = environment();
    await send(refused('eve', '10.0.0.0/8', 8000));
    await send(refused('eve'));
    await send(refused('mallory'));
    expect(findings().map(({ severity }) => severity)).toEqual(['low', 'medium', 'medium']);
    later(60_000);
    await send(refused('eve'));
    expect(alarms(findings())).toHaveLength(4);
  });
});

describe('checks of all groups', () => {
  const check = { source: 'secgroup-monitor', 'detail-type': 'Check Security Group', detail: {} };

  it('runs a limited number, and says so', async () => {
    const aws = ec2InMemory([]);
    let reads = 0;
    const ec2 = {
      ...aws.ec2,
      describeSecurityGroups: async () => {
        reads += 1;
        return { $metadata: {}, SecurityGroups: [] };
      },
    };
    const lines: string[] = [];
    let now = START;
    const monitor = createMonitor({
      settings: SETTINGS,
      baseline: prepareBaseline(baseline()),
      aws: { ...aws, ec2 },
      now: () => now,
      sleep: async () => undefined,
      out: (line) => lines.push(line),
    });
    for (let n = 0; n < 40; n++) await monitor(check, () => 60_000);
    expect(reads).toBe(5);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('more checks of all groups were requested');
    now += 60_000;
    await monitor(check, () => 60_000);
    expect(reads).toBe(6);
  });

  it('writes no heartbeat: only the schedule does', async () => {
    const { send, heartbeats } = environment();
    await send(check);
    expect(heartbeats()).toEqual([]);
    await send({ source: 'aws.events', 'detail-type': 'Scheduled Event', detail: {} });
    expect(heartbeats()).toHaveLength(1);
  });
});
