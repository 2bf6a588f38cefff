/**
 * JSON selector expressions: `{ ($.kind = "drift") && ($.n > 3 || $.a[0] IS NULL) }`.
 * Facts: CloudWatch Logs User Guide, "Filter pattern syntax for JSON log events".
 */
import { compareNumbers } from '../values/compare-numbers.ts';
import { memberOf, parseJson } from '../values/json.ts';
import { matchesPieces } from '../values/text-pieces.ts';
import { compileRegex, invalidFilter, type MessageTest } from './filter-regex.ts';

type Test = (event: unknown) => boolean;

/** Parses an expression in braces. Events that are not JSON objects or arrays never match. */
export function parseJsonFilter(text: string): MessageTest {
  const parser = new Parser(text);
  parser.take('{');
  const test = parser.any();
  parser.take('}');
  parser.end();
  return (message) => {
    const first = message.trimStart()[0];
    if (first !== '{' && first !== '[') return false;
    const event = parseJson(message);
    return event !== undefined && test(event);
  };
}

class Parser {
  #at = 0;
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  any(): Test {
    const tests = [this.all()];
    while (this.#accept(/\|\|/y)) tests.push(this.all());
    return (event) => tests.some((test) => test(event));
  }

  all(): Test {
    const tests = [this.one()];
    while (this.#accept(/&&/y)) tests.push(this.one());
    return (event) => tests.every((test) => test(event));
  }

  one(): Test {
    if (this.#accept(/\(/y)) {
      const test = this.any();
      this.take(')');
      return test;
    }
    const selector = this.#accept(/\$(?:\.?\[(?:\d+|\*|'[^']*'|"[^"]*")\]|\.(?:[\w-]+|\*))+/y);
    if (!selector) this.#fail();
    const select = compileSelector(selector[0]);
    const state = this.#accept(/(NOT\s+EXISTS|IS\s+(?:NULL|TRUE|FALSE))(?![\w])/iy);
    if (state) return stateTest(select, state[1]!.toUpperCase().replace(/\s+/, ' '));
    const operator = this.#accept(/(!=|>=|<=|=|>|<)/y);
    if (!operator) this.#fail();
    return this.#comparison(select, operator[1]!);
  }

  #comparison(select: (event: unknown) => unknown[], operator: string): Test {
    const quoted = this.#accept(/"((?:[^"\\]|\\.)*)"/y);
    const regex = quoted ? undefined : this.#accept(/%((?:[^%\\]|\\.)+)%/y);
    const bare = quoted || regex ? undefined : this.#accept(/[^\s(){}&|"=<>!]+/y);
    const value = quoted ? quoted[1]!.replace(/\\(["\\])/g, '$1') : bare?.[0];
    if (value === undefined && !regex) this.#fail();
    if (operator === '=' || operator === '!=') {
      const equal = regex ? matchesRegex(compileRegex(regex[1]!)) : equals(value!, quoted !== undefined);
      const wanted = operator === '=';
      // An absent field is neither equal nor unequal.
      return (event) => {
        const found = select(event);
        return found.length > 0 && (wanted ? found.some(equal) : !found.some(equal));
      };
    }
    const bound = Number(value);
    if (quoted || regex || !Number.isFinite(bound)) this.#fail();
    return (event) =>
      select(event).some((found) => typeof found === 'number' && compareNumbers(found, operator, bound));
  }

  take(text: string): void {
    this.#skip();
    if (!this.#text.startsWith(text, this.#at)) this.#fail();
    this.#at += text.length;
  }

  end(): void {
    this.#skip();
    if (this.#at < this.#text.length) this.#fail();
  }

  #skip(): void {
    while (/\s/.test(this.#text[this.#at] ?? '')) this.#at++;
  }

  #accept(pattern: RegExp): RegExpExecArray | undefined {
    this.#skip();
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (!match) return undefined;
    this.#at += match[0].length;
    return match;
  }

  #fail(): never {
    throw invalidFilter(`unexpected text at character ${this.#at + 1}`);
  }
}

/** Returns all values of a selector, none if the path is absent. */
function compileSelector(selector: string): (event: unknown) => unknown[] {
  const steps = [...selector.matchAll(/\[(\d+|\*)\]|\[(?:'([^']*)'|"([^"]*)")\]|\.([\w-]+|\*)/g)].map(
    ([, index, single, double, name = '']) => index ?? single ?? double ?? name,
  );
  return (event) => {
    let found: unknown[] = [event];
    for (const step of steps) {
      found = found.flatMap((value) => {
        if (typeof value !== 'object' || value === null) return [];
        if (step === '*') return Object.values(value);
        const member = memberOf(value, step);
        return member === undefined ? [] : [member];
      });
    }
    return found;
  };
}

function stateTest(select: (event: unknown) => unknown[], state: string): Test {
  if (state === 'NOT EXISTS') return (event) => select(event).length === 0;
  const wanted = state === 'IS NULL' ? null : state === 'IS TRUE';
  return (event) => select(event).some((value) => value === wanted);
}

function equals(wanted: string, quoted: boolean): (value: unknown) => boolean {
  const asNumber = quoted ? Number.NaN : Number(wanted);
  return (value) => {
    if (typeof value === 'number') return value === asNumber;
    if (typeof value === 'boolean') return !quoted && String(value) === wanted.toLowerCase();
    if (typeof value !== 'string') return false;
    return matchesPieces(value, wanted.split('*'));
  };
}

function matchesRegex(test: MessageTest): (value: unknown) => boolean {
  return (value) => (typeof value === 'string' || typeof value === 'number') && test(String(value));
}
