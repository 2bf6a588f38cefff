import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { languageOf } from '../../src/cli/language.ts';
import { createShell } from '../../src/cli/shell.ts';
import { run, testContext } from '../support/run.ts';

const BIN = fileURLToPath(new URL('../../bin/secgroup-monitor.js', import.meta.url));
const JAPANESE = { LANG: 'ja_JP.UTF-8' };
const GROUPS = JSON.stringify({
  SecurityGroups: [
    {
      GroupId: 'sg-0a0a0a0a',
      GroupName: 'web',
      OwnerId: '111122223333',
      VpcId: 'vpc-0a1b2c3d',
      IpPermissions: [{ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
    },
  ],
});

describe('the language of the messages', () => {
  it.each<[string, 'en' | 'ja', Record<string, string>]>([
    ['nothing is set', 'en', {}],
    ['the C locale', 'en', { LANG: 'C.UTF-8' }],
    ['LANG', 'ja', { LANG: 'ja_JP.UTF-8' }],
    ['a locale without an encoding', 'ja', { LANG: 'ja_JP' }],
    ['another spelling of UTF-8', 'ja', { LANG: 'ja_JP.utf8' }],
    ['an encoding that we do not write', 'en', { LANG: 'ja_JP.eucJP' }],
    ['a second encoding that we do not write', 'en', { LANG: 'ja_JP.SJIS' }],
    ['another language', 'en', { LANG: 'de_DE.UTF-8' }],
    ['LC_MESSAGES before LANG', 'ja', { LC_MESSAGES: 'ja_JP.UTF-8', LANG: 'en_US.UTF-8' }],
    ['LC_MESSAGES before LANG, reversed', 'en', { LC_MESSAGES: 'en_US.UTF-8', LANG: 'ja_JP.UTF-8' }],
    ['LC_ALL before all others', 'en', { LC_ALL: 'C', LC_MESSAGES: 'ja_JP.UTF-8', LANG: 'ja_JP.UTF-8' }],
    ['an empty LC_ALL, which is not set (POSIX)', 'ja', { LC_ALL: '', LANG: 'ja_JP.UTF-8' }],
    ['LC_CTYPE, which is ignored', 'en', { LC_CTYPE: 'ja_JP.UTF-8' }],
  ])('follows the locale: %s', (_case, language, env) => {
    expect(languageOf(['status'], env)).toBe(language);
  });

  it.each<[string, 'en' | 'ja']>([
    ['status --lang ja', 'ja'],
    ['--lang=ja status', 'ja'],
    ['status --lang ja --lang en', 'en'],
    ['status --lang ja --format pretty', 'ja'],
    ['status --lang ja --format json', 'en'],
    ['audit --format=html --lang=ja', 'ja'],
    ['audit --format=csv --lang=ja', 'en'],
    ['logs -- --lang ja', 'en'],
    ['status --lang', 'en'],
  ])('follows --lang, and is English for machines: %s', (line, language) => {
    expect(languageOf(line.split(' '), {})).toBe(language);
  });

  it('follows --lang rather than the locale', () => {
    expect(languageOf(['status', '--lang', 'en'], JAPANESE)).toBe('en');
  });

  it('is refused if it is not supported', async () => {
    expect(await run(['status', '--lang', 'xx'])).toEqual({
      code: 2,
      stdout: '',
      stderr:
        'Error: Option \'--lang <language>\' does not accept \'xx\'. Use one of en, ja. To see the options, run "secgroup-monitor --help" or "secgroup-monitor help COMMAND".\n',
    });
  });

  it('applies only to one run', async () => {
    const wrong = ['logs', '--folow'];
    const english = await run(wrong);
    expect((await run(wrong, { env: JAPANESE })).stderr).toBe(
      'エラー: オプション --folow はありません (--follow ではありませんか?)。使い方は `secgroup-monitor --help` または `secgroup-monitor help コマンド名` で確認できます。\n',
    );
    expect(await run(wrong)).toEqual(english);
  });

  it.each([
    ['audit', '--from', 'groups.json'],
    ['baseline', 'diff', '--from', 'groups.json', 'nowhere.yaml'],
    ['history', '--since', 'yesterday'],
  ])('is English in JSON, byte for byte: %s %s', async (...words) => {
    const at = { files: new Map([['groups.json', GROUPS]]), now: Date.parse('2026-11-23T12:00:00Z') };
    const argv = [...words, '--format', 'json'];
    const english = await run(argv, at);
    expect(english.stdout + english.stderr).toContain('"schema":');
    expect(await run(argv, { ...at, env: JAPANESE })).toEqual(english);
    expect(await run([...argv, '--lang', 'ja'], at)).toEqual(english);
  });
});

describe('help in Japanese', () => {
  const help = async (...words: string[]) => (await run([...words, '--help'], { env: JAPANESE })).stdout;

  it('matches its fixture, whichever way the user asks for it', async () => {
    const shown = [await help(), await help('baseline'), await help('history', 'verify')];
    await expect(shown.join('\n')).toMatchFileSnapshot('../fixtures/screens/japanese-help.txt');
    expect((await run([], { env: JAPANESE })).stdout).toBe(shown[0]);
    expect((await run(['help'], { env: JAPANESE })).stdout).toBe(shown[0]);
    const env = { PATH: process.env.PATH, ...JAPANESE };
    expect(execFileSync(process.execPath, [BIN, '--help'], { encoding: 'utf8', env })).toBe(shown[0]);
  });

  it('fits 80 cells and explains every term in Japanese', async () => {
    const program = await createShell(testContext().context).wholeProgram();
    const paths = program.commands.flatMap((command) => [
      [command.name()],
      ...command.commands.map((child) => [command.name(), child.name()]),
    ]);
    expect(paths.length).toBeGreaterThan(15);
    for (const path of [[], ...paths]) {
      const rows = (await help(...path)).split('\n');
      expect(rows.filter((row) => stringWidth(row) > 80)).toEqual([]);
      const terms = rows.slice(0, rows.indexOf('例:')).filter((row) => /^ {2}\S/.test(row));
      expect(terms.length).toBeGreaterThan(10);
      expect(terms.filter((row) => !/ {2}.*[\p{sc=Hira}\p{sc=Kana}\p{sc=Han}]/u.test(row.slice(2)))).toEqual(
        [],
      );
    }
  });
});
