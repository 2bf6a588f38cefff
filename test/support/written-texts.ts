import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'rolldown/utils';

/** A text for people. Blanks replace the code in it, so the text is as long as its source. */
export interface WrittenText {
  file: string;
  kind: 'comment' | 'message' | 'page' | 'subject' | 'title';
  text: string;
  /** 1-based line of its first character. */
  line: number;
}

interface Node {
  type: string;
  start: number;
  end: number;
  [key: string]: unknown;
}

interface Source {
  file: string;
  code: string;
  texts: WrittenText[];
}

const root = fileURLToPath(new URL('../..', import.meta.url));
const FOLDERS = ['bin', 'docs', 'handler', 'src', 'test'];
export const WRITING_PAGE = 'docs/writing.md';

/** Returns comments, messages, pages and test titles, except those of `README.ja.md`, fixtures and Python. */
export function writtenTexts(): WrittenText[] {
  const atRoot = readdirSync(root).filter((name) => /\.(ts|mjs|md)$/.test(name));
  const below = FOLDERS.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(root.length)),
  );
  return [...atRoot, ...below].flatMap((file) => {
    if (file.startsWith('test/fixtures/') || file.endsWith('.ja.md')) return [];
    if (file.endsWith('.md')) return [page(file)];
    if (!/\.(ts|mjs|js)$/.test(file)) return [];
    return textsOfCode(file, readFileSync(join(root, file), 'utf8'));
  });
}

/** Returns the rows of the table "Instead of / Write". */
export function insteadOf(): { instead: string; write: string }[] {
  const [, table = ''] = readFileSync(join(root, WRITING_PAGE), 'utf8').split(/^\| Instead of .*\n.*\n/m);
  return table
    .split('\n')
    .filter((row) => row.startsWith('|'))
    .map((row) => row.split(/(?<!\\)\|/))
    .map(([, instead = '', write = '']) => ({ instead, write }));
}

function page(file: string): WrittenText {
  let text = readFileSync(join(root, file), 'utf8');
  if (file === WRITING_PAGE) {
    for (const { instead } of insteadOf()) text = text.replace(instead, blank);
  }
  return { file, kind: 'page', text: withoutCode(text), line: 1 };
}

export function textsOfCode(file: string, code: string): WrittenText[] {
  const { program, comments } = parseSync(file, code);
  const source: Source = { file, code, texts: [] };
  let last = -1;
  for (const comment of comments) {
    const text = comment.value.replace(/\n\s*\*/g, blank);
    const before = source.texts.at(-1);
    // Comments on neighbouring lines are one text.
    if (comment.type === 'Line' && before && /^\n\s*$/.test(code.slice(last, comment.start))) {
      before.text += `${blank(code.slice(last, comment.start + 2))}${text}`;
    } else {
      add(source, 'comment', comment.start + 2, text);
    }
    last = comment.end;
  }
  for (const text of source.texts) text.text = withoutCode(text.text);
  walk(program as unknown as Node, source);
  return source.texts;
}

function walk(node: Node, source: Source): void {
  if (node.type.startsWith('Import')) return;
  if (node.type === 'CallExpression') addTitle(node, source);
  if (saysMessages(source.file) && (node.type === 'Literal' || node.type === 'TemplateLiteral')) {
    const text = prose(node, source.code).slice(1, -1);
    // A single word is a code: the name of an event or of a style.
    if (/\S\s+\S/.test(text)) add(source, 'message', node.start + 1, text);
  }
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (typeof child === 'object' && child !== null && typeof child.type === 'string') walk(child, source);
    }
  }
}

/** Messages of the sandbox are AWS's words, and expectations in tests follow from the messages. */
function saysMessages(file: string): boolean {
  return /^(?:src|handler)\//.test(file) && !file.startsWith('src/sandbox/');
}

function addTitle(call: Node, source: Source): void {
  const [title] = call.arguments as Node[];
  const callee = call.callee as Node;
  const name = /^(?:describe|it|test)\b/.exec(source.code.slice(callee.start, callee.end))?.[0];
  if (!name || !title || !source.file.startsWith('test/')) return;
  if (title.type !== 'TemplateLiteral' && typeof title.value !== 'string') return;
  const text = prose(title, source.code);
  add(source, name === 'describe' ? 'subject' : 'title', title.start + 1, text.slice(1, -1));
}

/** Returns the source of a string or template, with `$` and blanks instead of its values. */
function prose(node: Node, code: string): string {
  let text = code.slice(node.start, node.end);
  for (const value of (node.expressions ?? []) as Node[]) {
    const from = value.start - 2 - node.start;
    const to = value.end + 1 - node.start;
    text = `${text.slice(0, from)}$${' '.repeat(to - from - 1)}${text.slice(to)}`;
  }
  return text;
}

function add({ file, code, texts }: Source, kind: WrittenText['kind'], start: number, text: string): void {
  if (/\p{L}{2}/u.test(text)) texts.push({ file, kind, text, line: lineAt(code, start) });
}

/** Code in backquotes is not prose; a fence has three of them. */
const withoutCode = (text: string) => text.replace(/(?<!`)`[^`\n]+`(?!`)/g, blank);
const blank = (text: string) => text.replace(/[^\n]/g, ' ');

export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
