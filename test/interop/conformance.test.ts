import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, inject, it } from 'vitest';
import { services } from '../../src/sandbox/parts.ts';
import { testSandbox } from '../support/sandbox.ts';

const exec = promisify(execFile);
const tools = inject('tools');

interface Conformance {
  happy: string[];
  errors: Record<string, string[]>;
  problems: string[];
}

it.skipIf(!tools)('boto3 gets what its own model says from every operation of the sandbox', async () => {
  await using sandbox = await testSandbox();
  const { stdout } = await exec(tools!.python, ['-m', 'conformance', sandbox.url], {
    cwd: fileURLToPath(new URL('python', import.meta.url)),
    env: { ...process.env, AWS_EC2_METADATA_DISABLED: 'true' },
    maxBuffer: 64 * 1024 * 1024,
  });
  const found = JSON.parse(stdout) as Conformance;
  expect(found.problems).toEqual([]);
  const served = [...services(sandbox.world).values()].flatMap(({ signingName, operations }) =>
    Object.keys(operations).map((operation) => `${signingName}:${operation}`),
  );
  expect(found.happy).toEqual(served.sort());
  // Each of them also fails: at least for a stranger, in the code of its service.
  expect(served.filter((operation) => !found.errors[operation]?.length)).toEqual([]);
  await expect(table(served, found)).toMatchFileSnapshot('operations.md');
});

/** The list for readers: what was called, and which errors it gave. */
function table(served: string[], { errors }: Conformance): string {
  const rows = served.map((operation) => `| ${operation} | ${errors[operation]?.join(', ') ?? ''} |`);
  return [
    '# Operations of the sandbox that boto3 tests',
    '',
    '`npm run test:interop` generates this table. It calls each operation with success, and again to get each of these errors.',
    '',
    '| Operation | Errors |',
    '|---|---|',
    ...rows,
    '',
  ].join('\n');
}
