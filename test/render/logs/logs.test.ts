// Covers src/render/logs/*.ts.
import { describe, expect, it } from 'vitest';
import { paint } from '../../../src/cli/paint.ts';
import { logsJson } from '../../../src/render/logs/json.ts';
import { logsPretty } from '../../../src/render/logs/pretty.ts';
import { logsRaw } from '../../../src/render/logs/raw.ts';
import { LOG_ITEM_SCHEMA, type LogItem } from '../../../src/reports/logs.ts';
import { finding } from '../../support/findings.ts';

const at = Date.parse('2026-11-01T10:00:00Z');
const look = (tty: boolean, columns: number) => ({ tty, columns, now: () => at, paint: paint(false) });
const schema = LOG_ITEM_SCHEMA;
const event = { timestamp: at, message: '{}', stream: 's' };

const gap: LogItem = {
  schema,
  type: 'gap',
  from: at,
  to: at + 2_000,
  reason:
    'more than 500 events arrived in one second, and logs:FilterLogEvents is denied, so the missing events cannot be read',
};
const sweep: LogItem = {
  schema,
  type: 'finding',
  event,
  finding: finding({
    kind: 'drift-without-event',
    severity: 'medium',
    group: { id: 'sg-0123456789abcdef0' },
    change: undefined,
  }),
};

describe('the marker of a gap', () => {
  it('is a row on a terminal and a line in a pipe', () => {
    expect(logsPretty(look(true, 80), { utc: true })(gap)).toBe(`\
10:00:02  gap       -                     findings may be missing between
                                          2026-11-01T10:00:00.000Z and
                                          2026-11-01T10:00:02.000Z: more than
                                          500 events arrived in one second, and
                                          logs:FilterLogEvents is denied, so the
                                          missing events cannot be read
`);
    expect(logsPretty(look(false, 80), { utc: true })(gap)).toBe(
      `2026-11-01 10:00:02Z  gap       -  findings may be missing between 2026-11-01T10:00:00.000Z and 2026-11-01T10:00:02.000Z: ${gap.reason}\n`,
    );
    expect(logsRaw(look(false, 80))(gap)).toBe('');
  });

  it('is an object with its own schema in JSON', () => {
    expect(JSON.parse(logsJson(look(false, 80))(gap))).toEqual({
      schema: 'secgroup-monitor/log-gap/1',
      from: '2026-11-01T10:00:00.000Z',
      to: '2026-11-01T10:00:02.000Z',
      reason: gap.reason,
    });
  });
});

describe('a finding', () => {
  it('shows that no event names an actor', () => {
    expect(logsPretty(look(true, 120), { utc: true })(sweep)).toBe(
      '2026-11-01 10:00:02Z  medium    sg-0123456789abcdef0  admits tcp 22 from anywhere             no event shows the actor\n',
    );
  });

  it('omits the fields for metrics in JSON', () => {
    const measured = { ...finding(), findings: 1, _aws: { Timestamp: 1 } };
    const item: LogItem = { schema, type: 'finding', event, finding: measured };
    expect(JSON.parse(logsJson(look(false, 80))(item))).toEqual(finding());
  });

  it.each([
    [true, 80],
    [true, 120],
    [false, 80],
  ])(
    'hides lines that are not findings, except in the raw format (terminal: %s, %i columns)',
    (tty, columns) => {
      const line: LogItem = { schema, type: 'line', event };
      expect(logsPretty(look(tty, columns), {})(line)).toBe('');
      expect(logsJson(look(tty, columns))(line)).toBe('');
      expect(logsRaw(look(tty, columns))(line)).toBe('{}\n');
    },
  );
});
