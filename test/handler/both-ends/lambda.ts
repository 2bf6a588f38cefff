import { createMonitor, type Monitor } from '../../../handler/monitor.ts';
import type { MonitorAws } from '../../../src/aws/monitor/monitor-aws.ts';
import type { Finding } from '../../../src/core/finding/finding.ts';
import type { PreparedBaseline } from '../../../src/core/judge/evaluate.ts';
import { SETTINGS } from '../support.ts';

/** A clock that moves only with `goTo`, which also ends the sleeps before the new time. */
export function standingClock(startMs: number) {
  let now = startMs;
  const sleepers: { at: number; wake(): void }[] = [];
  return {
    now: () => now,
    sleep: (ms: number) =>
      new Promise<void>((wake) => {
        sleepers.push({ at: now + ms, wake });
      }),
    /** Moves the clock to `time`. A sleep that ends exactly then does not end yet. */
    async goTo(time: number): Promise<void> {
      for (;;) {
        sleepers.sort((a, b) => a.at - b.at);
        if (sleepers[0] === undefined || sleepers[0].at >= time) break;
        const { at, wake } = sleepers.shift()!;
        now = at;
        wake();
        await settled();
      }
      now = time;
    },
  };
}

/** Waits until every running invocation has ended or sleeps. Nothing else here takes time. */
const settled = () => new Promise<void>((done) => setImmediate(done));

/**
 * The function in its environments, each with one invocation at a time as in Lambda. While one waits, another
 * handles the next event. All of them write to one log, which shows each line at once.
 */
export function lambda(aws: Pick<MonitorAws, 'ec2'>, baseline: PreparedBaseline, clock: Clock) {
  const log: Finding[] = [];
  const idle: Monitor[] = [];
  const failures: unknown[] = [];
  const none = async (): Promise<never> => {
    throw new Error('no event here needs this service');
  };
  const environment = () =>
    createMonitor({
      settings: SETTINGS,
      baseline,
      aws: { ...aws, events: none, cloudtrail: none, logs: async () => ({ filterLogEvents: shown(log) }) },
      now: clock.now,
      sleep: clock.sleep,
      out: (line) => log.push(JSON.parse(line)),
    });
  return {
    log,
    failures,
    async invoke(event: unknown, cold: boolean): Promise<void> {
      const monitor = (cold ? undefined : idle.pop()) ?? environment();
      monitor(event, () => 900_000)
        .then(() => idle.push(monitor))
        .catch((failure: unknown) => failures.push(failure));
      await settled();
    },
  };
}

type Clock = Pick<ReturnType<typeof standingClock>, 'now' | 'sleep'>;
type Logs = Awaited<ReturnType<MonitorAws['logs']>>;

/** FilterLogEvents for the only pattern that these events need: the findings of a group. */
function shown(log: readonly Finding[]): Logs['filterLogEvents'] {
  return async ({ filterPattern = '', startTime = 0 }) => {
    const [, groupId] = /\$\.group\.id = "(sg-[^"*]+)"/.exec(filterPattern) ?? [];
    if (groupId === undefined || !filterPattern.includes('$.kind != "denied-attempt"')) {
      throw new Error(`no such pattern is expected: ${filterPattern}`);
    }
    const events = log.filter(
      ({ group, kind, time }) =>
        group?.id === groupId && kind !== 'denied-attempt' && Date.parse(time) >= startTime,
    );
    return { $metadata: {}, events: events.map((finding) => ({ message: JSON.stringify(finding) })) };
  };
}
