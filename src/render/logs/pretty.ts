import { describe, describeKind, describeOrigin } from '../../core/finding/describe.ts';
import type { Finding } from '../../core/finding/finding.ts';
import { say } from '../../core/words/say.ts';
import { escapeText } from '../../core/words/terminal-text.ts';
import type { LogItem } from '../../reports/logs.ts';
import { padTo, row } from '../cells.ts';
import type { Look, PaintName } from '../look.ts';
import { type MomentStyle, momentText } from '../moment.ts';
import { SEVERITY_PAINT } from '../severity-paint.ts';

interface Parts {
  at: number;
  severity: string;
  paint: PaintName;
  group: string[];
  what: string;
  who: string;
}

/** The smallest width at which the actor has its own column and times include the date. */
const WIDE = 110;
const GROUP_WIDTH = 20;
const SEVERITY_WIDTH = 8;

/** Creates the renderer of `logs`: columns on a terminal, one line per finding in a pipe. */
export function logsPretty(look: Look, settings: Record<string, unknown>): (item: LogItem) => string {
  let day: string | undefined;
  return (item) => {
    const style: MomentStyle = {
      utc: settings.utc === true,
      relative: settings.relative === true,
      short: look.tty && look.columns < WIDE,
      now: look.now,
    };
    const parts = partsOf(item);
    if (!parts) return '';
    const time = momentText(parts.at, style);
    const width = timeWidth(style);
    if (!look.tty) return line(parts, padTo(time, width), look);
    const shown = rows(parts, time, width, look);
    if (!style.short || style.relative) return shown;
    // Times have no date here, so a line with the date is needed before those of another day.
    const dayOf = (epochMs: number) => momentText(epochMs, { ...style, short: false }).slice(0, 10);
    const before = day ?? dayOf(look.now());
    day = dayOf(parts.at);
    return day === before ? shown : `${look.paint.bold(day)}\n${shown}`;
  };
}

function timeWidth(style: MomentStyle): number {
  if (style.relative || style.short) return 8;
  return style.utc ? 20 : 19;
}

function partsOf(item: LogItem): Parts | undefined {
  switch (item.type) {
    case 'finding':
      return findingParts(item.finding);
    case 'function-error':
      return {
        at: item.event.timestamp,
        severity: 'high',
        paint: 'red',
        group: ['-'],
        what: say`the function failed: ${escapeText(item.message)}`,
        who: '',
      };
    case 'gap': {
      const [from, to] = [item.from, item.to].map((at) => new Date(at).toISOString());
      return {
        at: item.to,
        severity: say`gap`,
        paint: 'yellow',
        group: ['-'],
        what: say`findings may be missing between ${from} and ${to}: ${escapeText(item.reason)}`,
        who: '',
      };
    }
    default:
      return undefined;
  }
}

function findingParts(finding: Finding): Parts {
  const { group, change } = finding;
  const resolved = finding.kind === 'resolved';
  return {
    at: Date.parse(finding.time),
    severity: escapeText(resolved ? describeKind('resolved') : finding.severity),
    paint: resolved ? 'green' : (SEVERITY_PAINT[finding.severity] ?? 'bold'),
    group: group ? [...(group.name ? [group.name] : []), group.id].map((text) => escapeText(text)) : ['-'],
    what: escapeText(describe(finding)),
    who: change
      ? escapeText(describeOrigin(change))
      : finding.kind === 'drift-without-event'
        ? say`no event shows the actor`
        : '',
  };
}

function rows(parts: Parts, time: string, width: number, look: Look): string {
  const paint = look.paint[parts.paint];
  const fixed = [
    { lines: [time], width, paint: look.paint.dim },
    { lines: [parts.severity], width: SEVERITY_WIDTH, paint },
    { lines: parts.group, width: GROUP_WIDTH },
  ];
  const left = look.columns - width - SEVERITY_WIDTH - GROUP_WIDTH - 3 * 2;
  if (look.columns < WIDE) {
    const lines = parts.who === '' ? [parts.what] : [parts.what, parts.who];
    return row([...fixed, { lines, width: Math.max(16, left) }]);
  }
  const who = Math.floor((left - 2) * 0.42);
  return row([...fixed, { lines: [parts.what], width: left - 2 - who }, { lines: [parts.who], width: who }]);
}

function line(parts: Parts, time: string, look: Look): string {
  const severity = padTo(parts.severity, SEVERITY_WIDTH);
  const cells = [time, look.paint[parts.paint](severity), parts.group.join(' '), parts.what, parts.who];
  return `${cells.filter(Boolean).join('  ')}\n`;
}
