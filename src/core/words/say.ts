/**
 * Translates the texts for people. The English text is written at the point of use and is its own key:
 * say`${name} has no targets` is looked up as `{0} has no targets`. Without a catalogue, or for a text that it lacks,
 * the result is English. Data for machines (codes, JSON, descriptions in AWS) is not translated.
 */

/** Maps English texts, with {0}, {1}, … for their values, to texts in another language. */
export type Catalogue = Readonly<Record<string, string>>;

let catalogue: Catalogue | undefined;
let code = 'en';
const keys = new WeakMap<TemplateStringsArray, string>();

/** Sets the language of all later texts; without a catalogue it is English. `language` is a BCP 47 tag. */
export function speak(words?: Catalogue, language = 'en'): void {
  catalogue = words;
  code = words === undefined ? 'en' : language;
}

/** Returns the BCP 47 tag of the current language. */
export function spoken(): string {
  return code;
}

/** Template tag. Returns the text in the current language. */
export function say(parts: TemplateStringsArray, ...values: readonly unknown[]): string {
  const translated = catalogue && translation(keyOf(parts));
  return translated === undefined ? String.raw({ raw: parts }, ...values) : fill(translated, values);
}

/**
 * Marks an English text in data for the catalogue, and returns it unchanged. sayText() translates it where it is
 * shown.
 */
export function toSay(text: string): string {
  return text;
}

/** Translates a text that toSay() has marked. Any other text is returned unchanged. */
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

/** Joins sentences to a paragraph, and adds missing full stops between them. */
export function inARow(sentences: readonly string[]): string {
  return sentences.reduce((text, next) => (text === '' ? next : `${withStop(text)}${next}`), '');
}

/** Returns a text that another sentence can follow: with a full stop, which texts from files or AWS may lack, and a space. */
export function withStop(text: string): string {
  if (/[.?!]$/.test(text)) return `${text} `;
  // The Japanese full stop is two columns wide, so it needs no space.
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
