import { escapeText } from '../../../core/words/terminal-text.ts';

/** HTML that is known to be safe: only `html` and `verbatim` make it. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Value = string | number | Markup | readonly Markup[] | undefined;

/**
 * Template tag. Every text that is put in is escaped, for elements and quoted attributes alike; characters
 * that would reorder or hide text are written out.
 */
export function html(strings: TemplateStringsArray, ...values: readonly Value[]): Markup {
  const parts = strings.flatMap((string, index) =>
    index === 0 ? [string] : [show(values[index - 1]), string],
  );
  return new Markup(parts.join(''));
}

/** Text of our own that is HTML, CSS or JavaScript already. */
export function verbatim(text: string): Markup {
  return new Markup(text);
}

/**
 * A data block: JSON in an element that no browser executes. `<` is written as an escape, so that no text can
 * end the element.
 */
export function dataBlock(value: unknown): Markup {
  const json = JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
  return new Markup(`<script type="application/json">${json}</script>`);
}

/** Text that a browser shows as it is: nothing in it reorders, hides or controls. */
export function visible(text: string): string {
  return escapeText(text);
}

function show(value: Value): string {
  if (value === undefined) return '';
  if (value instanceof Markup) return value.text;
  if (typeof value === 'object') return value.map(({ text }) => text).join('');
  return escapeText(String(value), { keepNewlines: true }).replace(
    /[&<>"']/g,
    (character) => ENTITIES[character]!,
  );
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
