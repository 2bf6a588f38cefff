// Covers action.yml, .github/action/audit.sh and .pre-commit-hooks.yaml.
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { parseAction as ParseAction } from '@actions/workflow-parser/actions/action-parser';
import { rolldown } from 'rolldown';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { changeOf, ingressOf, planOf } from '../support/plans.ts';
import { run } from '../support/run.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const read = (name: string) => readFileSync(join(ROOT, name), 'utf8');

interface Action {
  inputs: Record<string, { default: string }>;
  outputs: Record<string, { value: string }>;
  runs: { steps: Step[] };
}

interface Step {
  id?: string;
  if?: string;
  uses?: string;
  run?: string;
  env?: Record<string, string>;
  with?: Record<string, string>;
}

const action: Action = parse(read('action.yml'));

describe('action.yml', () => {
  /** GitHub's own parser imports its schema in a way that only bundlers take. */
  async function faultsOf(content: string): Promise<string[]> {
    const folder = mkdtempSync(join(tmpdir(), 'parser-'));
    const file = join(folder, 'parser.mjs');
    const input = fileURLToPath(import.meta.resolve('@actions/workflow-parser/actions/action-parser'));
    const bundle = await rolldown({ input, platform: 'node' });
    await bundle.write({ file, format: 'esm' });
    const { parseAction }: { parseAction: typeof ParseAction } = await import(/* @vite-ignore */ file);
    rmSync(folder, { recursive: true });
    const trace = { error: () => {}, info: () => {}, verbose: () => {} };
    const { context } = parseAction({ name: 'action.yml', content }, trace);
    return context.errors.getErrors().map(({ message }) => message);
  }

  it('is what the schema of GitHub accepts', async () => {
    expect(await faultsOf(read('action.yml'))).toEqual([]);
    const broken = read('action.yml').replace('description: Judges', 'describes: Judges');
    expect(await faultsOf(broken)).not.toEqual([]);
  });

  it('pins the actions that it uses, and runs the version of this package', () => {
    const used = action.runs.steps.flatMap(({ uses }) => uses ?? []);
    expect(used).toHaveLength(1);
    for (const one of used) expect(one).toMatch(/@[0-9a-f]{40}$/);
    expect(action.inputs.version!.default).toBe(JSON.parse(read('package.json')).version);
  });

  it('gives no text of a workflow to a shell', () => {
    for (const { run: script } of action.runs.steps) expect(script ?? '').not.toContain('${{');
  });
});

describe('the GitHub Action', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'action-'));
    mkdirSync(join(folder, 'bin'));
    // The published package is this one.
    const npx = join(folder, 'bin', 'npx');
    const bin = join(ROOT, 'bin/secgroup-monitor.js');
    writeFileSync(
      npx,
      `#!/bin/sh\necho "$1 $2" >> "${folder}/npx"\nshift 2\nexec "${process.execPath}" "${bin}" "$@"\n`,
    );
    chmodSync(npx, 0o755);
    for (const name of ['output', 'summary']) writeFileSync(join(folder, name), '');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Runs the shell steps as the runner does, and says which others are due. */
  function steps(inputs: Record<string, string>) {
    const outputs: Record<string, Record<string, string>> = {};
    const expand = (text: string) =>
      text.replace(/\$\{\{\s*(\S+?)\s*\}\}/g, (_, name: string) => {
        const [scope, ...path] = name.split('.');
        if (name === 'github.action_path') return ROOT;
        if (scope === 'inputs') return inputs[path[0]!] ?? action.inputs[path[0]!]!.default;
        return outputs[path[0]!]?.[path[2]!] ?? '';
      });
    const due: Step[] = [];
    let log = '';
    for (const step of action.runs.steps) {
      if (step.run === undefined) {
        due.push({
          ...step,
          with: Object.fromEntries(
            Object.entries(step.with ?? {}).map(([key, value]) => [key, expand(value)]),
          ),
        });
        continue;
      }
      const env = Object.fromEntries(
        Object.entries(step.env ?? {}).map(([key, value]) => [key, expand(value)]),
      );
      const { status, stdout, stderr } = spawnSync(
        'bash',
        ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step.run],
        {
          cwd: folder,
          encoding: 'utf8',
          env: {
            PATH: `${join(folder, 'bin')}${delimiter}${process.env.PATH}`,
            GITHUB_OUTPUT: join(folder, 'output'),
            GITHUB_STEP_SUMMARY: join(folder, 'summary'),
            ...env,
          },
        },
      );
      log += stdout + stderr;
      const lines = readFileSync(join(folder, 'output'), 'utf8').trim().split('\n');
      if (step.id !== undefined) outputs[step.id] = Object.fromEntries(lines.map((line) => line.split('=')));
      if (status !== 0) return { status, log, due };
    }
    return { status: 0, log, due };
  }

  const plan = (cidr: string) =>
    JSON.stringify(
      planOf([
        changeOf('aws_security_group.web', {
          after: { name: 'web', ingress: [ingressOf(22, [cidr])] },
          unknown: { id: true },
        }),
      ]),
    );
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  const summary = () => readFileSync(join(folder, 'summary'), 'utf8');

  it('fails for a plan that opens SSH, and writes SARIF and a job summary', () => {
    write('my plan.json', plan('0.0.0.0/0'));
    const { status, log, due } = steps({ plan: '  my plan.json\n' });
    expect(status).toBe(1);
    expect(log).toContain('admits tcp 22 from 0.0.0.0/0');
    expect(log).toContain('::error::');
    expect(due.map(({ with: given }) => given)).toEqual([
      { sarif_file: 'security-groups.sarif', category: 'security-groups' },
    ]);
    const sarif = JSON.parse(readFileSync(join(folder, 'security-groups.sarif'), 'utf8'));
    expect(sarif.runs[0].results).toHaveLength(1);
    expect(summary()).toContain('### Security groups: 1 critical');
    expect(readFileSync(join(folder, 'npx'), 'utf8')).toMatch(/^--yes secgroup-monitor@\d+\.\d+\.\d+\n/);
  });

  it('passes for a plan that opens nothing', () => {
    write('a.json', plan('10.0.0.0/8'));
    write('b.json', plan('10.0.0.0/8'));
    expect(steps({ plan: 'a.json\nb.json' }).status).toBe(0);
    expect(summary()).toContain('2 security groups with 2 rules in <code>a.json</code>, <code>b.json</code>');
  });

  it('judges templates, and lists unknown values', () => {
    write(
      'stack.yaml',
      'Resources: { Web: { Type: AWS::EC2::SecurityGroup, Properties: { SecurityGroupIngress: [{ IpProtocol: "-1", CidrIp: !Ref X }] } } }\n',
    );
    expect(steps({ template: 'stack.yaml' }).status).toBe(0);
    expect(steps({ template: 'stack.yaml', 'fail-on-unknown': 'true' }).status).toBe(1);
  });

  it('fails without a report if the input is unreadable or missing', () => {
    write('cut.json', '{"resource');
    const { status, log, due } = steps({ plan: 'cut.json' });
    expect({ status, due }).toEqual({ status: 2, due: [] });
    expect(log).toContain('not valid JSON');
    expect(steps({})).toMatchObject({ status: 2, log: '::error::Set the input plan or template.\n' });
  });

  it('executes no text of an input', () => {
    steps({ plan: '$(touch hacked); `touch hacked`', 'sarif-file': 'x; touch hacked' });
    expect(() => readFileSync(join(folder, 'hacked'))).toThrow('ENOENT');
  });
});

describe('.pre-commit-hooks.yaml', () => {
  const hooks: { id: string; entry: string; args: string[]; files: string }[] = parse(
    read('.pre-commit-hooks.yaml'),
  );

  it('runs the command on the files that it is for', async () => {
    const files = new Map([
      ['infra/stack.template.json', '{"Resources": {}}'],
      ['tf/plan.json', JSON.stringify(planOf([]))],
    ]);
    for (const hook of hooks) {
      const own = [...files.keys()].filter((name) => new RegExp(hook.files).test(name));
      expect(own).toHaveLength(1);
      const [npx, yes, name, ...argv] = hook.entry.split(' ');
      const { version } = JSON.parse(read('package.json'));
      expect([npx, yes, name]).toEqual(['npx', '--yes', `secgroup-monitor@${version}`]);
      expect((await run([...argv, ...hook.args, ...own], { files })).code).toBe(0);
    }
  });
});
