/** Everything that is needed to run one version of a function. */
export interface FunctionSpec {
  account: string;
  region: string;
  functionName: string;
  /** Unqualified. */
  functionArn: string;
  version: string;
  roleArn: string;
  handler: string;
  /** `nodejs24.x` */
  runtime: string;
  memoryMb: number;
  timeoutSeconds: number;
  variables: Record<string, string>;
  logGroup: string;
  /** The log group is not the function's own: stream names then carry the function's name. */
  sharedLogGroup: boolean;
  logFormat: 'Text' | 'JSON';
  applicationLogLevel: string;
  systemLogLevel: string;
  zip: Uint8Array;
}

export interface InvocationRequest {
  requestId: string;
  /** JSON text. */
  payload: string;
  functionArn: string;
  clientContext?: string | undefined;
}

/** The answer of an invocation. */
export interface InvocationOutcome {
  /** JSON text: what the handler returned, or the error object. */
  payload: string;
  functionError: boolean;
  /** All log events of the invocation, in order. */
  lines: string[];
}
