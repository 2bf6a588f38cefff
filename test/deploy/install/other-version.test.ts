// Covers src/deploy/install/newer-version.ts, src/deploy/status/other-version.ts.
import { describe, expect, it } from 'vitest';
import type { Aws } from '../../../src/aws/aws.ts';
import { makeHost } from '../../../src/deploy/host.ts';
import { isNewer } from '../../../src/deploy/install/newer-version.ts';
import { baselineCopy, readNewestCopy } from '../../../src/deploy/kinds/baseline-copy.ts';
import { baselineCopyOf } from '../../../src/deploy/plan/desired.ts';
import { stackNames } from '../../../src/deploy/stack.ts';
import { walkHops } from '../../../src/deploy/status/hops.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { faultSandbox, furnish } from '../../faults/harness.ts';
import { run, testContext } from '../../support/run.ts';
import { EMPTY_HANDLER, install, withDeploy } from '../support.ts';

const ACCOUNT = '111122223333';
const STACK = 'secgroup-monitor';
const OTHER_HANDLER = new Map([['index.mjs', new TextEncoder().encode('export const handler = () => 1;')]]);

/** A stack that another version with other code installed. */
async function installedBy(version: string) {
  const sandbox = await faultSandbox();
  furnish('update', sandbox, ACCOUNT);
  await install({ sandbox }, { handlerCode: OTHER_HANDLER, version });
  return sandbox;
}

const broken = async (sandbox: Sandbox, version: string) => {
  const input = { stack: STACK, handlerCode: EMPTY_HANDLER, version };
  const { hops, drift } = await withDeploy({ sandbox }, (context) => walkHops(input, context));
  const installation = hops.find(({ hop }) => hop === 'installation')?.detail;
  return { hops: hops.filter(({ ok }) => !ok).map(({ hop }) => hop), installation, drift };
};

async function change(sandbox: Sandbox, work: (aws: Aws) => Promise<unknown>): Promise<void> {
  const { context, close } = testContext({ sandbox });
  try {
    await work(await context.aws({}));
  } finally {
    close();
  }
}

/** Writes a newer copy of the baseline with another record of the resources. */
async function forgeRecord(aws: Aws, resources: unknown): Promise<void> {
  const names = stackNames(STACK, aws.region);
  const host = makeHost({
    aws,
    names,
    now: Date.now,
    sleep: async () => {},
    random: () => 0,
    signal: new AbortController().signal,
    progress: () => {},
  });
  const copy = await readNewestCopy(host);
  const text = JSON.stringify({ ...JSON.parse(copy!.text), resources });
  const [actual] = await baselineCopy.read(host);
  await baselineCopy.update(baselineCopyOf(text, names), actual!, host, {});
}

describe('a stack of another version', () => {
  it('is healthy, and status says which version installed it', async () => {
    await using sandbox = await installedBy('1.2.0');
    const newer = await broken(sandbox, '1.10.0');
    expect(newer.hops).toEqual([]);
    expect(newer.installation).toBe(
      'no resource differs from the installation by version 1.2.0; `install` updates it to 1.10.0',
    );
    expect(newer.drift.map(({ kind }) => kind)).toContain('function');
    const older = await broken(sandbox, '1.1.9');
    expect(older.hops).toEqual([]);
    expect(older.installation).toBe(
      'no resource differs from the installation by version 1.2.0; this is the older version 1.1.9',
    );
  });

  it('is broken if somebody changed what that version installed', async () => {
    await using sandbox = await installedBy('1.2.0');
    await change(sandbox, async (aws) =>
      (await aws.events()).putRule({ Name: `${STACK}-change`, EventPattern: '{"source":["aws.nothing"]}' }),
    );
    expect((await broken(sandbox, '1.10.0')).hops).toEqual(['pattern', 'installation']);
  });

  it('is broken if its function has other code, whatever version that code claims', async () => {
    await using sandbox = await installedBy('1.2.0');
    const forged = await faultSandbox();
    furnish('update', forged, ACCOUNT);
    await install({ sandbox: forged }, { handlerCode: OTHER_HANDLER, version: '9.9.9' });
    let ZipFile: Uint8Array | undefined;
    await change(forged, async (aws) => {
      const { Code } = await (await aws.lambda()).getFunction({ FunctionName: STACK });
      ZipFile = await aws.download(Code!.Location!, new AbortController().signal);
    });
    await forged[Symbol.asyncDispose]();
    await change(sandbox, async (aws) =>
      (await aws.lambda()).updateFunctionCode({ FunctionName: STACK, ZipFile }),
    );
    expect((await broken(sandbox, '1.10.0')).hops).toContain('installation');
  });

  it.each(['{"version":"1.2.0"}', '[{"kind":"rule"}]', '[{"kind":"function","props":{"tags":7}}]'])(
    'is compared with this version if its record is %s',
    async (resources) => {
      await using sandbox = await installedBy('1.2.0');
      await change(sandbox, (aws) => forgeRecord(aws, JSON.parse(resources)));
      expect((await broken(sandbox, '1.10.0')).hops).toContain('installation');
    },
  );
});

describe('install of an older version', () => {
  it('is refused, also as a dry run', async () => {
    await using sandbox = await installedBy('99.1.0');
    for (const words of [['install'], ['install', '--yes'], ['install', '--dry-run']]) {
      const { code, stdout, stderr } = await run(words, { sandbox });
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toContain('was installed by version 99.1.0 of secgroup-monitor; this is version');
      expect(stderr).toContain('use --downgrade');
    }
  });

  it('replaces the newer one with --downgrade, after a question or with --yes', async () => {
    await using sandbox = await installedBy('99.1.0');
    expect((await run(['install', '--downgrade', '--dry-run'], { sandbox })).code).toBe(0);
    const unasked = await run(['install', '--downgrade'], { sandbox });
    expect(unasked.code).toBe(2);
    expect((await run(['install', '--downgrade', '--yes'], { sandbox })).code).toBe(0);
    expect((await run(['install'], { sandbox })).stdout).toContain('is up to date');
  });

  it('orders versions by their numbers', () => {
    expect(isNewer('1.10.0', '1.9.9')).toBe(true);
    expect(isNewer('1.9.9', '1.10.0')).toBe(false);
    expect(isNewer('1.2', '1.2.0')).toBe(false);
    expect(isNewer('2.0.0-rc.1', '1.9.0')).toBe(true);
    expect(isNewer('nonsense', '0.0.1')).toBe(false);
  });
});
