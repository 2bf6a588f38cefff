import type { Command } from 'commander';
import { createShell } from '../../src/cli/shell.ts';
import { testContext } from './run.ts';

/** Returns a program whose commands do nothing, and its commands and subcommands by their full names. */
export async function harmless(): Promise<{ program: Command; commands: Map<string, Command> }> {
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

/** Returns the words after `secgroup-monitor`, up to a pipe or a redirection of the shell. */
export function typedWords(line: string): string[] {
  const words = [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain!);
  const start = words.findIndex((word) => /(^|\()secgroup-monitor$/.test(word)) + 1;
  const end = words.findIndex((word, at) => at >= start && /^[|>]$/.test(word));
  return words.slice(start, end === -1 ? undefined : end).map((word) => word.replace(/\)$/, ''));
}
