/** Messages between the sandbox and a function's process, over the IPC channel. */

/** A value that the handler threw, in the form in which Lambda's runtime reports it. */
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
  /** `fatal`: the process ends after this message. */
  | { type: 'error'; requestId: string; error: ErrorRecord; memoryMb: number; fatal: boolean };

/** The folders of a function. Its process can access no others. */
export interface FunctionFolder {
  root: string;
  /** The function's code: /var/task on Lambda. */
  task: string;
  /** Temporary files: /tmp on Lambda. */
  temporary: string;
}

/** Contains the function's own variables as JSON, for the runtime to set. */
export const variablesVariable = '_SANDBOX_FUNCTION_VARIABLES';

/** Name prefix of every function's root folder. The process removes no other folder. */
export const taskFolderPrefix = 'secgroup-monitor-lambda-';
