import type { Finding, Heartbeat } from '../core/finding/finding.ts';
import { FINDING_SCHEMA, HEARTBEAT_SCHEMA } from '../core/finding/finding.ts';
import type { Dict } from '../core/json-shape.ts';
import { say } from '../core/words/say.ts';
import { LOG_ITEM_SCHEMA, type LogGroupEvent, type LogItem } from '../reports/logs.ts';

const schema = LOG_ITEM_SCHEMA;

/** Classifies a line of the function's log. */
export function itemOf(event: LogGroupEvent): LogItem {
  const { message } = event;
  if (message.includes('"secgroup-monitor/')) {
    const json = parseObject(message);
    if (isFinding(json)) return { schema, type: 'finding', finding: json, event };
    if (isHeartbeat(json)) return { schema, type: 'heartbeat', heartbeat: json, event };
  }
  const failure = functionError(message);
  return failure === undefined
    ? { schema, type: 'line', event }
    : { schema, type: 'function-error', message: failure, event };
}

function isHeartbeat(json: Dict | undefined): json is Dict & Heartbeat {
  return json?.schema === HEARTBEAT_SCHEMA;
}

function isFinding(json: Dict | undefined): json is Dict & Finding {
  return (
    json?.schema === FINDING_SCHEMA &&
    ['kind', 'code', 'severity', 'time'].every((key) => typeof json[key] === 'string') &&
    ['unexpected', 'missing'].every((key) => Array.isArray(json[key])) &&
    typeof json.args === 'object'
  );
}

/**
 * Returns the error if the line reports that the function failed, in either of Lambda's log formats.
 * Source: Lambda developer guide, "Log and monitor Node.js Lambda functions" and "Telemetry API Event schema".
 */
function functionError(message: string): string | undefined {
  if (message.startsWith('{')) {
    const json = parseObject(message);
    if (json) return jsonError(json);
  }
  const invoke = /\tERROR\t(?:Invoke Error|Uncaught Exception|Unhandled Promise Rejection)\s*\t(\{.*)/s.exec(
    message,
  );
  if (invoke) return errorText(parseObject(invoke[1]!)) ?? firstLine(invoke[1]!);
  const text =
    /(Task timed out after [\d.]+ seconds|Runtime exited (?:with error|without).*|Runtime\.\w+Error?.*)/.exec(
      message,
    );
  return text ? firstLine(text[1]!) : undefined;
}

function jsonError(json: Record<string, unknown>): string | undefined {
  const record = json.record as Record<string, unknown> | undefined;
  if (json.type === 'platform.report' && (record?.status === 'timeout' || record?.status === 'failure')) {
    if (record.status === 'timeout') return say`the function reached its time limit`;
    const { errorType } = record;
    return typeof errorType === 'string' ? say`the runtime failed (${errorType})` : say`the runtime failed`;
  }
  if (json.level !== 'ERROR' && json.level !== 'FATAL') return undefined;
  return errorText(json.message) ?? errorText(json);
}

/** Lambda's form of a thrown error. What the code prints at level ERROR has a different form. */
function errorText(value: unknown): string | undefined {
  const json = value as Record<string, unknown> | undefined;
  if (typeof json?.errorMessage !== 'string') return undefined;
  const type = typeof json.errorType === 'string' ? `${json.errorType}: ` : '';
  return `${type}${firstLine(json.errorMessage)}`;
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0]!.trim();
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === 'object' && json !== null ? (json as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
