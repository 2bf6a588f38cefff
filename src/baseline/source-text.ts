import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, type Pair, parseDocument } from 'yaml';
import { joinFlowRules } from './join-flow-rules.ts';
import { type BaselineProblem, baselineError } from './problem.ts';
import { yamlMessage } from './yaml-message.ts';

/** Keys and indexes from the root to a value: `['groups', 0, 'rules', 2]`. */
export type Path = readonly (string | number)[];

/** A parsed YAML or JSON text (JSON is a subset of YAML) with the positions of its values. */
export interface SourceText {
  value: unknown;
  /** The position of a value, or of the character at `offset` in it. For an absent value, that of the nearest parent. */
  at(path: Path, offset?: number): { line: number; column: number };
  /** The position of a key in a map. */
  atKey(path: Path, key: string): { line: number; column: number };
}

/** @throws AppError kind usage, code baseline-invalid, with every syntax error and its position. */
export function readSourceText(origin: string, text: string): SourceText {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, version: '1.2' });
  const place = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  if (document.errors.length > 0) {
    const problems = document.errors.map(
      (error): BaselineProblem => ({
        ...place(error.pos[0]),
        message: yamlMessage(error, text.slice(error.pos[0])),
      }),
    );
    throw baselineError(origin, problems);
  }
  joinFlowRules(document, text);
  const pairOf = (node: unknown, key: string | number): Pair | undefined =>
    isMap(node)
      ? node.items.find((pair) => isScalar(pair.key) && String(pair.key.value) === String(key))
      : undefined;
  const resolve = (node: unknown): unknown => (isAlias(node) ? node.resolve(document) : node);
  const find = (path: Path): Node | undefined => {
    let node: unknown = resolve(document.contents);
    let last = node;
    for (const key of path) {
      node = isSeq(node) ? node.items[Number(key)] : pairOf(node, key)?.value;
      if (node === undefined || node === null) break;
      node = resolve(node);
      last = node;
    }
    return (last ?? undefined) as Node | undefined;
  };
  return {
    value: toPlain(origin, document, place),
    at(path, offset = 0) {
      const node = find(path);
      if (node?.range === undefined || node.range === null) return place(0);
      return place(node.range[0] + (offset === 0 ? 0 : inside(node, text, offset)));
    },
    atKey(path, key) {
      const found = pairOf(find(path), key)?.key as Node | undefined;
      return found?.range ? place(found.range[0]) : this.at(path);
    },
  };
}

/** The limit on aliases prevents a small file with nested aliases from filling the memory. */
function toPlain(
  origin: string,
  document: ReturnType<typeof parseDocument>,
  place: (offset: number) => { line: number; column: number },
): unknown {
  try {
    return document.toJS({ maxAliasCount: 1000 });
  } catch (error) {
    throw baselineError(origin, [{ ...place(0), message: yamlMessage(error as Error) }]);
  }
}

/** Returns the offset of a character of a scalar within the scalar's text in the file; 0 if it has escapes or folded lines. */
function inside(node: Node, text: string, offset: number): number {
  if (!isScalar(node) || typeof node.value !== 'string' || !node.range) return 0;
  const written = text.slice(node.range[0], node.range[1]);
  const opening = written.startsWith('"') || written.startsWith("'") ? 1 : 0;
  return written.slice(opening, opening + node.value.length) === node.value ? opening + offset : 0;
}
