// Covers src/core/finding/signed-line.ts, handler/line-signer.ts.
import { describe, expect, it } from 'vitest';
import { lineSigner } from '../../handler/line-signer.ts';
import { readLines, signedLine } from '../../src/core/finding/signed-line.ts';
import type { HandlerSettings } from '../../src/core/settings.ts';

const NOW = Date.parse('2026-11-27T12:00:00Z');
const sign = lineSigner({ logKey: 'key' } as HandlerSettings);
const line = { code: 'enforced', group: { id: 'sg-1' }, time: '2026-11-27T11:59:00Z' };

describe('a signed line', () => {
  it('is JSON with the same members and the hash', () => {
    const text = signedLine(line, sign);
    expect(JSON.parse(text)).toEqual({ ...line, mac: expect.stringMatching(/^[\w-]{43}$/) });
    expect(signedLine(line, undefined)).toBe(JSON.stringify(line));
  });

  it('counts as memory once', () => {
    const lines = readLines(sign, NOW);
    const text = signedLine(line, sign);
    expect([lines.isOwn(text), lines.isOwn(`${text}\n`), lines.refused()]).toEqual([true, false, 1]);
  });

  it.each([
    ['no hash', JSON.stringify(line)],
    ['the hash of another line', signedLine(line, sign).replace('sg-1', 'sg-2')],
    ['a member after the hash', signedLine(line, sign).replace(/\}$/, ',"code":"x"}')],
    ['the hash of another key', signedLine(line, lineSigner({ logKey: 'other' } as HandlerSettings))],
    ['a time in the future', signedLine({ ...line, time: '2099-01-01T00:00:00Z' }, sign)],
    ['no time', signedLine({ code: 'enforced' }, sign)],
  ])('is refused with %s', (_, text) => {
    const lines = readLines(sign, NOW);
    expect([lines.isOwn(text), lines.refused()]).toEqual([false, 1]);
  });

  it('needs no hash in a function without a key', () => {
    expect(readLines(undefined, NOW).isOwn(JSON.stringify(line))).toBe(true);
  });
});
