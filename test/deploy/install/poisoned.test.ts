// Covers src/deploy/install/authentic.ts, src/deploy/plan/installed-digest.ts.
import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import type { Aws } from '../../../src/aws/aws.ts';
import type { InstalledParts } from '../../../src/deploy/install/function-zip.ts';
import { packFunction, unpackFunction } from '../../../src/deploy/install/function-zip.ts';
import { nextRecord } from '../../../src/deploy/plan/installed-digest.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { faultSandbox, furnish } from '../../faults/harness.ts';
import { run, testContext } from '../../support/run.ts';

const NAME = 'secgroup-monitor';
const HERE = `--stack ${NAME} --region eu-west-1`;
const GROUP = `/secgroup-monitor/${NAME}/baseline`;

async function withAws<T>(sandbox: Sandbox, work: (aws: Aws) => Promise<T>): Promise<T> {
  const { context, close } = testContext({ sandbox });
  try {
    return await work(await context.aws({}));
  } finally {
    close();
  }
}

async function installed(args: string[] = []) {
  const sandbox = await faultSandbox();
  furnish('update', sandbox, '111122223333');
  expect((await run(['install', '--preset', 'guard', ...args], { sandbox })).code).toBe(0);
  return sandbox;
}

/** Replaces the parts in the function's code, as somebody with lambda:UpdateFunctionCode can. */
async function poison(sandbox: Sandbox, change: (parts: InstalledParts) => Partial<InstalledParts>) {
  await withAws(sandbox, async (aws) => {
    const lambda = await aws.lambda();
    const { Code } = await lambda.getFunction({ FunctionName: NAME });
    const bytes = await aws.download(Code!.Location!, new AbortController().signal);
    const parts = unpackFunction(bytes);
    const data = ['baseline.json', 'settings.json', 'install.json'];
    const code = new Map(Object.entries(unzipSync(bytes)).filter(([name]) => !data.includes(name)));
    const zip = await packFunction(code, { ...parts, ...change(parts) });
    await lambda.updateFunctionCode({ FunctionName: NAME, ZipFile: zip.bytes });
  });
}

const exception = ({ baseline }: InstalledParts): Partial<InstalledParts> => ({
  baseline: {
    ...baseline,
    groups: [
      ...baseline.groups,
      {
        name: 'mine',
        match: { name: '*' },
        ingress: 'at-most',
        rules: ['tcp 22 from anywhere'],
        enforce: false,
      },
    ],
  },
});

describe('a baseline in the function that no install wrote', () => {
  it.each([['audit'], ['baseline', 'show'], ['baseline', 'diff']])(
    'is reported by %s %s too',
    async (...words) => {
      await using sandbox = await installed();
      const clean = await run(words, { sandbox });
      expect(clean.stderr).not.toMatch(/last install/);
      await poison(sandbox, exception);
      const { stderr } = await run(words, { sandbox });
      expect(stderr).toContain('are not those of the last install. What differs: groups (mine).');
      expect(stderr).toContain(`\`secgroup-monitor status ${HERE}\``);
      sandbox.faults.add('logs:*=deny');
      expect((await run(words, { sandbox })).stderr).toContain('could not be checked');
    },
  );

  it('is reported with what differs, refused by install and replaced by the copy', async () => {
    await using sandbox = await installed(['--retention', '7']);
    await poison(sandbox, exception);
    const status = await run(['status'], { sandbox });
    expect(status.code).toBe(1);
    expect(status.stdout).toContain('are not those of the last install. What differs: groups (mine).');
    expect(status.stdout).toContain(`-> secgroup-monitor install --preset last ${HERE}\n`);
    const refused = await run(['install'], { sandbox });
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    expect(refused.stderr).toContain('What differs: groups (mine).');
    expect(refused.stderr).toContain(`\`secgroup-monitor install --preset last ${HERE}\``);
    const again = await run(['install', '--preset', 'last'], { sandbox });
    expect(again.code).toBe(0);
    expect(again.stdout).toContain('Baseline: preset:guard.');
    expect((await run(['install', '--dry-run'], { sandbox })).stdout).toContain('no changes are needed');
    expect((await run(['status'], { sandbox })).stdout).not.toContain('What differs');
  });

  it('does not get its options into an install with a named baseline', async () => {
    await using sandbox = await installed(['--retention', '7', '--enforce']);
    await poison(sandbox, ({ install }) => ({ install: { ...install, enforce: 'off', sweep: 'off' } }));
    expect((await run(['install'], { sandbox })).stderr).toContain(
      'What differs: option enforce, option sweep.',
    );
    const named = await run(['install', '--preset', 'guard', '--yes'], { sandbox });
    expect(named.code).toBe(0);
    expect(named.stdout).toContain('keeps the options of the last install');
    await poison(sandbox, (parts) => {
      expect(parts.install).toMatchObject({ enforce: 'on', retentionDays: 7 });
      return {};
    });
  });

  it('is not confirmed by a forged copy, nor by a missing record', async () => {
    await using sandbox = await installed();
    await poison(sandbox, exception);
    await withAws(sandbox, async (aws) => {
      const logs = await aws.logs();
      const { logStreams = [] } = await logs.describeLogStreams({ logGroupName: GROUP });
      const stream = logStreams[0]!.logStreamName!;
      const forged = `20990101T000000Z-${stream.slice(17, 33)}`;
      for (const logStreamName of [forged, `${forged}-complete`])
        await logs.createLogStream({ logGroupName: GROUP, logStreamName });
    });
    expect((await run(['install'], { sandbox })).stderr).toContain('What differs: groups (mine).');
    await withAws(sandbox, async (aws) => (await aws.logs()).deleteLogGroup({ logGroupName: GROUP }));
    const refused = await run(['install'], { sandbox });
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('does not record which baseline');
    expect((await run(['status'], { sandbox })).stdout).toContain('does not record which baseline');
  });
});

describe('an install that was interrupted', () => {
  it('accepts what the function had before, so that it runs again', async () => {
    await using sandbox = await installed();
    const options = { sandbox, eager: true };
    sandbox.faults.add('lambda:UpdateFunctionCode=deny');
    expect((await run(['install', '--sweep', 'rate(2 hours)'], options)).code).not.toBe(0);
    sandbox.faults.clear();
    expect((await run(['install', '--sweep', 'rate(2 hours)'], options)).code).toBe(0);
    expect((await run(['install', '--dry-run'], { sandbox })).stdout).toContain('no changes are needed');
  });

  it('keeps the digest of the install before in the record', () => {
    expect(nextRecord([], 'a')).toBe('a');
    expect(nextRecord(['a'], 'b')).toBe('b+a');
    expect(nextRecord(['b', 'a'], 'b')).toBe('b+a');
    expect(nextRecord(['b', 'a'], 'c')).toBe('c+b');
  });
});
