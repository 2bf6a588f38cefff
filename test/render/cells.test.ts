import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { row, widthOf, wrap } from '../../src/render/cells.ts';

const words = fc.array(
  fc.string({ minLength: 1, maxLength: 30, unit: fc.constantFrom('a', 'b', '-', '/', 'ü', '数', '🙂') }),
  {
    maxLength: 12,
  },
);

describe('wrap', () => {
  it('loses no character and keeps each line within the width', () => {
    fc.assert(
      fc.property(words, fc.integer({ min: 2, max: 40 }), (list, width) => {
        const text = list.join(' ');
        const lines = wrap(text, width);
        for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(width);
        expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
      }),
      { seed: 6 },
    );
  });

  it.each<[string, number, string[]]>([
    ['short', 10, ['short']],
    ['admits tcp 22 from anywhere', 14, ['admits tcp 22', 'from anywhere']],
    ['secgroup-monitor-canary-1', 20, ['secgroup-monitor-', 'canary-1']],
    ['数据库数据库', 5, ['数据', '库数', '据库']],
  ])('%s in %i columns', (text, width, lines) => {
    expect(wrap(text, width)).toEqual(lines);
  });
});

describe('row', () => {
  it('aligns wide characters, and colours no padding', () => {
    const red = (text: string) => `<${text}>`;
    const cells = [
      { lines: ['数据'], width: 6, paint: red },
      { lines: ['one two', 'three'], width: 4 },
      { lines: ['end'], width: 10 },
    ];
    expect(row(cells)).toBe('<数据>    one   end\n        two\n        thre\n        e\n');
  });
});
