import { describe, expect, it } from 'vitest';
import { paint } from '../../src/cli/paint.ts';
import { testTriggerPretty } from '../../src/render/test-trigger-pretty.ts';
import type { TestTriggerReport, TriggerRun } from '../../src/reports/test-trigger.ts';
import { statisticsOf, timelineOf } from '../../src/trigger/timeline.ts';
import { finding } from '../support/findings.ts';

const at = (time: string) => Date.parse(`2026-11-01T10:00:${time}Z`);
const CHANGE = { ...finding().change!, time: '2026-11-01T10:00:00Z' };

function arrived(delayMs: number): TriggerRun {
  const written = new Date(at('02.000') + delayMs).toISOString();
  const about = finding({
    severity: 'info',
    unexpected: [{ rule: 'tcp 9 from 192.0.2.1/32', ids: [] }],
    receivedAt: new Date(at('01.700') + delayMs).toISOString(),
    time: written,
    change: CHANGE,
  });
  const timeline = timelineOf({
    sentAt: at('00.250'),
    finding: about,
    ingestedAt: at('02.100') + delayMs,
    seenAt: at('03.250') + delayMs,
  });
  return { ok: true, requestId: 'r', sentAt: at('00.250'), timeline, finding: about };
}

function report(part: Partial<TestTriggerReport>): TestTriggerReport {
  const run = arrived(0);
  return {
    schema: 'secgroup-monitor/test-trigger/1',
    ok: true,
    stack: 'secgroup-monitor',
    region: 'eu-west-1',
    group: { id: 'sg-0123456789abcdef0', name: 'secgroup-monitor-canary-1', own: true },
    timeline: run.timeline,
    finding: run.finding,
    runs: [run],
    statistics: [],
    timeoutMs: 120_000,
    diagnosis: null,
    removed: [],
    ...part,
  };
}

const lost = report({
  ok: false,
  timeline: timelineOf({ sentAt: at('00.250') }),
  finding: null,
  diagnosis: {
    hops: [
      { hop: 'trail', ok: true, detail: 'logging in eu-west-1: main' },
      {
        hop: 'role',
        ok: false,
        detail:
          'role-policy secgroup-monitor-eu-west-1/secgroup-monitor: it was removed by \u001b[31msomebody',
        remedy: 'secgroup-monitor install --stack secgroup-monitor --region eu-west-1',
      },
    ],
    inEventHistory: true,
    broken: 'role',
    remedy: 'secgroup-monitor install --stack secgroup-monitor --region eu-west-1',
  },
});

const show = (what: TestTriggerReport, tty: boolean, columns: number, colours = false) =>
  testTriggerPretty(what, {
    tty,
    columns,
    now: Date.now,
    paint: paint(colours, { isTTY: true, columns, write: () => {} }, {}),
  });

describe('the timeline', () => {
  it.each([true, false])('shows each hop at 80 columns (terminal: %s)', (tty) => {
    expect(show(report({}), tty, 80)).toBe(`\
API call          10:00:00.250        0 ms
CloudTrail event  10:00:00           ~0 ms
rule match        EventBridge does not record this time
invocation start  10:00:01.700      1.45 s  █████████████████
finding written   10:00:02.000      1.75 s                   ████
ingested by logs  10:00:02.100      1.85 s                       █
received here     10:00:03.250      3.00 s                        ██████████████

ok the finding arrived 3.00 s after the change: sg-0123456789abcdef0 admits tcp${tty ? '\n' : ' '}9 from 192.0.2.1/32
`);
  });

  it.each([true, false])('shows the statistics of three runs at 120 columns (terminal: %s)', (tty) => {
    const runs = [arrived(500), arrived(100), arrived(0)];
    expect(show(report({ runs, statistics: statisticsOf(runs) }), tty, 120)).toBe(`\
API call          10:00:00.250        0 ms
CloudTrail event  10:00:00           ~0 ms
rule match        EventBridge does not record this time
invocation start  10:00:01.700      1.45 s  ███████████████████████
finding written   10:00:02.000      1.75 s                         █████
ingested by logs  10:00:02.100      1.85 s                              ██
received here     10:00:03.250      3.00 s                                ██████████████████

3 runs                   min      median         max
API call                0 ms        0 ms        0 ms
CloudTrail event        0 ms        0 ms        0 ms
invocation start      1.45 s      1.55 s      1.95 s
finding written       1.75 s      1.85 s      2.25 s
ingested by logs      1.85 s      1.95 s      2.35 s
received here         3.00 s      3.10 s      3.50 s

ok the finding arrived 3.00 s after the change: sg-0123456789abcdef0 admits tcp 9 from 192.0.2.1/32
`);
  });
});

describe('the diagnosis', () => {
  it.each([
    [
      true,
      80,
      `\
role               broken  role-policy
                           secgroup-monitor-eu-west-1/secgroup-monitor: it was
                           removed by \\x1b[31msomebody
`,
    ],
    [
      true,
      120,
      `\
role               broken  role-policy secgroup-monitor-eu-west-1/secgroup-monitor: it was removed by \\x1b[31msomebody
`,
    ],
    [
      false,
      80,
      `\
role               broken  role-policy secgroup-monitor-eu-west-1/secgroup-monitor: it was removed by \\x1b[31msomebody
`,
    ],
  ])('shows the broken hop and a command to fix it (terminal: %s, %i columns)', (tty, columns, role) => {
    expect(show(lost, tty, columns)).toBe(`\
API call          10:00:00.250        0 ms

trail              ok      logging in eu-west-1: main
${role}
Broken: role. To fix it, run:
  secgroup-monitor install --stack secgroup-monitor --region eu-west-1
`);
  });

  it('has colours on a terminal', () => {
    expect(show(lost, true, 80, true)).toContain('\u001b[31mbroken\u001b[39m');
    expect(show(report({}), true, 80, true)).toContain('\u001b[32mok\u001b[39m');
  });
});

it('uses the mean of the two middle runs as the median of an even number of runs', () => {
  const [, , , start] = statisticsOf([arrived(0), arrived(100), arrived(200), arrived(400)]);
  expect(statisticsOf([arrived(0), arrived(100)]).find(({ hop }) => hop === 'seen')).toEqual({
    hop: 'seen',
    minMs: 3000,
    medianMs: 3050,
    maxMs: 3100,
  });
  expect(start).toMatchObject({ minMs: 1750, maxMs: 2150 });
});
