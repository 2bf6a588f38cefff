import { describe, expect, it } from 'vitest';
import { parseCount, parseDuration, parseMoment } from '../../../src/commands/options/parse-time.ts';

const NOW = Date.parse('2026-11-01T12:00:00Z');

describe('parseMoment', () => {
  it.each([
    ['15m', '2026-11-01T11:45:00Z'],
    ['1h30m', '2026-11-01T10:30:00Z'],
    ['2d', '2026-10-30T12:00:00Z'],
    ['1w', '2026-10-25T12:00:00Z'],
    ['now', '2026-11-01T12:00:00Z'],
    ['2026-11-01', '2026-11-01T00:00:00Z'],
    ['2026-11-01 10:00', '2026-11-01T10:00:00Z'],
    ['2026-11-01T10:00:05', '2026-11-01T10:00:05Z'],
    ['2026-11-01T10:00:05.250Z', '2026-11-01T10:00:05.250Z'],
    ['2026-11-01T10:00+02:00', '2026-11-01T08:00:00Z'],
  ])('reads %s', (text, moment) => {
    expect(parseMoment(text, '--since', NOW, true)).toBe(Date.parse(moment));
  });

  it('reads a time without a zone as local', () => {
    expect(parseMoment('2026-07-01 10:00', '--since', NOW)).toBe(new Date(2026, 6, 1, 10).getTime());
  });

  it.each([
    'yesterday',
    '2026-13-01',
    '2026-02-30',
    '2026-02-29',
    '2026-11-01 25:00',
    '15',
    '-5m',
    '',
    '10:00',
  ])('refuses %j', (text) => {
    expect(() => parseMoment(text, '--since', NOW)).toThrow(`--since "${text}" is not a time.`);
  });
});

it('reads durations and counts, and refuses other text', () => {
  expect(parseDuration('1m30s', '--timeout')).toBe(90_000);
  expect(parseDuration('250ms', '--timeout')).toBe(250);
  // Node fires a timer of more than 2^31 ms immediately.
  expect(parseDuration('5w', '--timeout')).toBe(2 ** 31 - 1);
  expect(() => parseDuration('0s', '--timeout')).toThrow('is not a duration');
  expect(() => parseDuration('2 min', '--timeout')).toThrow('is not a duration');
  expect(parseCount('3', '--count')).toBe(3);
  for (const text of ['0', '-1', '1.5', 'x', ''])
    expect(() => parseCount(text, '--count')).toThrow('whole number');
});
