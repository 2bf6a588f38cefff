import { type ChildProcess, fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { permissionFlags, safeNodeOptions } from './process-flags.ts';
import type { ChildMessage, ErrorRecord, FunctionFolder, InvokeMessage } from './protocol.ts';

export interface ProcessOptions {
  folder: FunctionFolder;
  env: Record<string, string>;
  /** NODE_OPTIONS from the function's own variables. */
  nodeOptions: string | undefined;
  memoryMb: number;
  onLine(time: number, text: string): void;
}

/** The end of an invocation, or of loading the handler. */
export type Ended =
  | { kind: 'ready' }
  | { kind: 'result'; payload: string; memoryMb: number }
  /** `fatal`: the process must be started again. */
  | { kind: 'error'; error: ErrorRecord; memoryMb: number; fatal: boolean }
  | { kind: 'exit'; reason: string }
  | { kind: 'timeout' };

/** A running function process. It does one thing at a time: first `ready`, then each `invoke`. */
export interface FunctionProcess {
  readonly alive: boolean;
  /** Resolves when the handler is loaded, or with the reason why not. Lambda's init phase has 10 seconds. */
  ready: Promise<Ended>;
  invoke(message: InvokeMessage): Promise<Ended>;
  /** Ends the process at once. Resolves when it has ended. */
  kill(): Promise<void>;
}

const initTimeoutMs = 10_000;

/** Starts the bootstrap in a separate process. */
export function startProcess(options: ProcessOptions): FunctionProcess {
  const child = forkBootstrap(options);
  let settle: ((ended: Ended) => void) | undefined;
  let alive = true;
  const end = (ended: Ended) => {
    const resolve = settle;
    settle = undefined;
    // Bytes that bypassed process.stdout are in the pipes now and must be read first.
    setImmediate(() => setImmediate(() => resolve?.(ended)));
  };
  const next = (timeoutMs: number): Promise<Ended> =>
    new Promise((resolve) => {
      const timer = setTimeout(() => {
        child.kill('SIGKILL');
        end({ kind: 'timeout' });
      }, timeoutMs);
      settle = (ended) => {
        clearTimeout(timer);
        resolve(ended);
      };
      if (!alive) end({ kind: 'exit', reason: 'exit status 1' });
    });

  child.on('message', (message: ChildMessage) => {
    if (message.type === 'line') options.onLine(message.time, message.text);
    else end(endOf(message));
  });
  const gone = new Promise<void>((resolve) => {
    // `close` follows the last message and the last byte of the pipes. `error` means that it never started.
    child.on('close', (code, signal) => {
      alive = false;
      end({ kind: 'exit', reason: signal ? 'signal: killed' : `exit status ${code ?? 1}` });
      resolve();
    });
    child.on('error', (error) => {
      alive = false;
      end({ kind: 'exit', reason: error.message });
      resolve();
    });
  });

  return {
    get alive() {
      return alive && child.connected;
    },
    ready: next(initTimeoutMs),
    invoke(message) {
      const ended = next(Math.max(message.deadline - Date.now(), 1));
      if (child.connected) child.send(message, () => undefined);
      return ended;
    },
    async kill() {
      child.kill('SIGKILL');
      await gone;
    },
  };
}

/** Starts the process without any variable of our environment. */
function forkBootstrap(options: ProcessOptions): ChildProcess {
  const { folder, nodeOptions } = options;
  const bootstrap = createRequire(import.meta.url).resolve('#dist/lambda-bootstrap.js');
  const child = fork(bootstrap, [], {
    cwd: folder.task,
    env: options.env,
    execArgv: [
      // Lambda gives V8 nine tenths of the function's memory.
      `--max-old-space-size=${Math.floor(options.memoryMb * 0.9)}`,
      ...safeNodeOptions(nodeOptions),
      ...permissionFlags(folder.root, bootstrap),
    ],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  // Idle functions must not keep the sandbox's process alive.
  child.unref();
  child.channel?.unref();
  readPipes(child, options.onLine);
  return child;
}

function endOf(message: Exclude<ChildMessage, { type: 'line' }>): Ended {
  switch (message.type) {
    case 'ready':
      return { kind: 'ready' };
    case 'result':
      return { kind: 'result', payload: message.payload, memoryMb: message.memoryMb };
    case 'error': {
      const { error, memoryMb, fatal } = message;
      return { kind: 'error', error, memoryMb, fatal };
    }
    case 'initError':
      return { kind: 'error', error: message.error, memoryMb: 0, fatal: true };
  }
}

/** Reads complete lines that were written directly to the file descriptors, bypassing process.stdout. */
function readPipes(child: ChildProcess, onLine: ProcessOptions['onLine']): void {
  for (const pipe of [child.stdout, child.stderr]) {
    let rest = '';
    pipe?.setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) onLine(Date.now(), `${line}\n`);
    });
    // A socket, whatever the types say.
    if (pipe && 'unref' in pipe && typeof pipe.unref === 'function') pipe.unref();
  }
}
