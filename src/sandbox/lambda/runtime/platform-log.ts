import type { FunctionSpec } from './function-spec.ts';

/** Measurements of one invocation, in milliseconds and megabytes. */
export interface InvocationReport {
  requestId: string;
  durationMs: number;
  /** Only for the invocation that started the environment. */
  initMs: number | undefined;
  memoryMb: number;
  maxMemoryMb: number;
  status: 'success' | 'error' | 'failure' | 'timeout';
  errorType: string | undefined;
}

type Level = FunctionSpec['systemLogLevel'];
const order: readonly Level[] = ['DEBUG', 'INFO', 'WARN'];

/**
 * The lines that Lambda itself writes for an invocation. In the JSON format they are platform events with
 * levels from the Lambda guide ("System log level event mapping").
 */
export class PlatformLog {
  readonly #spec: FunctionSpec;

  constructor(spec: FunctionSpec) {
    this.#spec = spec;
  }

  initStart(time: number): string[] {
    const version = `nodejs:${/\d+/.exec(this.#spec.runtime)?.[0]}.v1`;
    const arn = `arn:aws:lambda:${this.#spec.region}::runtime:${'0'.repeat(64)}`;
    if (this.#spec.logFormat === 'Text') {
      return [`INIT_START Runtime Version: ${version}\tRuntime Version ARN: ${arn}\n`];
    }
    return this.#event(time, 'INFO', 'platform.initStart', {
      initializationType: 'on-demand',
      phase: 'init',
      runtimeVersion: version,
      runtimeVersionArn: arn,
      functionName: this.#spec.functionName,
      functionVersion: this.#spec.version,
    });
  }

  /** Only the JSON format reports the end of the init phase. At the default level it reports only a failure. */
  initEnd(time: number, initMs: number, failed: boolean): string[] {
    if (this.#spec.logFormat === 'Text') return [];
    const status = failed ? 'error' : 'success';
    const about = { initializationType: 'on-demand', phase: 'init', status };
    const level = failed ? 'WARN' : 'DEBUG';
    return [
      ...this.#event(time, level, 'platform.initRuntimeDone', about),
      ...this.#event(time, level, 'platform.initReport', {
        ...about,
        metrics: { durationMs: round(initMs) },
      }),
    ];
  }

  start(time: number, requestId: string): string[] {
    if (this.#spec.logFormat === 'Text') {
      return [`START RequestId: ${requestId} Version: ${this.#spec.version}\n`];
    }
    return this.#event(time, 'INFO', 'platform.start', { requestId, version: this.#spec.version });
  }

  end(time: number, report: InvocationReport): string[] {
    const billedMs = Math.ceil(report.durationMs + (report.initMs ?? 0));
    if (this.#spec.logFormat === 'Text') {
      return [`END RequestId: ${report.requestId}\n`, textReport(report, billedMs)];
    }
    const success = report.status === 'success';
    const { requestId, status, errorType } = report;
    const metrics = {
      durationMs: round(report.durationMs),
      billedDurationMs: billedMs,
      memorySizeMB: report.memoryMb,
      maxMemoryUsedMB: report.maxMemoryMb,
      ...(report.initMs === undefined ? {} : { initDurationMs: round(report.initMs) }),
    };
    const about = { requestId, ...(errorType === undefined ? {} : { errorType }), status };
    return [
      ...this.#event(time, success ? 'DEBUG' : 'WARN', 'platform.runtimeDone', about),
      ...this.#event(time, success ? 'INFO' : 'WARN', 'platform.report', { ...about, metrics }),
    ];
  }

  /** Returns Lambda's message for a process that died or timed out. */
  failure(time: number, requestId: string, text: string, errorType: string): string[] {
    if (this.#spec.logFormat === 'JSON') return [];
    if (errorType === 'Sandbox.Timedout') return [`${new Date(time).toISOString()} ${requestId} ${text}\n\n`];
    return [`RequestId: ${requestId} Error: ${text}\n${errorType}\n`];
  }

  #event(time: number, level: Level, type: string, record: object): string[] {
    if (order.indexOf(level) < order.indexOf(this.#spec.systemLogLevel)) return [];
    return [JSON.stringify({ time: new Date(time).toISOString(), type, record })];
  }
}

function textReport(report: InvocationReport, billedMs: number): string {
  const parts = [
    `REPORT RequestId: ${report.requestId}`,
    `Duration: ${report.durationMs.toFixed(2)} ms`,
    `Billed Duration: ${billedMs} ms`,
    `Memory Size: ${report.memoryMb} MB`,
    `Max Memory Used: ${report.maxMemoryMb} MB`,
    ...(report.initMs === undefined ? [] : [`Init Duration: ${report.initMs.toFixed(2)} ms`]),
    ...(report.status === 'timeout' ? ['Status: timeout'] : []),
    ...(report.status === 'failure' ? [`Status: error\tError Type: ${report.errorType}`] : []),
  ];
  return `${parts.join('\t')}\t\n`;
}

function round(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
