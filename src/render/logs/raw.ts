import { escapeText } from '../../core/words/terminal-text.ts';
import type { LogItem } from '../../reports/logs.ts';
import type { Look } from '../look.ts';

/** The log's own lines; on a terminal with control characters made visible. */
export function logsRaw(look: Look): (item: LogItem) => string {
  return (item) => {
    if (item.type === 'gap') return '';
    const message = item.event.message.replace(/\n$/, '');
    return `${look.tty ? escapeText(message) : message}\n`;
  };
}
