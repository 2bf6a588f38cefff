import { describe, expect, it } from 'vitest';
import { EXAMPLES } from '../../src/cli/examples.ts';
import { run } from '../support/run.ts';
import { harmless, typedWords } from '../support/typed-commands.ts';

const { commands } = await harmless();

describe('the help of a command', () => {
  it('has examples for every command and for nothing else', () => {
    expect(Object.keys(EXAMPLES).sort()).toEqual([...commands.keys()].sort());
  });

  it.each([...commands.keys()])('fits 80 columns and ends with the examples: %s', async (path) => {
    const { code, stdout } = await run([...path.split(' '), '--help']);
    expect(code).toBe(0);
    expect(stdout.split('\n').filter((row) => row.length > 80)).toEqual([]);
    const shown = stdout.slice(stdout.indexOf('\nExamples:\n')).replace(/ \\\n\s+/g, ' ');
    for (const { line, says } of EXAMPLES[path]!) expect(shown).toContain(`  # ${says()}\n  ${line}\n`);
    if (!path.includes(' ')) expect((await run(['help', path])).stdout).toBe(stdout);
  });

  const lines = Object.entries(EXAMPLES).flatMap(([path, all]) => all.map(({ line }) => ({ path, line })));
  it.each(lines)('shows a valid example: $line', async ({ path, line }) => {
    const words = typedWords(line);
    expect(words.join(' ').startsWith(path)).toBe(true);
    const { program } = await harmless();
    await expect(program.parseAsync(words, { from: 'user' })).resolves.toBe(program);
  });
});
