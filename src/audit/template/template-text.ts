import {
  type CollectionTag,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  type ScalarTag,
} from 'yaml';
import { decodeText, placeOf } from '../../core/decode-text.ts';
import { usageError } from '../../core/errors.ts';
import type { Dict } from '../../core/json-shape.ts';
import { parseJson } from '../../core/parse-json.ts';
import { say } from '../../core/words/say.ts';

/** A template or its parameters, with short forms of functions expanded: `!Ref a` becomes `{Ref: 'a'}`. */
export interface TemplateText {
  value: unknown;
  /** The line of each key of the top-level map `Resources`. */
  lines: ReadonlyMap<string, number>;
}

/**
 * Reads JSON, or YAML with the short forms of CloudFormation's functions.
 * @throws AppError kind usage with line and column.
 */
export function readTemplateText(bytes: Uint8Array, name: string): TemplateText {
  const text = decodeText(bytes, name);
  if (text.trimStart().startsWith('{')) return { value: parseJson(text, name), lines: resourceLines(text) };
  return readYaml(text, name);
}

/** Source: CloudFormation's user guide, intrinsic functions. Only these full forms lack `Fn::`. */
const BARE = new Set(['Ref', 'Condition']);
const FUNCTIONS = [
  ...[
    'And',
    'Base64',
    'Cidr',
    'Condition',
    'Equals',
    'FindInMap',
    'GetAtt',
    'GetAZs',
    'If',
    'ImportValue',
    'Join',
  ],
  ...['Length', 'Not', 'Or', 'Ref', 'Select', 'Split', 'Sub', 'ToJsonString', 'Transform'],
];
const TAGS: (ScalarTag | CollectionTag)[] = FUNCTIONS.flatMap((word): (ScalarTag | CollectionTag)[] => [
  { tag: `!${word}`, resolve: (text) => text },
  { tag: `!${word}`, collection: 'seq' },
  { tag: `!${word}`, collection: 'map' },
]);

/** More values than a template can have (CloudFormation accepts 1 MB), and few enough for memory. */
const MOST_VALUES = 200_000;
const DEEPEST = 200;

function readYaml(text: string, name: string): TemplateText {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, prettyErrors: false, customTags: TAGS });
  const place = (offset: number) => {
    const { line, col } = counter.linePos(offset);
    return `${name}:${Math.max(line, 1)}:${Math.max(col, 1)}`;
  };
  // An unknown tag may mean anything.
  const [fault] = [...document.errors, ...document.warnings];
  if (fault !== undefined) throw notYaml(place(fault.pos[0]), fault.message);
  let values = 0;
  // An alias refers to the last anchor of that name before it.
  const anchors = new Map<string, unknown>();
  const plain = (node: unknown, depth: number): unknown => {
    values += 1;
    const start = isNode(node) ? (node.range?.[0] ?? 0) : 0;
    if (values > MOST_VALUES || depth > DEEPEST) {
      throw notYaml(place(start), say`aliases or nesting make it too large`);
    }
    if (isAlias(node)) return plain(anchors.get(node.source), depth + 1);
    if (isNode(node) && node.anchor) anchors.set(node.anchor, node);
    if (isScalar(node)) return written(node.tag, node.value);
    if (isSeq(node))
      return written(
        node.tag,
        node.items.map((item) => plain(item, depth + 1)),
      );
    if (!isMap(node)) return undefined;
    const pairs = node.items.map(({ key, value }): [string, unknown] => [
      String(plain(key, depth + 1)),
      plain(value, depth + 1),
    ]);
    return written(node.tag, Object.fromEntries(pairs));
  };
  const value = plain(document.contents, 0);
  const lines = new Map<string, number>();
  const resources = document.get('Resources');
  for (const { key } of isMap(resources) ? resources.items : []) {
    if (isScalar(key) && key.range) lines.set(String(key.value), counter.linePos(key.range[0]).line);
  }
  return { value, lines };
}

/** Expands the short form of a function. */
function written(tag: string | undefined, value: unknown): unknown {
  const word = tag?.startsWith('!') === true && !tag.startsWith('!!') ? tag.slice(1) : undefined;
  if (word === undefined || !FUNCTIONS.includes(word)) return value;
  const full: Dict = { [BARE.has(word) ? word : `Fn::${word}`]: value };
  return full;
}

function notYaml(place: string, message: string): Error {
  return usageError('yaml-invalid', say`${place}: not valid YAML: ${message}`);
}

/** Returns the lines of the keys in the top-level "Resources" of valid JSON. */
function resourceLines(text: string): Map<string, number> {
  const lines = new Map<string, number>();
  const keys: string[] = [];
  let depth = 0;
  let last = { text: '', offset: 0 };
  let counted = { offset: 0, line: 1 };
  for (const token of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]:]/g)) {
    const [found] = token;
    if (found === '{' || found === '[') depth += 1;
    else if (found === '}' || found === ']') depth -= 1;
    else if (found === ':') {
      keys[depth] = last.text;
      if (depth !== 2 || keys[1] !== '"Resources"') continue;
      const line = counted.line + placeOf(text.slice(counted.offset, last.offset)).line - 1;
      counted = { offset: last.offset, line };
      lines.set(String(JSON.parse(last.text)), line);
    } else last = { text: found, offset: token.index };
  }
  return lines;
}
