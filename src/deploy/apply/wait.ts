import { AppError, AwsCallError } from '../../core/errors.ts';
import { say } from '../../core/words/say.ts';
import type { DeployHost } from '../host.ts';

export interface WaitOptions {
  /** Step whose progress is told. */
  id: string;
  /** What is waited for: "the role to be known to Lambda". */
  for: string;
  limitMs: number;
  /** First pause; it grows by half up to `maxDelayMs`, with jitter. */
  delayMs?: number | undefined;
  maxDelayMs?: number | undefined;
}

const PAUSE_MS = 250;
const MAX_PAUSE_MS = 3_000;

/** Pauses that grow, with jitter so that parallel installs don't knock at once; throws when time is up. */
function pauses(host: DeployHost, options: WaitOptions): () => Promise<void> {
  const until = host.now() + options.limitMs;
  let delay = options.delayMs ?? PAUSE_MS;
  let told = false;
  return async () => {
    if (host.now() >= until) {
      throw new AppError({
        kind: 'aws',
        code: 'wait-timeout',
        message: say`Timed out after ${Math.round(options.limitMs / 1000)} s while waiting for ${options.for}.`,
        hint: say`Run the same command again; it continues where it stopped.`,
      });
    }
    if (!told) host.progress({ type: 'step-waiting', id: options.id, text: say`Waiting for ${options.for}` });
    told = true;
    await host.sleep(delay * (0.75 + host.random() / 2), host.signal);
    delay = Math.min(delay * 1.5, options.maxDelayMs ?? MAX_PAUSE_MS);
  };
}

/** Calls until the error is none that waiting mends. */
export async function retryWhile<T>(
  host: DeployHost,
  options: WaitOptions,
  mendable: (error: AwsCallError) => boolean,
  call: () => Promise<T>,
): Promise<T> {
  const pause = pauses(host, options);
  for (;;) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof AwsCallError) || !mendable(error)) throw error;
      await pauseOr(error, pause);
    }
  }
}

/** When time is up, what AWS said last is the better explanation. */
async function pauseOr(error: AwsCallError, pause: () => Promise<void>): Promise<void> {
  try {
    await pause();
  } catch (timeout) {
    throw timeout instanceof AppError && timeout.code === 'wait-timeout' ? error : timeout;
  }
}

/** Asks until there is an answer. */
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

/** Another call on the same thing is still being worked on. */
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
