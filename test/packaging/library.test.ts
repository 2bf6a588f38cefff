import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { runCommand } from './run-command.ts';

const { root, project } = inject('packed');

/** The compiler of this project, and an older one, which is a dependency of attw. */
const COMPILERS = {
  current: join(root, 'node_modules/typescript/bin/tsc'),
  older: join(root, 'node_modules/@arethetypeswrong/core/node_modules/typescript/bin/tsc'),
};

/** Code of a user of the library, with a type for every value. */
const CONSUMER = `
import { AppError, compileBaseline, describe, evaluate, groupsFromAws } from 'secgroup-monitor';
import type { BaselineFile, CompiledBaseline, SecurityGroup, Verdict } from 'secgroup-monitor';

const file: BaselineFile = {
  version: 1,
  groups: [{ name: 'web', match: { name: 'web' }, ingress: 'exactly', rules: ['tcp 443 from anywhere'] }],
};
const baseline: CompiledBaseline = compileBaseline(JSON.stringify(file), 'baseline.json');
const groups: SecurityGroup[] = groupsFromAws(
  {
    SecurityGroups: [
      {
        GroupId: 'sg-0aaa1111',
        GroupName: 'web',
        OwnerId: '111122223333',
        VpcId: 'vpc-0aaa1111',
        IpPermissions: [
          { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: '0.0.0.0/0' }] },
        ],
      },
    ],
  },
  'eu-west-1',
);
for (const group of groups) {
  const verdicts: Verdict[] = evaluate(group, baseline, { now: Date.UTC(2026, 0, 1) });
  console.log(verdicts.map((verdict) => verdict.code).join(' '));
  for (const verdict of verdicts) console.error(describe(verdict));
}
try {
  compileBaseline('version: 1\\ngroups: 7\\n', 'wrong.yaml');
} catch (error) {
  if (!(error instanceof AppError)) throw error;
  console.log(error.kind, error.code);
}
`;

/** Compiles only if the types exist. With \`any\`, the expected errors would be missing. */
const MISUSE = `
import { compileBaseline } from 'secgroup-monitor';
// @ts-expect-error the text comes first
compileBaseline(7, 'baseline.yaml');
// @ts-expect-error no such export
import { evaluateGroup } from 'secgroup-monitor';
`;

describe('the library', () => {
  const folder = join(project, 'consumer');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  writeFileSync(join(folder, 'consumer.ts'), CONSUMER);
  writeFileSync(join(folder, 'misuse.ts'), MISUSE);
  const page = readFileSync(join(root, 'docs/library.md'), 'utf8');
  const blocks = [...page.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code], i) => ({
    file: `page-${i}`,
    code: code!,
  }));
  for (const { file, code } of blocks) writeFileSync(join(folder, `${file}.ts`), code);
  const sources = ['consumer.ts', 'misuse.ts', ...blocks.map(({ file }) => `${file}.ts`)];

  const ways = [
    ['node16', 'node16'],
    ['nodenext', 'nodenext'],
    ['esnext', 'bundler'],
  ].flatMap(([module, resolution]) =>
    Object.entries(COMPILERS).map(([age, tsc]) => ({ module, resolution, age, tsc })),
  );

  // Without skipLibCheck and @types/node, because the declarations must be valid on their own.
  it.each(ways)(
    'compiles with moduleResolution $resolution, $age compiler',
    async ({ module, resolution, tsc }) => {
      const out = `${module}-${tsc.includes('arethetypeswrong') ? 'older' : 'current'}`;
      const options = ['--strict', '--target', 'es2022', '--lib', 'es2022,dom', '--outDir', out];
      const args = [tsc, '--module', module!, '--moduleResolution', resolution!, ...options];
      const compiled = await runCommand(process.execPath, [...args, ...sources], {
        cwd: folder,
      });
      expect(compiled).toEqual({ code: 0, stdout: '', stderr: '' });

      const ran = await runCommand(process.execPath, [join(out, 'consumer.js')], { cwd: folder });
      expect(ran.stdout).toBe('unexpected-ingress\nusage baseline-invalid\n');
      expect(ran.stderr).toContain('tcp 22 from 0.0.0.0/0');
    },
  );

  it('returns the results that its page shows', async () => {
    const script = `
      const rules = await import('./node16-current/page-1.js');
      const groups = await import('./node16-current/page-0.js');
      const SecurityGroups = [{ GroupId: 'sg-0aaa1111', GroupName: 'web', OwnerId: '111122223333', IpPermissions: [] }];
      console.log(JSON.stringify({ ...rules, problems: groups.problems({ SecurityGroups }, 'version: 1') }));`;
    const { stdout } = await runCommand(process.execPath, ['--input-type=module', '-e', script], {
      cwd: folder,
    });
    expect(JSON.parse(stdout)).toEqual({
      enough: false,
      tooMuch: ['tcp 440-442,444-445 from 10.0.0.0/9'],
      apart: false,
      problems: [],
    });
  });

  it('loads with require() if Node supports that', async () => {
    const script = `const { compileBaseline } = require('secgroup-monitor'); console.log(typeof compileBaseline)`;
    const { stdout, stderr } = await runCommand(process.execPath, ['-e', script], { cwd: project });
    if (process.features.require_module)
      expect({ stdout, stderr }).toEqual({ stdout: 'function\n', stderr: '' });
    else expect(stderr).toContain('ERR_REQUIRE_ESM');
  });

  it('loads in less than a second, because it excludes the AWS SDK', async () => {
    const script = `
      const before = process.memoryUsage().rss;
      const start = performance.now();
      await import('secgroup-monitor');
      console.log(Math.round(performance.now() - start));`;
    const { stdout } = await runCommand(process.execPath, ['--input-type=module', '-e', script], {
      cwd: project,
    });
    console.log(`measured: import of the library ${stdout.trim()} ms`);
    expect(Number(stdout)).toBeLessThan(1000);
  });
});
