// Covers src/follow/patience.ts, src/follow/seen-events.ts, src/follow/clock.ts, src/follow/poll-start.ts.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PollOptions, pollEvents } from '../../src/follow/poll-events.ts';
import { scriptedLog } from '../support/scripted-log.ts';

const START = Date.UTC(2026, 10, 1, 10);
const MINUTE = 60_000;

/** Follows until the clock has passed `until`. Returns the ids in the order of their arrival. */
async function follow(
  script: Parameters<typeof scriptedLog>[0],
  until: number,
  options: Partial<PollOptions> = {},
): Promise<{ ids: string[]; log: ReturnType<typeof scriptedLog> }> {
  const log = scriptedLog(script);
  const ids: string[] = [];
  for await (const batch of pollEvents({ group: 'g', since: script.startAt, ...options }, log.host)) {
    ids.push(...batch.map((event) => event.id));
    if (batch.length === 0 && log.now() > until) break;
  }
  return { ids, log };
}

describe('pollEvents', () => {
  it('delivers each event once, even late, out of order, in pages, or after throttling and failures', async () => {
    const event = fc.record({
      offset: fc.integer({ min: 0, max: 3 * MINUTE }),
      late: fc.oneof(
        { weight: 4, arbitrary: fc.integer({ min: 0, max: 3_000 }) },
        { weight: 1, arbitrary: fc.integer({ min: 0, max: 9 * MINUTE }) },
      ),
    });
    const fault = fc.constantFrom(
      undefined,
      undefined,
      undefined,
      'throttled',
      'unreachable',
      'token-refused',
      'server-error',
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(event, { maxLength: 60 }),
        fc.array(fault, { maxLength: 40 }),
        fc.integer({ min: 1, max: 20 }),
        fc.boolean(),
        async (made, faults, pageSize, emptyPages) => {
          const events = made.map(({ offset, late }, i) => ({
            id: `e${i}`,
            timestamp: START + offset,
            visibleAt: START + offset + late,
          }));
          const script = { events, startAt: START, pageSize, emptyPages, faults: [...faults] as never };
          const { ids } = await follow(script, START + 14 * MINUTE);
          expect([...ids].sort()).toEqual(events.map((e) => e.id).sort());
        },
      ),
      { numRuns: 60, seed: 6 },
    );
  });

  it('shows new events at the next poll while a long overlap is read again', async () => {
    const events = Array.from({ length: 4_000 }, (_, i) => ({
      id: `e${i}`,
      timestamp: START + i * 50,
      visibleAt: START + i * 50,
    }));
    const shownAt = new Map<string, number>();
    const log = scriptedLog({ events, startAt: START, pageSize: 100 });
    for await (const batch of pollEvents({ group: 'g', since: START }, log.host)) {
      for (const event of batch) shownAt.set(event.id, log.now());
      if (shownAt.size === events.length) break;
    }
    const lags = events.map((e) => shownAt.get(e.id)! - e.visibleAt).sort((a, b) => a - b);
    expect(lags[Math.floor(lags.length / 2)]).toBeLessThanOrEqual(1_000);
    expect(log.calls()).toBeLessThan(2_000);
  });

  it('delivers every event that becomes readable after the start, regardless of its time', async () => {
    const events = [
      { id: 'was there', timestamp: START - 5_000, visibleAt: START - 4_000 },
      { id: 'late', timestamp: START - 5_000, visibleAt: START + 3_000 },
      { id: 'new', timestamp: START + 4_000, visibleAt: START + 4_000 },
    ];
    const options = { since: START - 30_000, skipBefore: START };
    const { ids } = await follow({ events, startAt: START }, START + 8_000, options);
    expect(ids).toEqual(['late', 'new']);
  });

  it.each<[string, (now: number) => number]>([
    ['5 minutes ahead', () => 5 * MINUTE],
    ['2 days ahead', () => 2_880 * MINUTE],
    ['5 minutes behind', () => -5 * MINUTE],
    ['ahead for 8 seconds', (now) => (now > START + 3_000 && now < START + 11_000 ? 120 * MINUTE : 0)],
    ['ahead until it is set', (now) => (now < START + 20_000 ? 120 * MINUTE : 0)],
    ['behind until it is set', (now) => (now < START + 20_000 ? -120 * MINUTE : 0)],
  ])('delivers every new event and no old one if the clock is %s', async (_, ahead) => {
    const events = Array.from({ length: 65 }, (_, i) => ({
      id: i < 5 ? 'old' : `e${i}`,
      timestamp: START + (i - 5) * 1_000,
      visibleAt: START + (i - 5) * 1_000,
    }));
    const log = scriptedLog({ events, startAt: START, ahead });
    const shownAt = new Map<string, number>();
    const options = { group: 'g', since: log.host.now() - 30_000, skipBefore: log.host.now() };
    for await (const batch of pollEvents(options, log.host)) {
      for (const { id } of batch) shownAt.set(id, log.now());
      if (log.now() > START + 65_000) break;
    }
    // Nobody can say whether an event of the second in which following began is new.
    const fresh = events.filter(({ timestamp }) => timestamp > START + 1_000);
    for (const { id, visibleAt } of fresh) expect(shownAt.get(id)! - visibleAt, id).toBeLessThan(3_000);
    expect([...shownAt.keys()]).not.toContain('old');
  });

  it('waits for a log group that does not exist yet, and reports that once', async () => {
    const events = [{ id: 'first', timestamp: START + 5_000, visibleAt: START + 5_000 }];
    const { ids, log } = await follow({ events, startAt: START, existsFrom: START + 4_000 }, START + 8_000);
    expect(ids).toEqual(['first']);
    expect(log.notes).toEqual(['waiting-for-group', 'group-found']);
  });

  it('reports trouble once, and then the recovery', async () => {
    const faults = Array<'throttled'>(4).fill('throttled');
    const { log } = await follow({ events: [], startAt: START, faults }, START + 20_000);
    expect(log.notes).toEqual(['trouble', 'recovered']);
  });

  it('delivers the events of an outage that is longer than the overlap', async () => {
    const events = Array.from({ length: 30 }, (_, i) => ({
      id: `e${i}`,
      timestamp: START + i * MINUTE,
      visibleAt: START + i * MINUTE,
    }));
    const faults = [undefined, ...Array<'unreachable'>(70).fill('unreachable')];
    const { ids } = await follow({ events, startAt: START, faults }, START + 40 * MINUTE);
    expect(ids).toEqual(events.map((e) => e.id));
  });

  it('throws when access is denied', async () => {
    const script = { events: [], startAt: START, faults: ['denied' as const] };
    await expect(follow(script, START + 1)).rejects.toMatchObject({ code: 'access-denied' });
  });

  it('remembers a limited number of ids and still repeats no event', async () => {
    const events = Array.from({ length: 5_000 }, (_, i) => ({
      id: `e${i}`,
      timestamp: START + i * 10,
      visibleAt: START + i * 10,
    }));
    const { ids } = await follow({ events, startAt: START }, START + 55_000, { maxRemembered: 300 });
    expect(ids).toEqual(events.map((e) => e.id));
  });
});
