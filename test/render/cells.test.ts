// Covers src/render/look.ts, src/render/group-arn.ts, src/render/moment.ts, src/render/product.ts,
// src/render/sha256.ts, src/render/severity-paint.ts, src/render/scope-place.ts.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold, padBefore, padTo, row, widthOf, wrap } from '../../src/render/cells.ts';

const words = fc.array(
  fc.string({
    minLength: 1,
    maxLength: 30,
    unit: fc.constantFrom('a', 'b', '-', '/', 'ü', '数', 'ッ', '。', '「', '🙂'),
  }),
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
    ['sg-0a1b は tcp 22 を許可', 14, ['sg-0a1b は tcp', '22 を許可']],
    ['web は「決して許可しない」を許可', 18, ['web は「決して許可', 'しない」を許可']],
    ['を許可しています。', 16, ['を許可していま', 'す。']],
    ['数据库\\x1bgroup', 12, ['数据库\\x1bgr', 'oup']],
    ['ネットワークをチェック', 12, ['ネットワーク', 'をチェック']],
    ['グループ（sg-0a1b）の', 10, ['グループ', '（sg-', '0a1b）の']],
    ['\u001b[31m許可していません。\u001b[39m', 8, ['\u001b[31m許可して', 'いませ', 'ん。\u001b[39m']],
  ])('wraps %s in %i columns', (text, width, lines) => {
    expect(wrap(text, width)).toEqual(lines);
  });
});

it('folds only at spaces, and never inside backticks', () => {
  const text = 'Run `secgroup-monitor install`, or name another --stack.';
  expect(fold(text, 30)).toEqual(['Run', '`secgroup-monitor install`, or', 'name another --stack.']);
  expect(fold(text, 10)).toEqual(['Run', '`secgroup-monitor install`,', 'or name', 'another', '--stack.']);
  expect(fold('as  it  is', 10)).toEqual(['as  it  is']);
});

it('folds Japanese between its letters', () => {
  const text =
    'ファイルを読み取れません。`secgroup-monitor install`を実行するか、--stackを指定してください。';
  expect(fold(text, 30)).toEqual([
    'ファイルを読み取れません。',
    '`secgroup-monitor install`を実',
    '行するか、--stackを指定してく',
    'ださい。',
  ]);
});

describe('a width', () => {
  it.each([
    ['web', 3],
    ['許可 tcp 22', 11],
    ['（はい）。', 10],
    ['か\u3099', 2],
    ['ｶﾅ', 2],
    ['\u001b[31m許可\u001b[39m', 4],
  ])('counts %j as %i columns', (text, width) => {
    expect(widthOf(text)).toBe(width);
  });

  it('pads a text on either side', () => {
    expect(padTo('許可', 6)).toBe('許可  ');
    expect(padBefore('2 分', 6)).toBe('  2 分');
  });
});

describe('row', () => {
  it('aligns wide characters, and leaves the padding without colour', () => {
    const red = (text: string) => `<${text}>`;
    const cells = [
      { lines: ['数据'], width: 6, paint: red },
      { lines: ['one two', 'three'], width: 4 },
      { lines: ['end'], width: 10 },
    ];
    expect(row(cells)).toBe('<数据>    one   end\n        two\n        thre\n        e\n');
  });
});
