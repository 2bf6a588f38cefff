import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseAst } from 'rolldown/parseAst';

/** The texts of the sources, read from their syntax trees. */
export interface Said {
  /** Keys of say`…`, howMany(…) and toSay('…'), with the files that use them. */
  keys: Map<string, string[]>;
  /** Texts that look like prose but are passed to none of these functions. */
  unsaid: { file: string; text: string }[];
}

const root = fileURLToPath(new URL('../..', import.meta.url));
/** Three words in a row. */
export const PROSE = /\p{L}{2,}[,;:]? (?:\p{L}+[,;:]? )+\p{L}{2,}/u;

interface Node {
  type: string;
  [key: string]: unknown;
}

export function readSaid(folders: readonly string[]): Said {
  const said: Said = { keys: new Map(), unsaid: [] };
  for (const folder of folders) {
    for (const entry of readdirSync(join(root, folder), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || !entry.name.endsWith('.ts')) continue;
      const path = join(entry.parentPath, entry.name);
      const file = path.slice(root.length);
      walk(parseAst(readFileSync(path, 'utf8'), { lang: 'ts' }) as never, file, said);
    }
  }
  return said;
}

function walk(node: Node, file: string, said: Said): void {
  if (node.type.startsWith('Import') || node.type.startsWith('TS')) {
    if (!/^TS(As|NonNull|Satisfies|Type)/.test(node.type) || node.type === 'TSTypeAnnotation') return;
  }
  if (node.type === 'TaggedTemplateExpression' && (node.tag as Node).name === 'say') {
    const { quasis, expressions } = node.quasi as { quasis: Node[]; expressions: Node[] };
    add(
      said,
      quasis.map(cooked).reduce((text, part, i) => `${text}{${i - 1}}${part}`),
      file,
    );
    for (const expression of expressions) walk(expression, file, said);
    return;
  }
  if (node.type === 'CallExpression' && (node.callee as Node).name === 'howMany') {
    const [number, one] = node.arguments as Node[];
    if (one?.type !== 'Literal') throw new Error(`${file}: howMany() takes a noun, not an expression`);
    add(said, `{0} ${one.value}`, file);
    walk(number!, file, said);
    return;
  }
  if (node.type === 'CallExpression' && (node.callee as Node).name === 'toSay') {
    const [text] = node.arguments as Node[];
    if (text?.type !== 'Literal') throw new Error(`${file}: toSay() takes a text, not an expression`);
    add(said, String(text.value), file);
    return;
  }
  if (node.type === 'Literal' && typeof node.value === 'string') look(node.value, file, said);
  if (node.type === 'TemplateLiteral') look((node.quasis as Node[]).map(cooked).join('x'), file, said);
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (typeof child === 'object' && child !== null && typeof child.type === 'string')
        walk(child, file, said);
    }
  }
}

const cooked = (quasi: Node) => (quasi.value as { cooked: string }).cooked;

function add({ keys }: Said, key: string, file: string): void {
  keys.set(key, [...(keys.get(key) ?? []), file]);
}

function look(text: string, file: string, { unsaid }: Said): void {
  if (PROSE.test(text)) unsaid.push({ file, text });
}
