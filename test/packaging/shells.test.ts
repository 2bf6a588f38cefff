import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { runCommand } from './run-command.ts';
import { hasShell, offered, type ShellName } from './shells.ts';

const { installed, scratch } = inject('packed');

describe.each<ShellName>(['bash', 'zsh', 'fish'])('completion in %s', (shell) => {
  const missing = !hasShell(shell);
  if (missing) console.log(`skipped: completion in ${shell}, because it is not installed`);

  it.skipIf(missing)('loads and completes commands, their subcommands, options and choices', async () => {
    const bin = join(installed, 'bin/secgroup-monitor.js');
    const { code, stdout } = await runCommand(process.execPath, [bin, 'completion', shell]);
    expect(code).toBe(0);
    const script = join(scratch, `completion.${shell}`);
    writeFileSync(script, stdout);

    const offers = async (line: string) => (await offered(shell, script, line)).sort();
    expect(await offers('secgroup-monitor te')).toEqual(['teardown', 'test-trigger']);
    expect(await offers('secgroup-monitor ')).toEqual(
      expect.arrayContaining(['audit', 'install', 'sandbox']),
    );
    expect(await offers('secgroup-monitor baseline ch')).toEqual(['check']);
    expect(await offers('secgroup-monitor logs --fo')).toEqual(['--follow', '--format']);
    expect(await offers('secgroup-monitor logs --severity high --idle')).toEqual(['--idle-timeout']);
    expect(await offers('secgroup-monitor history verify --publ')).toEqual(['--public-keys']);
    expect(await offers('secgroup-monitor install --dry')).toEqual(['--dry-run']);
    expect(await offers('secgroup-monitor status --dry')).toEqual([]);
  });
});
