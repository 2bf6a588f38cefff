/**
 * What people read, in the language that they chose. The English text stands where it is used and is its own
 * key: say`${name} has no targets` is looked up as `{0} has no targets`. Without a catalogue, or for a text that
 * it lacks, English is shown. What machines read (codes, JSON, what is stored in AWS) is never said by this.
 */

/** From an English text, with {0}, {1}, … for its values, to the same in another language. */
export type Catalogue = Readonly<Record<string, string>>;

let catalogue: Catalogue | undefined;
const keys = new WeakMap<TemplateStringsArray, string>();

/** Sets the language of all that is said from now on; undefined is English. */
export function speak(words: Catalogue | undefined): void {
  catalogue = words;
}

/** The template's text in the language that is spoken. */
export function say(parts: TemplateStringsArray, ...values: readonly unknown[]): string {
  const translated = catalogue && translation(keyOf(parts));
  return translated === undefined ? String.raw({ raw: parts }, ...values) : fill(translated, values);
}

/**
 * Marks an English text that stands in data, where it is needed as it is, for the catalogue;
 * where it is shown, sayText() says it.
 */
export function toSay(text: string): string {
  return text;
}

/** A text that toSay() has marked, in the language that is spoken; any other text as it is. */
export function sayText(text: string): string {
  return translation(text) ?? text;
}

/** `1 finding`, `5,000 findings`: looked up as `{0} finding`. */
export function howMany(number: number, one: string, many = `${one}s`): string {
  return fill(translation(`{0} ${one}`) ?? `{0} ${number === 1 ? one : many}`, [quantity(number)]);
}

/** `5,000` */
export function quantity(number: number): string {
  return String(number).replace(/\B(?=(\d{3})+$)/g, ',');
}

function translation(key: string): string | undefined {
  return catalogue !== undefined && Object.hasOwn(catalogue, key) ? catalogue[key] : undefined;
}

/** Sentences in a row. */
export function inARow(sentences: readonly string[]): string {
  return sentences.reduce((text, next) => (text === '' ? next : `${withStop(text)}${next}`), '');
}

/** What stands before the next sentence, for what a file or AWS says may have no full stop. */
export function withStop(text: string): string {
  if (/[.?!]$/.test(text)) return `${text} `;
  // A full stop of two cells brings its own space.
  if (text.endsWith('。')) return text;
  return /[\u3000-\uffef]$/.test(text) ? `${text}。` : `${text}. `;
}

function keyOf(parts: TemplateStringsArray): string {
  const known = keys.get(parts);
  if (known !== undefined) return known;
  const key = parts.reduce((text, part, i) => `${text}{${i - 1}}${part}`);
  keys.set(parts, key);
  return key;
}

function fill(text: string, values: readonly unknown[]): string {
  return text.replace(/\{(\d+)\}/g, (_, index) => String(values[Number(index)]));
}
