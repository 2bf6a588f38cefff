import { rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import type { SandboxWorld } from '../../service.ts';
import { Environment } from './environment.ts';
import type { FunctionSpec, InvocationOutcome, InvocationRequest } from './function-spec.ts';
import type { FunctionFolder } from './protocol.ts';
import { unpack } from './unpack.ts';

/** Maximum processes of one function, as many as this machine can serve. Further invocations wait. */
const maxEnvironments = Math.max(2, availableParallelism());

/** The response of invocations that are running when the sandbox closes. */
const ended = {
  payload: JSON.stringify({ errorType: 'Runtime.ExitError', errorMessage: 'The sandbox was closed' }),
  functionError: true,
};

/** The execution environments of one version of a function. */
export class FunctionPool {
  readonly #world: SandboxWorld;
  readonly #spec: FunctionSpec;
  readonly #environments: Environment[] = [];
  readonly #waiting: (() => void)[] = [];
  #folder: Promise<FunctionFolder> | undefined;
  #running = 0;
  #killed = false;
  #idle: (() => void) | undefined;

  constructor(world: SandboxWorld, spec: FunctionSpec) {
    this.#world = world;
    this.#spec = spec;
  }

  /** Runs the handler. A failure of the function is an Outcome, not a rejection. */
  async invoke(invocation: InvocationRequest): Promise<InvocationOutcome> {
    this.#running += 1;
    try {
      const environment = await this.#take();
      if (!environment || this.#killed) return { ...ended, lines: [] };
      try {
        return await environment.invoke(invocation);
      } finally {
        environment.busy = false;
        this.#waiting.shift()?.();
      }
    } finally {
      this.#running -= 1;
      if (this.#running === 0) this.#idle?.();
    }
  }

  /** Waits for running invocations, then ends the processes and removes the code. */
  async retire(): Promise<void> {
    if (this.#running > 0) {
      await new Promise<void>((resolve) => {
        this.#idle = resolve;
      });
    }
    await this.#discard();
  }

  /** Ends everything now. Running invocations end as crashed. */
  async kill(): Promise<void> {
    this.#killed = true;
    for (const wake of this.#waiting.splice(0)) wake();
    await this.#discard();
  }

  async #take(): Promise<Environment | undefined> {
    this.#folder ??= unpack(this.#spec.zip);
    const folder = await this.#folder;
    while (!this.#killed) {
      const free = this.#environments.find((one) => !one.busy) ?? this.#grow(folder);
      if (free) {
        free.busy = true;
        return free;
      }
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    return undefined;
  }

  #grow(folder: FunctionFolder): Environment | undefined {
    if (this.#environments.length >= (this.#world.functionProcesses ?? maxEnvironments)) return undefined;
    const environment = new Environment(this.#world, this.#spec, folder);
    this.#environments.push(environment);
    return environment;
  }

  async #discard(): Promise<void> {
    await Promise.all(this.#environments.map((environment) => environment.stop()));
    const folder = this.#folder;
    this.#folder = undefined;
    if (folder) await rm((await folder).root, { recursive: true, force: true });
  }
}
