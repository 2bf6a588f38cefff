/** The data that is needed to run one version of a function. */
export interface FunctionSpec {
  account: string;
  region: string;
  functionName: string;
  /** Unqualified ARN. */
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
  /** Whether the log group is not the function's own. Stream names then contain the function's name. */
  sharedLogGroup: boolean;
  logFormat: 'Text' | 'JSON';
  applicationLogLevel: string;
  systemLogLevel: 'DEBUG' | 'INFO' | 'WARN';
  zip: Uint8Array;
}

export interface InvocationRequest {
  requestId: string;
  /** JSON text. */
  payload: string;
  functionArn: string;
  clientContext?: string | undefined;
}

/** The response of an invocation. */
export interface InvocationOutcome {
  /** JSON text: the handler's return value, or the error object. */
  payload: string;
  functionError: boolean;
  /** All log events of the invocation, in order. */
  lines: string[];
}
