import { type Document, isScalar, isSeq, type Pair, Scalar, visit, type YAMLMap, type YAMLSeq } from 'yaml';

/** Keys whose values can contain commas. */
const WITH_COMMAS = new Set(['rule', 'reason']);

/**
 * In YAML's flow style a comma ends an unquoted text, so YAML reads `{ rule: tcp 22,3389 from anywhere }` as a
 * rule `tcp 22` and a key `3389 from anywhere`. This joins parts that were separated only by such a comma.
 * Quoted texts are not changed.
 */
export function joinFlowRules(document: Document, text: string): void {
  visit(document, {
    Map(_key, node) {
      if (node.flow === true) joinPairs(node, text);
    },
    Pair(_key, { key, value }) {
      const isRules = isScalar(key) && (key.value === 'rules' || key.value === 'never');
      if (isRules && isSeq(value) && value.flow === true) joinItems(value, text);
    },
  });
}

function joinPairs(map: YAMLMap, text: string): void {
  const joined: Pair[] = [];
  for (const pair of map.items) {
    const before = joined.at(-1);
    const isCut = isPlain(pair.key) && (pair.value === null || isNothing(pair.value));
    const hasText = before !== undefined && isScalar(before.key) && WITH_COMMAS.has(String(before.key.value));
    if (isCut && hasText && isPlain(before.value)) extend(before.value, pair.key as Scalar, text);
    else joined.push(pair);
  }
  map.items = joined;
}

/** A rule has one `from`, and a source contains no space. This shows where the next rule begins. */
function joinItems(list: YAMLSeq, text: string): void {
  const joined: unknown[] = [];
  for (const item of list.items) {
    const before = joined.at(-1);
    const continues =
      isPlain(before) &&
      isPlain(item) &&
      (!/\sfrom\s/i.test(String(before.value)) || !/\s/.test(String(item.value)));
    if (continues) extend(before, item, text);
    else joined.push(item);
  }
  list.items = joined as YAMLSeq['items'];
}

/** Extends a text to the end of a later one, with everything between them in the file. */
function extend(first: Scalar, last: Scalar, text: string): void {
  if (!first.range || !last.range) return;
  first.value = text.slice(first.range[0], last.range[1]).replace(/\s+/g, ' ');
  first.range = [first.range[0], last.range[1], last.range[2]];
}

function isPlain(node: unknown): node is Scalar {
  return isScalar(node) && node.type === Scalar.PLAIN;
}

/** In the parsed document, a key without a colon has an empty value of length 0. */
function isNothing(node: unknown): boolean {
  return isScalar(node) && node.value === null && (node.source === undefined || node.source === '');
}
