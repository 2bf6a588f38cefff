import { AppError, AwsCallError } from '../../core/errors.ts';
import { say } from '../../core/words/say.ts';
import type { DeployHost } from '../host.ts';

export interface WaitOptions {
  /** Id of the step that waits. */
  id: string;
  /** Completes "Waiting for …", for example "IAM to find the new role". */
  for: string;
  limitMs: number;
  /** First pause; it grows by half up to `maxDelayMs`, with jitter. */
  delayMs?: number | undefined;
  maxDelayMs?: number | undefined;
}

const PAUSE_MS = 250;
const MAX_PAUSE_MS = 3_000;

/** Returns a function that pauses, longer each time and with jitter. It throws `wait-timeout` when time is up. */
function pauses(host: DeployHost, options: WaitOptions): () => Promise<void> {
  const until = host.now() + options.limitMs;
  let delay = options.delayMs ?? PAUSE_MS;
  let shown = false;
  return async () => {
    if (host.now() >= until) {
      throw new AppError({
        kind: 'aws',
        code: 'wait-timeout',
        message: say`Timed out after ${Math.round(options.limitMs / 1000)} s while waiting for ${options.for}.`,
        hint: say`Run the same command again; it continues where it stopped.`,
      });
    }
    if (!shown)
      host.progress({ type: 'step-waiting', id: options.id, text: say`Waiting for ${options.for}` });
    shown = true;
    await host.sleep(delay * (0.75 + host.random() / 2), host.signal);
    delay = Math.min(delay * 1.5, options.maxDelayMs ?? MAX_PAUSE_MS);
  };
}

/** Retries a call while it fails with a temporary error. */
export async function retryWhile<T>(
  host: DeployHost,
  options: WaitOptions,
  temporary: (error: AwsCallError) => boolean,
  call: () => Promise<T>,
): Promise<T> {
  const pause = pauses(host, options);
  for (;;) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof AwsCallError) || !temporary(error)) throw error;
      await pauseOr(error, pause);
    }
  }
}

/** Pauses. When time is up, throws the last error of AWS, which explains more than the timeout. */
async function pauseOr(error: AwsCallError, pause: () => Promise<void>): Promise<void> {
  try {
    await pause();
  } catch (timeout) {
    throw timeout instanceof AppError && timeout.code === 'wait-timeout' ? error : timeout;
  }
}

/** Polls until `ask` returns a value. */
export async function until<T>(
  host: DeployHost,
  options: WaitOptions,
  ask: () => Promise<T | undefined>,
): Promise<T> {
  const pause = pauses(host, options);
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await pause();
  }
}

/** Returns a test for a busy resource, or for one that AWS does not show yet: `codes` are the error codes for that. */
export function isNotYet(...codes: string[]): (error: AwsCallError) => boolean {
  return (error) => isBusy(error) || codes.includes(error.awsCode);
}

/** Returns whether AWS is still processing another call for the same resource. */
export function isBusy(error: AwsCallError): boolean {
  return (
    error.awsCode === 'ResourceConflictException' ||
    error.awsCode === 'ConcurrentModificationException' ||
    error.awsCode === 'ConcurrentModification' ||
    error.awsCode === 'OperationAbortedException' ||
    error.awsCode === 'OperationAborted' ||
    error.awsCode === 'ConflictException'
  );
}
