import { guardBaseline } from '../../src/core/baseline/presets.ts';
import { installStack } from '../../src/deploy/install/install-stack.ts';
import type { DeployContext, InstallInput } from '../../src/deploy/install/prepare-install.ts';
import { type TeardownInput, teardownStack } from '../../src/deploy/teardown-stack.ts';
import { type RunOptions, testContext } from '../support/run.ts';

/** A handler that does nothing. A deploy test only needs its bytes. */
export const EMPTY_HANDLER = new Map([
  ['index.mjs', new TextEncoder().encode('export async function handler() {}\n')],
]);

export interface DeployTestOptions extends RunOptions {
  progress?: DeployContext['progress'];
}

/** Runs work on one stack of a sandbox account, and closes sockets at the end. */
export async function withDeploy<T>(
  options: DeployTestOptions,
  work: (context: DeployContext) => Promise<T>,
): Promise<T> {
  const { context, close } = testContext(options);
  try {
    const aws = await context.aws({});
    return await work({
      aws,
      now: context.now,
      sleep: context.sleep,
      signal: context.signal,
      progress: options.progress ?? context.progress,
    });
  } finally {
    close();
  }
}

export function installInput(input: Partial<InstallInput> = {}): InstallInput {
  return {
    stack: 'secgroup-monitor',
    request: {},
    baseline: async (installed) => installed ?? guardBaseline(),
    named: 'no',
    dryRun: false,
    rollback: true,
    handlerCode: EMPTY_HANDLER,
    ...input,
  };
}

export const install = (options: DeployTestOptions, input: Partial<InstallInput> = {}) =>
  withDeploy(options, (context) => installStack(installInput(input), context));

export const teardown = (options: DeployTestOptions, input: Partial<TeardownInput> = {}) =>
  withDeploy(options, (context) =>
    teardownStack(
      { stack: 'secgroup-monitor', keepLogs: false, deleteTrailLogs: true, dryRun: false, ...input },
      context,
    ),
  );
