import { escapeText } from '../../core/words/terminal-text.ts';
import type { LogItem } from '../../reports/logs.ts';
import type { Look } from '../look.ts';

/** Prints the lines of the log group unchanged. On a terminal, control characters are made visible. */
export function logsRaw(look: Look): (item: LogItem) => string {
  return (item) => {
    if (item.type === 'gap') return '';
    const message = item.event.message.replace(/\n$/, '');
    return `${look.tty ? escapeText(message) : message}\n`;
  };
}
