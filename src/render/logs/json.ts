import type { Finding } from '../../core/finding/finding.ts';
import type { LogItem } from '../../reports/logs.ts';
import type { Look } from '../look.ts';
import { safeJson } from '../safe-json.ts';

/** Prints one finding per line as the handler wrote it, without the members for CloudWatch's metrics. */
export function logsJson(_look: Look): (item: LogItem) => string {
  return (item) => {
    const object = objectOf(item);
    return object === undefined ? '' : `${safeJson(object)}\n`;
  };
}

/** A finding as it is in the log group, with the members that CloudWatch converts to metrics. */
type LoggedFinding = Finding & { _aws?: unknown; findings?: unknown };

function objectOf(item: LogItem): Record<string, unknown> | undefined {
  switch (item.type) {
    case 'finding': {
      const { _aws, findings, ...finding }: LoggedFinding = item.finding;
      return finding;
    }
    case 'function-error':
      return {
        schema: 'secgroup-monitor/function-error/1',
        time: new Date(item.event.timestamp).toISOString(),
        message: item.message,
      };
    case 'gap':
      return {
        schema: 'secgroup-monitor/log-gap/1',
        from: new Date(item.from).toISOString(),
        to: new Date(item.to).toISOString(),
        reason: item.reason,
      };
    default:
      return undefined;
  }
}
