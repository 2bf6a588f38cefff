import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Logs } from '../../src/aws/services/logs.ts';
import { type LiveBatch, type LiveHost, liveEvents } from '../../src/follow/live-events.ts';
import { timings } from '../../src/sandbox/timing.ts';
import { eventually } from '../support/eventually.ts';
import { writeLog } from '../support/findings.ts';
import { testContext } from '../support/run.ts';
import { testSandbox } from '../support/sandbox.ts';

const GROUP = '/aws/lambda/secgroup-monitor';
const ARN = `arn:aws:logs:eu-west-1:111122223333:log-group:${GROUP}`;

let sandbox: Awaited<ReturnType<typeof testSandbox>>;
let logs: Logs;
let controller: AbortController;
let notes: string[];
let delivered: string[];
let gaps: LiveBatch[];

beforeEach(async () => {
  sandbox = await testSandbox({
    timing: { ...timings.instant, liveTailMs: { update: 50, session: 3_600_000 } },
  });
  logs = await (await testContext({ sandbox }).context.aws({})).logs();
  await logs.createLogGroup({ logGroupName: GROUP });
  controller = new AbortController();
  notes = [];
  delivered = [];
  gaps = [];
});
afterEach(async () => {
  controller.abort(new Error('the test is over'));
  await sandbox[Symbol.asyncDispose]();
});

/** Follows in the background until the test ends. */
async function follow(intervalMs = 100): Promise<void> {
  const host: LiveHost = {
    logs,
    now: Date.now,
    sleep: testContext().context.sleep,
    signal: controller.signal,
    onNote: (note) => notes.push(note.type),
  };
  const before = sandbox.calls.length;
  const run = async () => {
    for await (const batch of liveEvents(
      { group: GROUP, groupArn: ARN, since: Date.now(), intervalMs },
      host,
    )) {
      if ('gap' in batch) gaps.push(batch);
      else delivered.push(...batch.events.map((event) => event.message));
    }
  };
  run().catch((error: unknown) => notes.push(`failed: ${(error as Error).message}`));
  await eventually(() => {
    const started = sandbox.calls.slice(before).some((call) => call.operation === 'StartLiveTail');
    expect(started).toBe(true);
  });
}

let counter = 0;
const write = (count: number) => {
  const messages = Array.from({ length: count }, () => `line ${counter++}`);
  writeLog(
    sandbox.world,
    messages.map((message) => ({ timestamp: Date.now(), message })),
  );
  return messages;
};
const sorted = (messages: string[]) => [...messages].sort();

describe('liveEvents', () => {
  it('shows the events of Live Tail before a poll could read them', async () => {
    await follow(60_000);
    await eventually(() =>
      expect(sandbox.calls.some((call) => call.operation === 'FilterLogEvents')).toBe(true),
    );
    const lags: number[] = [];
    for (let i = 1; i <= 9; i++) {
      const writtenAt = Date.now();
      const [written] = write(1);
      await eventually(() => expect(delivered.at(-1)).toBe(written), 5_000);
      lags.push(Date.now() - writtenAt);
    }
    const median = lags.sort((a, b) => a - b)[4]!;
    // The sandbox sends an update every 50 ms. An event must be shown within 200 ms after that.
    expect(median).toBeLessThanOrEqual(250);
  });

  it('delivers the events that sampling dropped, and each event only once', async () => {
    await follow();
    const written = write(2_000);
    await eventually(() => expect(delivered.length).toBeGreaterThanOrEqual(written.length));
    const more = write(10);
    await eventually(() => expect(delivered).toEqual(expect.arrayContaining(more)));
    expect(sorted(delivered)).toEqual(sorted([...written, ...more]));
    expect(gaps).toEqual([]);
  });

  it('distinguishes events with the same text and time by their number', async () => {
    await follow();
    const timestamp = Date.now();
    writeLog(
      sandbox.world,
      Array.from({ length: 5 }, () => ({ timestamp, message: 'the same' })),
    );
    await eventually(() => expect(delivered).toHaveLength(5));
    const [last] = write(1);
    await eventually(() => expect(delivered).toContain(last));
    await eventually(() =>
      expect(sandbox.calls.filter((c) => c.operation === 'FilterLogEvents').length).toBeGreaterThan(8),
    );
    expect(delivered.filter((message) => message === 'the same')).toHaveLength(5);
  });

  it('leaves no gap when a session ends', async () => {
    sandbox.world.timing.liveTailMs = { update: 20, session: 150 };
    await follow();
    const written: string[] = [];
    for (let i = 1; i <= 8; i++) {
      written.push(...write(5));
      await eventually(() => expect(delivered.length).toBeGreaterThanOrEqual(written.length));
    }
    await eventually(() => expect(notes.filter((note) => note === 'live-ended').length).toBeGreaterThan(1));
    expect(sorted(delivered)).toEqual(sorted(written));
  });

  it('marks a gap when dropped events cannot be read again', async () => {
    sandbox.faults.add('logs:FilterLogEvents=deny');
    await follow();
    await eventually(() => expect(notes).toContain('polling-refused'));
    write(2_000);
    await eventually(() => expect(gaps.length).toBeGreaterThan(0));
    const [first] = gaps as { gap: { from: number; to: number; reason: string } }[];
    expect(first!.gap.from).toBeLessThanOrEqual(first!.gap.to);
    expect(first!.gap.reason).toBe(
      'more than 500 events arrived in one second, and logs:FilterLogEvents is denied, so the missing events cannot be read',
    );
    expect(delivered.length).toBeGreaterThan(0);
  });

  it('fails when Live Tail itself is refused', async () => {
    sandbox.faults.add('logs:StartLiveTail=deny');
    await follow();
    await eventually(() =>
      expect(notes.some((note) => /failed: .*logs:StartLiveTail/.test(note))).toBe(true),
    );
  });
});
