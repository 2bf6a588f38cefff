// Covers src/sandbox/cloudwatch/evaluate.ts, src/sandbox/cloudwatch/state.ts.
import { describe, expect, it } from 'vitest';
import { evaluate } from '../../../src/sandbox/cloudwatch/evaluate.ts';
import { type Alarm, addPoint, cloudwatchState } from '../../../src/sandbox/cloudwatch/state.ts';
import { slices } from '../../../src/sandbox/parts.ts';
import { timings } from '../../../src/sandbox/timing.ts';
import { createWorld } from '../../../src/sandbox/world.ts';

const PLACE = { account: '111122223333', region: 'eu-west-1' };
const METRIC = { namespace: 'SecgroupMonitor', name: 'heartbeat', dimensions: { stack: 's' } };

/** The state of an alarm for a metric with values at these seconds before now. */
function stateOf(change: Partial<Alarm>, secondsAgo: readonly number[], value = 1): string {
  const { world } = createWorld({ timing: timings.instant, onError: () => {} }, slices);
  const now = world.now();
  const fixed = { ...world, now: () => now };
  const state = cloudwatchState(fixed, PLACE.account, PLACE.region);
  for (const ago of secondsAgo) addPoint(state, METRIC, value, now - ago * 1000);
  const alarm: Alarm = {
    name: 'a',
    arn: 'arn',
    description: undefined,
    metric: METRIC,
    statistic: 'Sum',
    period: 3600,
    evaluationPeriods: 1,
    datapointsToAlarm: undefined,
    threshold: 1,
    comparison: 'LessThanThreshold',
    missing: 'breaching',
    actionsEnabled: true,
    actions: [],
    state: 'OK',
    reason: '',
    stateSince: 0,
    updated: 0,
    tags: new Map(),
    ...change,
  };
  return evaluate(fixed, state, alarm, PLACE).state;
}

describe('an alarm', () => {
  it.each<[string, Partial<Alarm>, number[], string]>([
    ['is OK with a value in its period', {}, [3599], 'OK'],
    ['goes off if the last value is too old', {}, [3601], 'ALARM'],
    ['goes off without any value, if missing data is breaching', {}, [], 'ALARM'],
    ['is OK without any value, if missing data is not breaching', { missing: 'notBreaching' }, [], 'OK'],
    [
      'knows nothing without any value, if missing data is missing',
      { missing: 'missing' },
      [],
      'INSUFFICIENT_DATA',
    ],
    ['keeps its state without any value, if missing data is ignored', { missing: 'ignore' }, [], 'OK'],
    ['goes off only if all its periods breach', { evaluationPeriods: 2 }, [4000], 'OK'],
    [
      'goes off if enough of its periods breach',
      { evaluationPeriods: 2, datapointsToAlarm: 1 },
      [4000],
      'ALARM',
    ],
    ['compares the sum', { comparison: 'GreaterThanThreshold' }, [1, 2], 'ALARM'],
    ['compares the maximum', { comparison: 'GreaterThanThreshold', statistic: 'Maximum' }, [1, 2], 'OK'],
  ])('%s', (_, change, secondsAgo, state) => {
    expect(stateOf(change, secondsAgo)).toBe(state);
  });
});
