import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { harmless, typedWords } from './support/typed-commands.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const pages = [
  ...['README.md', 'README.ja.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'src/sandbox/BEHAVIOUR.md'],
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];
const read = (page: string) => readFileSync(join(root, page), 'utf8');
const FENCE = /^ *```(\w*)\n(.*?)^ *```$/gms;

/** The anchors of a page's headings, in the form that GitHub gives them. */
function anchors(page: string): Set<string> {
  const headings = read(page)
    .replace(FENCE, '')
    .matchAll(/^#+ (.+)$/gm);
  return new Set(
    [...headings].map(([, heading]) =>
      heading!
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\- ]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}

function brokenLinks(page: string): string[] {
  const links = [
    ...read(page)
      .replace(FENCE, '')
      .matchAll(/\]\(([^)\s]+)\)/g),
  ].map(([, link]) => link!);
  return links.filter((link) => {
    if (/^https?:/.test(link)) return false;
    const [path, anchor] = link.split('#') as [string, string?];
    const target = path === '' ? page : join(dirname(page), path);
    return !existsSync(join(root, target)) || (anchor !== undefined && !anchors(target).has(anchor));
  });
}

/** Our commands in a page's shell blocks, without the comments after them. */
function commands(page: string): string[] {
  return [...read(page).matchAll(FENCE)]
    .filter(([, language]) => language === 'sh' || language === '')
    .flatMap(([, , block]) => block!.split('\n'))
    .map((line) => line.replace(/ {2,}#.*$/, '').trim())
    .filter((line) => /^(.* (\||&&) )?(npx )?secgroup-monitor [a-z]/.test(line));
}

/** Paths of source files that a page mentions, as code or in a sentence. */
function missingFiles(page: string): string[] {
  const named = read(page).matchAll(/`((?:src|handler|test)\/[\w./-]+\.\w+)`/g);
  return [...named].map(([, path]) => path!).filter((path) => !existsSync(join(root, path)));
}

describe('the documentation', () => {
  it.each(pages)('names only files that exist in %s', (page) => {
    expect(missingFiles(page)).toEqual([]);
  });

  it.each(pages)('has no broken link in %s', (page) => {
    expect(brokenLinks(page)).toEqual([]);
  });

  it.each(pages.flatMap((page) => commands(page).map((line) => ({ page, line }))))(
    'shows a valid command in $page: $line',
    async ({ line }) => {
      const { program } = await harmless();
      await expect(program.parseAsync(typedWords(line), { from: 'user' })).resolves.toBe(program);
    },
  );
});
