/** Messages between the sandbox and a function's process, over the one IPC channel. */

/** What a handler threw, as Lambda's runtime reports it. */
export interface ErrorRecord {
  errorType: string;
  errorMessage: string;
  trace: string[];
}

/** The event of one invocation. `deadline` is epoch milliseconds. */
export interface InvokeMessage {
  type: 'invoke';
  requestId: string;
  payload: string;
  deadline: number;
  functionArn: string;
  clientContext?: string | undefined;
}

export type ChildMessage =
  /** The handler is loaded. */
  | { type: 'ready' }
  | { type: 'initError'; error: ErrorRecord }
  /** One log event. */
  | { type: 'line'; time: number; text: string }
  | { type: 'result'; requestId: string; payload: string; memoryMb: number }
  /** `fatal`: the process ends after it. */
  | { type: 'error'; requestId: string; error: ErrorRecord; memoryMb: number; fatal: boolean };

/** The name of every folder that holds unpacked code starts so; the process removes no other. */
export const taskFolderPrefix = 'secgroup-monitor-lambda-';
