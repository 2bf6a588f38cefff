import { escapeText } from '../../../core/words/terminal-text.ts';

/** HTML that is safe. Only `html`, `verbatim` and `dataBlock` create it. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Value = string | number | Markup | readonly Markup[] | undefined;

/**
 * Template tag. It escapes every inserted text for elements and quoted attributes. Characters that reorder or hide
 * text are replaced with visible escapes.
 */
export function html(strings: TemplateStringsArray, ...values: readonly Value[]): Markup {
  const parts = strings.flatMap((string, index) =>
    index === 0 ? [string] : [show(values[index - 1]), string],
  );
  return new Markup(parts.join(''));
}

/** Marks our own HTML, CSS or JavaScript as safe. Never for text from a report. */
export function verbatim(text: string): Markup {
  return new Markup(text);
}

/**
 * Returns a data block: JSON in an element that a browser does not execute. `<` is escaped, so that no text can
 * end the element.
 */
export function dataBlock(value: unknown): Markup {
  const json = JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
  return new Markup(`<script type="application/json">${json}</script>`);
}

/** Replaces characters that reorder, hide or control text with visible escapes. */
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
