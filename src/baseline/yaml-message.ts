import { say, sayText, toSay } from '../core/words/say.ts';

/** The YAML parser's own messages for the most common mistakes. */
const KNOWN: ReadonlySet<string> = new Set([
  toSay('Tabs are not allowed as indentation'),
  toSay('All mapping items must start at the same column'),
  toSay('A block sequence may not be used as an implicit map key'),
  toSay('Nested mappings are not allowed in compact mappings'),
  toSay('Implicit keys need to be on a single line'),
  toSay('Implicit map keys need to be followed by map values'),
  toSay('Missing closing "quote'),
  toSay("Missing closing 'quote"),
  toSay('Plain value cannot start with reserved character `'),
  toSay('Plain value cannot start with reserved character @'),
  toSay('Plain value cannot start with directive indicator character %'),
  toSay('Flow sequence in block collection must be sufficiently indented and end with a ]'),
  toSay('Flow map in block collection must be sufficiently indented and end with a }'),
  toSay('Flow sequence must end with a ]'),
  toSay('Flow map must end with a }'),
  toSay('Missing , or : between flow sequence items'),
  toSay('Missing , or : between flow map items'),
  toSay('Unexpected , in flow sequence'),
  toSay('Unexpected , in flow map'),
  toSay('Block collections are not allowed within flow collections'),
  toSay('Comments must be separated from other tokens by white space characters'),
  toSay('Alias cannot be an empty string'),
  toSay('Unexpected scalar at node end'),
  toSay('Excessive alias count indicates a resource exhaustion attack'),
]);

/** A key in single or double quotes, or without quotes. */
const KEY = /^(?:"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[^\s:,}]+(?: +[^\s:,}]+)*)/;

/** Returns the message of a YAML error at the start of `rest`. Messages that we don't know are returned unchanged. */
export function yamlMessage({ code, message }: Error & { code?: string }, rest = ''): string {
  if (code === 'DUPLICATE_KEY') return say`duplicate key \`${KEY.exec(rest)?.[0] ?? ''}\``;
  if (/call stack/.test(message)) return say`nested too deeply`;
  const alias = /^Unresolved alias \(.*\): (.*)$/.exec(message)?.[1];
  if (alias !== undefined) return say`Unresolved alias (the anchor must be set before the alias): ${alias}`;
  return KNOWN.has(message) ? sayText(message) : message;
}
