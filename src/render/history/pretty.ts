import { describeOrigin } from '../../core/finding/describe.ts';
import { say } from '../../core/words/say.ts';
import { escapeText } from '../../core/words/terminal-text.ts';
import type { HistoryItem } from '../../reports/history.ts';
import { row } from '../cells.ts';
import type { Look } from '../look.ts';
import { type MomentStyle, momentText } from '../moment.ts';
import { changeWords, subjectWords } from './words.ts';

/** The smallest width at which the actor has its own column. */
const WIDE = 100;
/** `eni-0123456789abcdef0` */
const GROUP_WIDTH = 21;

/** Creates the renderer of `history`: rows on a terminal, one line per change in a pipe. */
export function historyPretty(look: Look, settings: Record<string, unknown>): (item: HistoryItem) => string {
  const style = { utc: settings.utc === true, relative: false, short: false, now: look.now };
  if (!look.tty) return (item) => line(item, style, look);
  return settings.timeline === true ? timeline(style, look) : (item) => table(item, style, look);
}

function table(item: HistoryItem, style: MomentStyle, look: Look): string {
  const time = momentText(Date.parse(item.time), style);
  const width = style.utc ? 20 : 19;
  const paint = paintOf(item, look);
  const fixed = [
    { lines: [time], width, paint: look.paint.dim },
    { lines: subjectWords(item), width: GROUP_WIDTH },
  ];
  const left = look.columns - width - GROUP_WIDTH - 2 * 2;
  const who = originOf(item);
  if (look.columns < WIDE) {
    const room = Math.max(16, left);
    const margin = fixed.map((cell) => ({ lines: [''], width: cell.width }));
    return (
      row([...fixed, { lines: changeWords(item), width: room, paint }]) +
      row([...margin, { lines: [who], width: room, paint: look.paint.dim }])
    );
  }
  const whoWidth = Math.floor((left - 2) * 0.42);
  return row([
    ...fixed,
    { lines: changeWords(item), width: left - 2 - whoWidth, paint },
    { lines: [who], width: whoWidth },
  ]);
}

/** Shows the changes of one group, with a heading for each day. */
function timeline(style: MomentStyle, look: Look): (item: HistoryItem) => string {
  let lastDay = '';
  return (item) => {
    const [day = '', time = ''] = momentText(Date.parse(item.time), style).split(' ');
    const heading = day === lastDay ? '' : `${lastDay === '' ? '' : '\n'}${look.paint.bold(day)}\n`;
    lastDay = day;
    const width = time.length;
    const left = look.columns - width - 2;
    const words = [...changeWords(item), ...(item.groupIds.length > 1 ? subjectWords(item) : [])];
    const text = row([
      { lines: [time], width, paint: look.paint.dim },
      { lines: words, width: left, paint: paintOf(item, look) },
    ]);
    const who = row([
      { lines: [''], width },
      { lines: [originOf(item)], width: left, paint: look.paint.dim },
    ]);
    return heading + text + who;
  };
}

function line(item: HistoryItem, style: MomentStyle, look: Look): string {
  const time = momentText(Date.parse(item.time), style);
  const cells = [
    time,
    subjectWords(item).join(' '),
    paintOf(item, look)(changeWords(item).join('; ')),
    originOf(item),
  ];
  return `${cells.join('  ')}\n`;
}

/** The actor, followed by the account and Region, because a history can cover several. */
function originOf(item: HistoryItem): string {
  const place = `${item.account} ${item.region}`;
  return escapeText(say`${describeOrigin(item)}, ${place}`);
}

function paintOf(item: HistoryItem, look: Look): (text: string) => string {
  if (item.errorCode !== undefined) return look.paint.dim;
  if (item.added.length + item.unreadable.length > 0 || item.requestOmitted === true)
    return look.paint.yellow;
  return item.removed.length + item.removedRuleIds.length > 0 ? look.paint.green : (text) => text;
}
