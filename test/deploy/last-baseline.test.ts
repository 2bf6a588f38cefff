// Covers src/deploy/kinds/baseline-copy.ts, src/deploy/install/choose-stored.ts,
// src/deploy/install/stored-baseline.ts, src/deploy/plan/copy-digest.ts.
import { describe, expect, it } from 'vitest';
import type { Aws } from '../../src/aws/aws.ts';
import type { CompiledBaseline } from '../../src/core/baseline/baseline.ts';
import { guardBaseline, labBaseline } from '../../src/core/baseline/presets.ts';
import { makeHost } from '../../src/deploy/host.ts';
import { readCopiedBaseline } from '../../src/deploy/install/stored-baseline.ts';
import { stackNames } from '../../src/deploy/stack.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { faultSandbox, furnish } from '../faults/harness.ts';
import { run, testContext } from '../support/run.ts';
import { install } from './support.ts';

const ACCOUNT = '111122223333';
const NAME = 'secgroup-monitor';
const REGION = 'eu-west-1';
const HERE = `--stack ${NAME} --region ${REGION}`;

async function withAws<T>(sandbox: Sandbox, work: (aws: Aws) => Promise<T>): Promise<T> {
  const { context, close } = testContext({ sandbox });
  try {
    return await work(await context.aws({}));
  } finally {
    close();
  }
}

/** A victim: installed with a snapshot, then a group opened and the function deleted. */
async function attacked() {
  const sandbox = await faultSandbox();
  furnish('update', sandbox, ACCOUNT);
  expect((await run(['install', '--retention', '7'], { sandbox })).code).toBe(0);
  await withAws(sandbox, async (aws) => {
    const ec2 = await aws.ec2();
    const { SecurityGroups } = await ec2.describeSecurityGroups({});
    await ec2.authorizeSecurityGroupIngress({
      GroupId: SecurityGroups![0]!.GroupId,
      IpPermissions: [{ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
    });
    await (await aws.lambda()).deleteFunction({ FunctionName: NAME });
  });
  return sandbox;
}

/** The words of the command after the first `->` of this hop, or in backticks. */
const words = (command: string) => command.replace(/^secgroup-monitor /, '').split(' ');

describe('a stack without its function', () => {
  it('is not installed with a snapshot of the attacked state', async () => {
    await using sandbox = await attacked();
    const refused = await run(['install'], { sandbox });
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    expect(refused.stderr).toContain('A snapshot would allow everything that was changed since.');
    expect(refused.stderr).toContain(`\`secgroup-monitor install --preset last ${HERE}\``);
    expect(refused.stderr).toContain(`\`secgroup-monitor baseline diff ${HERE}\``);
    expect((await run(['install', '--dry-run'], { sandbox })).code).toBe(2);
  });

  it('shows what differs from the last baseline, and gets it and its options back', async () => {
    await using sandbox = await attacked();
    const shown = await run(words(`baseline diff ${HERE}`), { sandbox });
    expect(shown.code).toBe(1);
    expect(shown.stdout).toContain('+ tcp 22 from 0.0.0.0/0');

    const status = await run(['status'], { sandbox });
    expect(status.stdout).toContain(`-> secgroup-monitor install --preset last ${HERE}\n`);
    expect(status.stdout).not.toMatch(new RegExp(`-> secgroup-monitor install ${HERE}\n`));

    const again = await run(words(`install --preset last ${HERE}`), { sandbox });
    expect(again.code).toBe(0);
    expect(again.stdout).toContain('Baseline: preset:snapshot.');
    expect((await run(['install', '--dry-run'], { sandbox })).stdout).toContain('no changes are needed');
    expect((await run(['baseline', 'diff'], { sandbox })).code).toBe(1);
    await withAws(sandbox, async (aws) => {
      const { logGroups } = await (await aws.logs()).describeLogGroups({
        logGroupNamePrefix: `/aws/lambda/${NAME}`,
      });
      expect(logGroups?.[0]?.retentionInDays).toBe(7);
    });
  });

  it('needs a named baseline if the copy is gone, too, and is offered none that allows the attack', async () => {
    await using sandbox = await attacked();
    await withAws(sandbox, async (aws) =>
      (await aws.logs()).deleteLogGroup({ logGroupName: `/secgroup-monitor/${NAME}/baseline` }),
    );
    const refused = await run(['install'], { sandbox });
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain(`\`secgroup-monitor install --preset guard ${HERE}\``);
    expect((await run(['install', '--preset', 'last'], { sandbox })).code).toBe(2);
    expect((await run(['status'], { sandbox })).stdout).toContain(
      `-> secgroup-monitor install --preset guard ${HERE}\n`,
    );
    const guard = await run(words(`install --preset guard ${HERE}`), { sandbox });
    expect(guard.code).toBe(0);
  });
});

describe('the copy of the baseline', () => {
  const read = (sandbox: Sandbox) =>
    withAws(sandbox, (aws) =>
      readCopiedBaseline(
        makeHost({
          aws,
          names: stackNames(NAME, REGION),
          now: Date.now,
          sleep: async () => {},
          random: () => 0,
          signal: new AbortController().signal,
          progress: () => {},
        }),
      ),
    );

  it('has the newest version, however large it is', async () => {
    await using sandbox = await faultSandbox();
    furnish('update', sandbox, ACCOUNT);
    await install({ sandbox, now: Date.now() - 60_000 });
    const large: CompiledBaseline = {
      ...labBaseline(),
      groups: Array.from({ length: 20_000 }, (_, index) => ({
        name: `${index} ${Math.sin(index)}`,
        match: { id: `sg-${index}` },
        ingress: 'exactly' as const,
        rules: ['tcp 443 from anywhere'],
        enforce: false,
      })),
    };
    await install({ sandbox }, { baseline: async () => large, named: 'yes' });
    expect((await read(sandbox))?.baseline).toEqual(large);
  });

  it('has the newest version if two installs run in the same second', async () => {
    await using sandbox = await faultSandbox();
    furnish('update', sandbox, ACCOUNT);
    const now = Date.now();
    // The digests decide the order of names with the same time, so each order of the two must work.
    for (const baseline of [labBaseline(), guardBaseline(), labBaseline()]) {
      await install({ sandbox, now }, { baseline: async () => baseline, named: 'yes' });
      expect((await read(sandbox))?.baseline).toEqual(baseline);
    }
  });

  it('is not a copy before all its parts are written', async () => {
    await using sandbox = await faultSandbox();
    furnish('update', sandbox, ACCOUNT);
    sandbox.faults.add('logs:PutLogEvents=deny');
    await expect(install({ sandbox }, { rollback: false })).rejects.toMatchObject({ kind: 'deploy' });
    expect(await read(sandbox)).toBeUndefined();
  });
});
