import { writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { listing } from './listing.ts';
import { RULES } from './rules.ts';
import { readTree, type Tree } from './sources.ts';

const LIST_ALL =
  'All violations, excused ones too: VIOLATIONS=violations.txt SKIP_BUILD=1 npx vitest run test/architecture';

describe('the rules of the architecture', () => {
  let tree: Tree;
  beforeAll(() => {
    tree = readTree();
    if (process.env.VIOLATIONS) writeFileSync(process.env.VIOLATIONS, listing(tree));
  });

  for (const { name, check, remedy } of RULES) {
    it(name, () => {
      expect(check(tree), `${remedy}.\n${LIST_ALL}\n`).toEqual([]);
    });
  }
});
