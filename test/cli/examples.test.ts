import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { EXAMPLES } from '../../src/cli/examples.ts';
import { createShell } from '../../src/cli/shell.ts';
import { run, testContext } from '../support/run.ts';

/** All commands and subcommands by what is typed, of a program whose commands do nothing. */
async function harmless(): Promise<{ program: Command; commands: Map<string, Command> }> {
  const program = await createShell(testContext().context).wholeProgram();
  const commands = new Map<string, Command>();
  const walk = (command: Command, path: string[]) => {
    for (const child of command.commands) {
      child.action(() => undefined);
      child.exitOverride();
      commands.set([...path, child.name()].join(' '), child);
      walk(child, [...path, child.name()]);
    }
  };
  walk(program, []);
  return { program, commands };
}

/** The words after `secgroup-monitor`, up to where the shell takes over again. */
function typedWords(line: string): string[] {
  const words = [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain!);
  const start = words.findIndex((word) => /(^|\()secgroup-monitor$/.test(word)) + 1;
  const end = words.findIndex((word, at) => at >= start && /^[|>]$/.test(word));
  return words.slice(start, end === -1 ? undefined : end).map((word) => word.replace(/\)$/, ''));
}

const { commands } = await harmless();

describe('the help of each command', () => {
  it('has examples for all of them and for nothing else', () => {
    expect(Object.keys(EXAMPLES).sort()).toEqual([...commands.keys()].sort());
  });

  it.each([...commands.keys()])('%s: fits 80 columns and ends with the examples', async (path) => {
    const { code, stdout } = await run([...path.split(' '), '--help']);
    expect(code).toBe(0);
    expect(stdout.split('\n').filter((row) => row.length > 80)).toEqual([]);
    const shown = stdout.slice(stdout.indexOf('\nExamples:\n')).replace(/ \\\n\s+/g, ' ');
    for (const { line, says } of EXAMPLES[path]!) expect(shown).toContain(`  # ${says()}\n  ${line}\n`);
    if (!path.includes(' ')) expect((await run(['help', path])).stdout).toBe(stdout);
  });

  const lines = Object.entries(EXAMPLES).flatMap(([path, all]) => all.map(({ line }) => ({ path, line })));
  it.each(lines)('can be typed: $line', async ({ path, line }) => {
    const words = typedWords(line);
    expect(words.join(' ').startsWith(path)).toBe(true);
    const { program } = await harmless();
    await expect(program.parseAsync(words, { from: 'user' })).resolves.toBe(program);
  });
});
