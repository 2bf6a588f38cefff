import { type Sandbox, type StartSandboxOptions, startSandbox } from '../../src/sandbox/sandbox.ts';

/** Starts a sandbox for one test file, without delays and repeatable. An internal failure of it fails the test. */
export async function testSandbox(
  options: StartSandboxOptions = {},
): Promise<Sandbox & { failures: string[]; [Symbol.asyncDispose](): Promise<void> }> {
  const failures: string[] = [];
  const sandbox = await startSandbox({
    timing: 'instant',
    seed: 1,
    log: (line) => failures.push(line),
    ...options,
  });
  return Object.assign(sandbox, {
    failures,
    async [Symbol.asyncDispose]() {
      await sandbox.close();
      if (failures.length > 0) throw new Error(`the sandbox failed:\n${failures.join('\n')}`);
    },
  });
}

/** A sandbox's URL, and the secret that its clients sign with. */
export type Reached = Pick<Sandbox, 'url' | 'secret'>;

/** Returns the settings with which an SDK client reaches the sandbox. The access key is the account. */
export function clientConfig(sandbox: Reached, account = '111122223333', region = 'eu-west-1') {
  return {
    endpoint: sandbox.url,
    region,
    credentials: { accessKeyId: account, secretAccessKey: sandbox.secret },
    maxAttempts: 1,
  };
}
