import { describe, expect, it } from 'vitest';
import { BEHAVIOUR, PRIVATE_WORDS } from './support/private-words.ts';
import { insteadOf, lineAt, textsOfCode, type WrittenText, writtenTexts } from './support/written-texts.ts';

interface Violation {
  file: string;
  line: number;
  message: string;
}

function privateWords({ file, line, text }: WrittenText): Violation[] {
  return PRIVATE_WORDS.flatMap(({ phrase, write }) =>
    [...text.matchAll(phrase)].map((match) => ({
      file,
      line: line + lineAt(text, match.index) - 1,
      message: `"${match[0].replace(/\s+/g, ' ')}": ${write}`,
    })),
  );
}

function title({ file, kind, line, text }: WrittenText): Violation[] {
  if (kind !== 'title' || BEHAVIOUR.test(text)) return [];
  return [{ file, line, message: `"${text}": begin with what it does: reports, refuses, keeps` }];
}

const texts = writtenTexts();
const violations = texts
  .flatMap((text) => [...privateWords(text), ...title(text)])
  .sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line));

describe('docs/writing.md', () => {
  it('is followed by comments, messages, pages and test titles', () => {
    violations.sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line));
    expect(violations.map(({ file, line, message }) => `${file}:${line}: ${message}`)).toEqual([]);
  });

  it('lists every phrase that is refused', () => {
    const column = insteadOf()
      .map(({ instead }) => instead)
      .join('\n');
    expect(PRIVATE_WORDS.filter(({ phrase }) => column.search(phrase) < 0)).toEqual([]);
  });
});

describe('the check of texts', () => {
  it('finds each kind of text', () => {
    for (const kind of ['comment', 'message', 'page', 'subject', 'title']) {
      expect(texts.filter((text) => text.kind === kind).length, kind).toBeGreaterThan(15);
    }
  });

  it('finds the line of a phrase', () => {
    const test =
      '// One\n// two stands in\n\nit(`is \x24{a} and stands`, () => {});\n/** Three\n * `tells` and\n * is\n * whole. */';
    const found = textsOfCode('test/x.test.ts', test).flatMap(privateWords);
    expect(found.map(({ line, message }) => `${line} ${message}`.split(':')[0])).toEqual([
      '2 "stands"',
      '7 "is whole"',
      '4 "stands"',
    ]);
  });

  it('finds messages in the product, but not the words of AWS in the sandbox', () => {
    const source = "export const text = say`the hop \x24{name} is whole`; const code = 'tell';";
    expect(textsOfCode('src/core/x.ts', source).flatMap(privateWords)).toHaveLength(1);
    expect(textsOfCode('src/sandbox/x.ts', source).flatMap(privateWords)).toEqual([]);
  });

  it.each([
    ['it tells of the change', 'tells'],
    ['as\n * it stands in the file', 'stands'],
    ['the hop is whole.', 'is whole'],
    ['what is no list', 'is no list'],
    ['the group is in line again', 'in line'],
  ])('refuses %j', (text, found) => {
    expect(PRIVATE_WORDS.flatMap(({ phrase }) => text.match(phrase) ?? [])).toContain(found);
  });

  it.each([
    'it tells you why, and tells the user what to run',
    '`*` stands for any text; clocks stand still',
    'the whole file, and whole seconds',
    'there is no list, there are none, and it is no longer used',
    'the code `in-line` at line 3; an error in line 12',
    'it puts an entry into the right column',
    'src/core/mend.ts',
  ])('accepts %j', (text) => {
    expect(PRIVATE_WORDS.filter(({ phrase }) => text.search(phrase) >= 0)).toEqual([]);
  });
});
