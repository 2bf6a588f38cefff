/** Writes JSON with the differences between writers: escapes, order of fields, blanks. */
export interface Style {
  /** From 0 to 1. */
  random(): number;
  /** Share of characters in strings and keys written as \u00XX. */
  escapes: number;
  shuffle: boolean;
  /** Blanks between tokens. */
  blanks: readonly string[];
}

export function serialise(value: unknown, style: Style): string {
  const blank = () => style.blanks[Math.floor(style.random() * style.blanks.length)] ?? '';
  const write = (node: unknown): string => {
    if (typeof node === 'string') return writeText(node, style);
    if (typeof node !== 'object' || node === null) return JSON.stringify(node);
    if (Array.isArray(node)) {
      return `[${blank()}${node.map((v) => write(v)).join(`${blank()},${blank()}`)}${blank()}]`;
    }
    let entries = Object.entries(node);
    if (style.shuffle) {
      entries = entries
        .map((entry) => ({ entry, rank: style.random() }))
        .sort((a, b) => a.rank - b.rank)
        .map(({ entry }) => entry);
    }
    const members = entries.map(([key, v]) => `${writeText(key, style)}${blank()}:${blank()}${write(v)}`);
    return `{${blank()}${members.join(`${blank()},${blank()}`)}${blank()}}`;
  };
  return write(value);
}

function writeText(text: string, style: Style): string {
  const inner = JSON.stringify(text).slice(1, -1);
  // Escape sequences are not split.
  const parts = inner.match(/\\u[0-9a-f]{4}|\\.|[\s\S]/g) ?? [];
  return `"${parts.map((part) => (part.length === 1 && style.random() < style.escapes ? hex(part, style) : part)).join('')}"`;
}

function hex(character: string, style: Style): string {
  const digits = character.charCodeAt(0).toString(16).padStart(4, '0');
  return `\\u${style.random() < 0.5 ? digits : digits.toUpperCase()}`;
}
