import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { run } from '../support/run.ts';

const DEPTH = 60_000;
const LISTS = '['.repeat(DEPTH) + ']'.repeat(DEPTH);
const OBJECTS = `${'{"a":'.repeat(DEPTH)}1${'}'.repeat(DEPTH)}`;
const RECORD = `{"Records":[{"eventVersion":"1.08","eventName":"AuthorizeSecurityGroupIngress","eventSource":"ec2.amazonaws.com","eventTime":"2026-11-01T10:00:00Z","requestParameters":${OBJECTS}}]}`;
const TEMPLATE = `{"Resources":{"A":{"Type":"AWS::EC2::SecurityGroup","Properties":{"SecurityGroupIngress":${LISTS}}}}}`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'deep-'));
});
afterAll(() => rm(folder, { recursive: true }));

const GUARD = ['audit', '--preset', 'guard'];

it.each([
  ['groups', `{"SecurityGroups":${LISTS}}`, (file: string) => [...GUARD, '--from', file], 2],
  [
    'a plan',
    `{"format_version":"1.2","planned_values":${OBJECTS}}`,
    (file: string) => [...GUARD, '--plan', file],
    2,
  ],
  ['a template', TEMPLATE, (file: string) => [...GUARD, '--template', file], 2],
  ['a baseline in JSON', LISTS, (file: string) => ['baseline', 'check', file], 2],
  ['a baseline in YAML', `version: 1\ngroups: ${LISTS}\n`, (file: string) => ['baseline', 'check', file], 2],
] as const)('refuses what is nested 60,000 levels deep: %s', async (_, text, words, exitCode) => {
  const file = join(folder, 'deep.json');
  writeFileSync(file, text);
  const { code, stderr } = await run(words(file));
  expect({ code, stderr }).toEqual({
    code: exitCode,
    stderr: expect.stringMatching(/nested (too deeply|more than 1000 levels)/),
  });
  expect(stderr).not.toMatch(/call stack|bug in/);
});

it('reads past a record that is nested 60,000 levels deep, or refuses its file', async () => {
  const file = join(folder, 'record.json');
  writeFileSync(file, RECORD);
  const { code, stderr } = await run(['history', '--from', file]);
  // Newer versions of Node have room for it.
  expect([0, 3]).toContain(code);
  expect(stderr).toMatch(code === 0 ? /names no security group/ : /nested too deeply/);
});
