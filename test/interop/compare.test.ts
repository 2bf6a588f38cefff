import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, inject, it } from 'vitest';
import { type Reached, testSandbox } from '../support/sandbox.ts';
import { startMinistack } from './ministack.ts';

const exec = promisify(execFile);
const tools = inject('tools');

type Row = [name: string, call: string, outcome: string];

it.skipIf(!tools)('differs from MiniStack only as BEHAVIOUR.md says', async () => {
  await using sandbox = await testSandbox();
  await using ministack = await startMinistack(tools!);
  const [ours, theirs] = await Promise.all([calls(sandbox), calls({ ...ministack, secret: 'any' })]);
  expect(ours.length).toBeGreaterThan(80);
  expect(theirs.map(([name]) => name)).toEqual(ours.map(([name]) => name));
  const differing = ours.flatMap(([name, call, outcome], i) =>
    outcome === theirs[i]![2] ? [] : [[call, name, outcome, theirs[i]![2]]],
  );
  expect(differing).toEqual(documented());
  console.log(`measured: ${ours.length} calls on both, ${differing.length} with another outcome`);
});

async function calls({ url, secret }: Reached): Promise<Row[]> {
  const script = fileURLToPath(new URL('python/calls.py', import.meta.url));
  const env = { ...process.env, AWS_SECRET_ACCESS_KEY: secret };
  return JSON.parse((await exec(tools!.python, [script, url], { env })).stdout) as Row[];
}

/** Returns the rows of the table, except for their last column. */
function documented(): string[][] {
  const text = readFileSync(new URL('../../src/sandbox/BEHAVIOUR.md', import.meta.url), 'utf8');
  const table =
    text.slice(text.indexOf('## Compared with MiniStack')).match(/^\| (?!Call)\w+:.* \|$/gm) ?? [];
  return table.map((line) => {
    const [call, name, ours, theirs] = line.slice(2, -2).split(' | ');
    return [call!, name!, ours!.replaceAll('`', ''), theirs!.replaceAll('`', '')];
  });
}
