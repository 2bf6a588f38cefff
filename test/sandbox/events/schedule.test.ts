import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSchedule } from '../../../src/sandbox/events/schedule.ts';

const times = (expression: string, from: string, count: number) => {
  const schedule = parseSchedule(expression);
  const found: string[] = [];
  for (let at: number | undefined = Date.parse(from); found.length < count; ) {
    at = schedule.next(at);
    if (at === undefined) break;
    found.push(new Date(at).toISOString().slice(0, 16));
  }
  return found;
};

describe('rate', () => {
  it('counts from the previous time', () => {
    expect(times('rate(1 hour)', '2026-11-23T10:20:00Z', 2)).toEqual([
      '2026-11-23T11:20',
      '2026-11-23T12:20',
    ]);
    expect(parseSchedule('rate(2 days)').rateMinutes).toBe(2880);
  });

  it.each([
    'rate(0 minutes)',
    'rate(1 minutes)',
    'rate(2 minute)',
    'rate(5 seconds)',
    'rate(5minutes)',
    'rate(-1 day)',
  ])('refuses %s', (expression) => {
    expect(() => parseSchedule(expression)).toThrow('Parameter ScheduleExpression is not valid.');
  });
});

describe('cron', () => {
  // The first rows are the examples of the EventBridge guide.
  it.each([
    ['cron(0 10 * * ? *)', '2026-11-23T10:00:00Z', ['2026-11-24T10:00', '2026-11-25T10:00']],
    ['cron(15 12 * * ? *)', '2026-11-23T00:00:00Z', ['2026-11-23T12:15', '2026-11-24T12:15']],
    ['cron(0 18 ? * MON-FRI *)', '2026-11-27T18:00:00Z', ['2026-11-30T18:00', '2026-12-01T18:00']],
    ['cron(0 8 1 * ? *)', '2026-11-23T00:00:00Z', ['2026-12-01T08:00', '2027-01-01T08:00']],
    ['cron(0/15 * * * ? *)', '2026-11-23T10:50:30Z', ['2026-11-23T11:00', '2026-11-23T11:15']],
    ['cron(0/5 8-17 ? * MON-FRI *)', '2026-11-27T17:54:00Z', ['2026-11-27T17:55', '2026-11-30T08:00']],
    ['cron(0/30 20-2 ? * MON-FRI *)', '2026-11-23T02:15:00Z', ['2026-11-23T02:30', '2026-11-23T20:00']],
    ['cron(15 10 ? * 6L 2026)', '2026-11-01T00:00:00Z', ['2026-11-27T10:15', '2026-12-25T10:15']],
    ['cron(0 0 L * ? *)', '2027-02-01T00:00:00Z', ['2027-02-28T00:00', '2027-03-31T00:00']],
    ['cron(0 0 LW * ? *)', '2027-02-01T00:00:00Z', ['2027-02-26T00:00']],
    ['cron(0 0 1W * ? *)', '2026-07-31T12:00:00Z', ['2026-08-03T00:00']],
    ['cron(0 0 15W * ? *)', '2026-11-01T00:00:00Z', ['2026-11-16T00:00']],
    ['cron(0 0 ? * 3#2 *)', '2026-11-01T00:00:00Z', ['2026-11-10T00:00', '2026-12-08T00:00']],
    ['cron(0 0 ? * TUE#2 *)', '2026-11-01T00:00:00Z', ['2026-11-10T00:00']],
    ['cron(0 0 ? * L *)', '2026-11-23T00:00:00Z', ['2026-11-28T00:00']],
    ['cron(0 0 29 2 ? *)', '2026-11-23T00:00:00Z', ['2028-02-29T00:00']],
    ['cron(0 12 31 JAN,MAR ? *)', '2026-11-23T00:00:00Z', ['2027-01-31T12:00', '2027-03-31T12:00']],
    ['cron(0 0 1 1 ? 2026-2028/2)', '2026-01-01T00:00:00Z', ['2028-01-01T00:00']],
    ['cron(0 0 1 1 ? 2020)', '2026-01-01T00:00:00Z', []],
  ])('finds the next times of %s after %s', (expression, from, expected) => {
    expect(times(expression, from, Math.max(1, expected.length))).toEqual(expected);
  });

  it.each([
    'cron(0 10 * * * *)',
    'cron(0 10 ? * ? *)',
    'cron(0 10 * * ?)',
    'cron(60 10 * * ? *)',
    'cron(0 24 * * ? *)',
    'cron(0 10 0 * ? *)',
    'cron(0 10 * 13 ? *)',
    'cron(0 10 ? * 8 *)',
    'cron(0 10 ? * 2#6 *)',
    'cron(0 10 * * ? 1969)',
    'cron(0/0 10 * * ? *)',
    'cron(a 10 * * ? *)',
    'cron(0 10 32W * ? *)',
    '0 10 * * ? *',
    '',
  ])('refuses %s', (expression) => {
    expect(() => parseSchedule(expression)).toThrow('Parameter ScheduleExpression is not valid.');
  });

  it('returns a later whole minute that matches its fields', () => {
    const minute = fc.integer({ min: 0, max: 59 });
    const hour = fc.integer({ min: 0, max: 23 });
    const from = fc.integer({ min: Date.UTC(2026, 0), max: Date.UTC(2030, 0) });
    fc.assert(
      fc.property(minute, hour, from, (m, h, after) => {
        const next = parseSchedule(`cron(${m} ${h} * * ? *)`).next(after)!;
        const date = new Date(next);
        expect(next).toBeGreaterThan(after);
        expect(next - after).toBeLessThanOrEqual(24 * 3_600_000);
        expect([date.getUTCMinutes(), date.getUTCHours(), date.getUTCSeconds()]).toEqual([m, h, 0]);
      }),
    );
  });
});
