import { expect, it } from 'vitest';
import { widthOf } from '../../src/cli/terminal-width.ts';

it.each([
  [{ columns: 132 }, {}, 132],
  [{ columns: 132 }, { COLUMNS: '40' }, 132],
  [{ columns: 0 }, { COLUMNS: '40' }, 40],
  [{ columns: 0 }, { COLUMNS: '0' }, 80],
  [{ columns: 0 }, { COLUMNS: '-5' }, 80],
  [{ columns: 0 }, { COLUMNS: 'wide' }, 80],
  [{ columns: 0 }, {}, 80],
  [{}, {}, 80],
  [{}, { COLUMNS: '100' }, 100],
])('reads the width of %o in %o as %i', (stream, env, columns) => {
  expect(widthOf(stream, env)).toBe(columns);
});
