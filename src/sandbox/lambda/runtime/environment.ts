import type { SandboxWorld } from '../../service.ts';
import { dayPath } from '../../values/iso-time.ts';
import { type Ended, type FunctionProcess, startProcess } from './function-process.ts';
import type { FunctionSpec, InvocationOutcome, InvocationRequest } from './function-spec.ts';
import { PlatformLog } from './platform-log.ts';
import { processVariables } from './process-variables.ts';
import type { ErrorRecord, FunctionFolder } from './protocol.ts';

/** A new process starts before the credentials of the old one expire, which is after an hour. */
const maxAgeMs = 2_700_000;

/** Lambda guide, "Lambda quotas": invocation payload, synchronous. */
const maxResponseBytes = 6_291_556;

/** The end of an invocation, with the values for its response and report. */
interface InvocationEnd {
  payload: string;
  status: 'success' | 'error' | 'failure' | 'timeout';
  errorType: string | undefined;
  maxMemoryMb: number;
}

/**
 * One execution environment: a log stream and a warm process. If the process died, or was ended at its
 * timeout, the next invocation starts a new one.
 */
export class Environment {
  busy = false;
  readonly #world: SandboxWorld;
  readonly #spec: FunctionSpec;
  readonly #folder: FunctionFolder;
  readonly #stream: string;
  readonly #log: PlatformLog;
  #process: FunctionProcess | undefined;
  #pending: { timestamp: number; message: string }[] = [];
  #lines: string[] = [];
  #flushing = false;
  #maxMemoryMb = 0;
  #startedAt = performance.now();

  constructor(world: SandboxWorld, spec: FunctionSpec, folder: FunctionFolder) {
    this.#world = world;
    this.#spec = spec;
    this.#folder = folder;
    this.#log = new PlatformLog(spec);
    this.#stream = streamName(world, spec);
  }

  async invoke(invocation: InvocationRequest): Promise<InvocationOutcome> {
    this.#lines = [];
    let initMs: number | undefined;
    let started: Ended = { kind: 'ready' };
    if (performance.now() - this.#startedAt > maxAgeMs) await this.stop();
    if (!this.#process?.alive) {
      const begun = performance.now();
      this.#write(this.#log.initStart(this.#world.now()));
      started = await this.#start();
      initMs = performance.now() - begun;
      this.#write(this.#log.initEnd(this.#world.now(), initMs, started.kind !== 'ready'));
    }
    this.#write(this.#log.start(this.#world.now(), invocation.requestId));
    const begun = performance.now();
    const ended = started.kind === 'ready' ? await this.#run(invocation) : started;
    const verdict = this.#judge(ended, invocation.requestId);
    if (ended.kind === 'exit' || ended.kind === 'timeout' || (ended.kind === 'error' && ended.fatal)) {
      await this.stop();
    }
    const report = {
      requestId: invocation.requestId,
      durationMs: performance.now() - begun,
      initMs: started.kind === 'ready' ? initMs : undefined,
      memoryMb: this.#spec.memoryMb,
      maxMemoryMb: verdict.maxMemoryMb,
      status: verdict.status,
      errorType: verdict.errorType,
    };
    this.#write(this.#log.end(this.#world.now(), report));
    this.#flush();
    return { payload: verdict.payload, functionError: verdict.status !== 'success', lines: this.#lines };
  }

  async stop(): Promise<void> {
    const process = this.#process;
    this.#process = undefined;
    await process?.kill();
  }

  /** An update or a teardown can stop the process between its start and its first event. */
  async #run(invocation: InvocationRequest): Promise<Ended> {
    if (this.#process === undefined) return { kind: 'exit', reason: 'the environment was shut down' };
    return this.#process.invoke({
      type: 'invoke',
      ...invocation,
      deadline: Date.now() + this.#spec.timeoutSeconds * 1000,
    });
  }

  #start(): Promise<Ended> {
    this.#startedAt = performance.now();
    const credentials = this.#world.iam.session(this.#spec.roleArn, this.#spec.functionName);
    this.#process = startProcess({
      folder: this.#folder,
      memoryMb: this.#spec.memoryMb,
      nodeOptions: this.#spec.variables.NODE_OPTIONS,
      env: processVariables(this.#spec, {
        folder: this.#folder,
        stream: this.#stream,
        endpoint: this.#world.endpoint(),
        credentials,
      }),
      onLine: (timestamp, text) => this.#write([text], timestamp),
    });
    return this.#process.ready;
  }

  #judge(ended: Ended, requestId: string): InvocationEnd {
    if ('memoryMb' in ended) this.#maxMemoryMb = Math.max(this.#maxMemoryMb, ended.memoryMb);
    const maxMemoryMb = this.#maxMemoryMb;
    if (ended.kind === 'result' && Buffer.byteLength(ended.payload) > maxResponseBytes) {
      const errorType = 'Function.ResponseSizeTooLarge';
      const errorMessage = `Response payload size exceeded maximum allowed payload size (${maxResponseBytes} bytes).`;
      return {
        payload: JSON.stringify({ errorType, errorMessage }),
        status: 'error',
        errorType,
        maxMemoryMb,
      };
    }
    if (ended.kind === 'result') {
      return { payload: ended.payload, status: 'success', errorType: undefined, maxMemoryMb };
    }
    if (ended.kind === 'error') {
      const { errorType } = ended.error;
      return { payload: errorPayload(ended.error), status: 'error', errorType, maxMemoryMb };
    }
    const timeout = ended.kind === 'timeout';
    const errorType = timeout ? 'Sandbox.Timedout' : 'Runtime.ExitError';
    const text =
      ended.kind === 'exit'
        ? `Runtime exited with error: ${ended.reason}`
        : `Task timed out after ${this.#spec.timeoutSeconds.toFixed(2)} seconds`;
    this.#write(this.#log.failure(this.#world.now(), requestId, text, errorType));
    const errorMessage = `RequestId: ${requestId} Error: ${text}`;
    return {
      payload: JSON.stringify({ errorType, errorMessage }),
      status: timeout ? 'timeout' : 'failure',
      errorType,
      maxMemoryMb,
    };
  }

  #write(lines: string[], timestamp = this.#world.now()): void {
    for (const message of lines) {
      this.#lines.push(message);
      this.#pending.push({ timestamp, message });
    }
    if (this.#flushing || this.#pending.length === 0) return;
    this.#flushing = true;
    this.#world.after(20, () => this.#flush());
  }

  /** Writes the lines as the function's role. Without its permission they are lost, as on AWS. */
  #flush(): void {
    this.#flushing = false;
    const lines = this.#pending;
    this.#pending = [];
    if (lines.length === 0) return;
    const { account, region, roleArn, logGroup: group } = this.#spec;
    this.#world.logs.write({ account, region, group, stream: this.#stream, roleArn, lines });
  }
}

function errorPayload(error: ErrorRecord): string {
  return JSON.stringify({
    errorType: error.errorType,
    errorMessage: error.errorMessage,
    trace: error.trace,
  });
}

/**
 * Stream name in the function's own group: `2026/01/31/[$LATEST]<32 hex>`; in another group:
 * `2026/01/31/<function>[$LATEST][<32 hex>]`.
 */
function streamName(world: SandboxWorld, spec: FunctionSpec): string {
  const day = dayPath(world.now());
  const id = world.newId('', 32);
  return spec.sharedLogGroup
    ? `${day}/${spec.functionName}[${spec.version}][${id}]`
    : `${day}/[${spec.version}]${id}`;
}
