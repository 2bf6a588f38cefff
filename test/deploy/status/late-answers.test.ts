import { describe, expect, it } from 'vitest';
import type { Aws } from '../../../src/aws/aws.ts';
import { walkHops } from '../../../src/deploy/status/hops.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { timings } from '../../../src/sandbox/timing.ts';
import { accountState } from '../../faults/account-state.ts';
import { furnish } from '../../faults/harness.ts';
import { testContext } from '../../support/run.ts';
import { testSandbox } from '../../support/sandbox.ts';
import { EMPTY_HANDLER, install, teardown, withDeploy } from '../support.ts';

const ACCOUNT = '111122223333';
const STACK = 'secgroup-monitor';

async function trailed() {
  const never = 2 ** 31 - 1;
  const sandbox = await testSandbox({
    timing: { ...timings.instant, cloudTrailDelayMs: { min: never, max: never } },
  });
  furnish('update', sandbox, ACCOUNT);
  return sandbox;
}

async function asOther(sandbox: Sandbox, work: (aws: Aws) => Promise<unknown>): Promise<void> {
  const { context, close } = testContext({ sandbox });
  try {
    await work(await context.aws({}));
  } finally {
    close();
  }
}

describe('a resource that disappears after it was listed', () => {
  it('is ignored if it is a rule of another stack with a similar name', async () => {
    await using sandbox = await trailed();
    await install({ sandbox });
    const Name = `${STACK}-beside-change`;
    await asOther(sandbox, async (aws) =>
      (await aws.events()).putRule({ Name, EventPattern: '{"source":["x"]}' }),
    );
    const before = async () => {
      await asOther(sandbox, async (aws) => (await aws.events()).deleteRule({ Name }));
      return undefined;
    };
    sandbox.faults.add({
      operation: 'ListTagsForResource',
      service: 'events',
      nth: 1,
      action: { do: 'hook', before },
    });
    const { hops } = await withDeploy({ sandbox }, (context) =>
      walkHops({ stack: STACK, handlerCode: EMPTY_HANDLER }, context),
    );
    expect(hops.filter(({ ok }) => !ok)).toEqual([]);
  });

  it('is reported as removed if it is the log group of a teardown', async () => {
    await using sandbox = await trailed();
    await install({ sandbox });
    const before = async () => {
      await asOther(sandbox, async (aws) =>
        (await aws.logs()).deleteLogGroup({ logGroupName: `/aws/lambda/${STACK}` }),
      );
      return undefined;
    };
    sandbox.faults.add({
      operation: 'ListTagsForResource',
      service: 'logs',
      nth: 1,
      action: { do: 'hook', before },
    });
    expect((await teardown({ sandbox })).remaining).toEqual([]);
  });
});

describe('an install that AWS shows late', () => {
  const grant = { FunctionName: STACK, StatementId: `${STACK}-change` };
  const hide = async (sandbox: Sandbox) => {
    await asOther(sandbox, async (aws) => (await aws.lambda()).removePermission(grant));
    return undefined;
  };

  it('is checked again until it is as planned', async () => {
    await using sandbox = await trailed();
    const show = () =>
      asOther(sandbox, async (aws) =>
        (await aws.lambda()).addPermission({
          ...grant,
          Action: 'lambda:InvokeFunction',
          Principal: 'events.amazonaws.com',
          SourceArn: `arn:aws:events:eu-west-1:${ACCOUNT}:rule/${STACK}-change`,
        }),
      );
    sandbox.faults.add({
      operation: 'GetPolicy',
      nth: 1,
      action: { do: 'hook', before: () => hide(sandbox), after: show },
    });
    expect(await install({ sandbox, eager: true })).toMatchObject({ changed: true, remaining: [] });
  });

  it('is undone and said in full if it never becomes as planned', async () => {
    await using sandbox = await trailed();
    const before = accountState(sandbox, ACCOUNT);
    sandbox.faults.add({
      operation: 'GetPolicy',
      nth: 1,
      action: { do: 'hook', before: () => hide(sandbox) },
    });
    let now = Date.now();
    const clock = () => (now += 10_000);
    await expect(install({ sandbox, eager: true, now: clock })).rejects.toMatchObject({
      kind: 'deploy',
      code: 'not-as-asked',
      message: expect.stringMatching(
        new RegExp(`permission ${STACK}-change: .* Rolled back: .*function ${STACK}.* Nothing remains\\.`),
      ),
      details: { remaining: [], undone: expect.arrayContaining([`function:${STACK}`]) },
    });
    expect(accountState(sandbox, ACCOUNT)).toEqual(before);
  });

  it('names what stays if it must not be undone', async () => {
    await using sandbox = await trailed();
    sandbox.faults.add({
      operation: 'GetPolicy',
      nth: 1,
      action: { do: 'hook', before: () => hide(sandbox) },
    });
    let now = Date.now();
    const clock = () => (now += 10_000);
    await expect(
      install({ sandbox, eager: true, now: clock }, { rollback: false, named: 'yes' }),
    ).rejects.toMatchObject({
      code: 'not-as-asked',
      message: expect.stringContaining('Kept because of --no-rollback: '),
      details: { remaining: expect.arrayContaining([`function:${STACK}`]) },
    });
  });

  it('says on Ctrl-C during the final check that everything was created', async () => {
    await using sandbox = await trailed();
    const interrupt = new AbortController();
    sandbox.faults.add({
      operation: 'GetPolicy',
      nth: 1,
      action: {
        do: 'hook',
        before: async () => {
          await hide(sandbox);
          interrupt.abort();
          return undefined;
        },
      },
    });
    await expect(install({ sandbox, signal: interrupt.signal })).rejects.toMatchObject({
      kind: 'interrupted',
      message: expect.stringContaining('All resources were created or updated.'),
      details: { remaining: expect.arrayContaining([`function:${STACK}`]) },
    });
  });
});
