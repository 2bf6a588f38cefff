// Covers src/render/completion-pretty.ts, src/reports/completion.ts.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/cli/commands.ts';
import { run } from '../support/run.ts';

const script = async (shell: string) => (await run(['completion', shell])).stdout;
const installed = (shell: string) => spawnSync(shell, ['-c', 'exit 0']).status === 0;

/** Returns what bash offers for the last word of a command line. */
function offered(source: string, ...words: string[]): string[] {
  const program = `${source}
COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}
compopt() { :; }
_secgroup_monitor; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { status, stdout, stderr } = spawnSync('bash', ['-c', program], { encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout.split('\n').filter(Boolean);
}

describe('completion', () => {
  it('offers the commands in bash, then the options of the entered command', async () => {
    const source = await script('bash');
    const words = offered(source, 'secgroup-monitor', '');
    expect(words).toEqual(expect.arrayContaining([...COMMANDS.map(({ word }) => word), '--region']));
    expect(offered(source, 'secgroup-monitor', 'te')).toEqual(['teardown', 'test-trigger']);
    expect(offered(source, 'secgroup-monitor', '--region', 'eu-west-1', 'logs', '--fo')).toEqual([
      '--follow',
      '--format',
    ]);
    expect(offered(source, 'secgroup-monitor', 'logs', '--since', '')).toEqual([]);
  });

  it.each(['zsh', 'fish'])('contains every command and option in %s', async (shell) => {
    const source = await script(shell);
    for (const { word } of COMMANDS) expect(source).toContain(word);
    expect(source).toContain(shell === 'fish' ? '-l idle-timeout' : '--idle-timeout');
  });

  it.skipIf(!installed('zsh'))('is valid zsh', async () => {
    const { status, stderr } = spawnSync('zsh', ['-n'], { input: await script('zsh'), encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  it.skipIf(!installed('fish'))('offers the same in fish', async () => {
    const source = join(mkdtempSync(join(tmpdir(), 'completion-')), 'secgroup-monitor.fish');
    writeFileSync(source, await script('fish'));
    const line = (typed: string) => {
      const words = `source ${source}; complete -C '${typed}'`;
      const { status, stdout, stderr } = spawnSync('fish', ['-c', words], { encoding: 'utf8' });
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      return stdout.split('\n').map((offer) => offer.split('\t')[0]);
    };
    expect(line('secgroup-monitor te')).toEqual(['teardown', 'test-trigger', '']);
    expect(line('secgroup-monitor logs --fo')).toEqual(['--follow', '--format', '']);
    rmSync(dirname(source), { recursive: true });
  });

  it('refuses other shells', async () => {
    expect(await run(['completion', 'tcsh'])).toEqual({
      code: 2,
      stdout: '',
      stderr: 'Error: There is no completion for "tcsh". Use one of bash, zsh, fish.\n',
    });
    expect((await run(['completion'])).code).toBe(2);
  });
});
