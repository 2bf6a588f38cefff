import { countCasts } from './rules/casts.ts';
import { RULES } from './rules.ts';
import type { Tree } from './sources.ts';

/** Returns all violations of all rules, including excused ones, and the number of assertions in each part. */
export function listing(tree: Tree): string {
  const rules = RULES.map(({ name, find }) => {
    const found = find(tree).map(({ text }) => text);
    return section(`${name}: ${found.length}`, found);
  });
  const casts = Object.entries(countCasts(tree.sources)).map(
    ([part, count]) => `${part}: ${count.as} "as", ${count['!']} "!"`,
  );
  return [...rules, section('assertions', casts)].join('\n');
}

const section = (title: string, lines: string[]) =>
  `# ${title}\n${lines.map((line) => `${line}\n`).join('')}`;
