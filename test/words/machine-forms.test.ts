import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { run } from '../support/run.ts';
import { PROSE } from './said.ts';

const JAPANESE_LETTER = /[\p{sc=Hira}\p{sc=Kana}\p{sc=Han}]/u;
const BASELINE = `version: 1
groups:
  - { name: web, match: { name: "web*" }, rules: [tcp 443 from anywhere] }
never: [tcp 22 from anywhere, tcp 3306 from public]
exceptions:
  - { rule: tcp 22 from 203.0.113.0/24, until: 2026-01-31, reason: vendor }
`;
const files = () =>
  new Map<string, string>([
    ['groups.json', readFileSync(new URL('../fixtures/audit/groups.json', import.meta.url), 'utf8')],
    ['baseline.yaml', BASELINE],
  ]);
const inLanguage = async (lang: string, ...argv: string[]) => {
  const at = { files: files(), now: Date.parse('2026-11-23T12:00:00Z') };
  const result = await run([...argv, '--lang', lang], at);
  return { ...result, written: at.files.get('out') };
};

describe('output for machines, files and editors', () => {
  const audit = ['audit', '--from', 'groups.json', '--baseline', 'baseline.yaml'];

  it.each(['json', 'csv', 'sarif', 'ocsf', 'asff', 'markdown'])(
    'is the same in any language: %s',
    async (form) => {
      const english = await inLanguage('en', ...audit, '--format', form);
      expect(english.stdout.length).toBeGreaterThan(500);
      expect(await inLanguage('ja', ...audit, '--format', form)).toEqual(english);
    },
  );

  it.each([
    [['baseline', 'capture', '--from', 'groups.json', '--out', 'out']],
    [['baseline', 'capture', '--from', 'groups.json']],
    [['baseline', 'schema']],
    [['completion', 'bash']],
  ])('is the same in any language: %j', async (argv) => {
    const english = await inLanguage('en', ...argv);
    const japanese = await inLanguage('ja', ...argv);
    expect(japanese.stdout).toBe(english.stdout);
    expect(japanese.written).toBe(english.written);
    expect(`${english.stdout}${english.written ?? ''}`).not.toMatch(JAPANESE_LETTER);
    expect(english.stdout + english.written).toMatch(/baseline/);
  });

  it('has a Japanese edition of the HTML report, without English sentences', async () => {
    const { stdout: page } = await inLanguage('ja', ...audit, '--format', 'html');
    expect(page).toContain('<html lang="ja">');
    const shown = page
      .replace(/<(script|style)\b[^>]*>[\s\S]*?<\/\1>/g, '')
      .replace(/<pre[^>]*>[\s\S]*?<\/pre>/g, '')
      .replace(/<template>[\s\S]*?<\/template>/g, '');
    const texts = [...shown.matchAll(/>([^<]+)<|(?:aria-label|placeholder|title)="([^"]*)"/g)]
      .map(([, inside, attribute]) => inside ?? attribute ?? '')
      .filter((text) => PROSE.test(text) && !JAPANESE_LETTER.test(text));
    expect(texts).toEqual([]);
  });

  it('differs from output for people, which is translated except for the commands', async () => {
    const english = await inLanguage('en', ...audit);
    const japanese = await inLanguage('ja', ...audit);
    expect(english.stdout).not.toMatch(JAPANESE_LETTER);
    expect(japanese.stdout).toMatch(JAPANESE_LETTER);
    // Users paste the commands that restore a group.
    const commands = (text: string) => text.split('\n').filter((line) => line.startsWith('  $ aws '));
    expect(commands(japanese.stdout)).toEqual(commands(english.stdout));
    expect(commands(english.stdout).length).toBeGreaterThan(0);
  });
});
