import { say } from '../core/words/say.ts';
import { escapeText } from '../core/words/terminal-text.ts';
import type { SandboxItem } from '../reports/sandbox.ts';
import { padBefore, padTo } from './cells.ts';
import type { Look } from './look.ts';
import { durationText } from './moment.ts';

/** Below this width, the caller is on a separate line. */
const WIDE = 140;

function callText(item: Extract<SandboxItem, { type: 'call' }>, { paint, tty, columns }: Look): string {
  const { at, call, region, caller, durationMs, outcome } = item;
  const verdict = outcome === 'ok' ? paint.green(outcome) : paint.red(escapeText(outcome));
  const figure = padBefore(durationText(durationMs), 8);
  const time = at.slice(11, 23);
  const what = padTo(escapeText(call), 44);
  if (!tty || columns >= WIDE) {
    return `${time}  ${what}  ${region}  ${figure}  ${verdict}  ${paint.dim(escapeText(caller))}\n`;
  }
  const who = paint.dim(`${region}  ${escapeText(caller)}`);
  const margin = ' '.repeat(time.length);
  return outcome === 'ok'
    ? `${time}  ${what}  ${figure}  ${verdict}\n${margin}  ${who}\n`
    : `${time}  ${what}  ${figure}\n${margin}  ${verdict}  ${who}\n`;
}

/** Shows how to connect to the sandbox, and then one line per call. */
export function sandboxPretty(look: Look): (item: SandboxItem) => string {
  const { paint } = look;
  return (item) => {
    if (item.type === 'call') return callText(item, look);
    if (item.type === 'note') return `# ${escapeText(item.text)}\n`;
    const lines = Object.entries(item.exports).map(([name, value]) => `export ${name}=${value}`);
    const faults =
      item.faults.length > 0 ? [say`# faults: ${item.faults.map((f) => escapeText(f)).join(', ')}`] : [];
    const what =
      item.upstream === undefined
        ? say`# A local AWS at ${item.url}, ${item.timing} timing. In another terminal:`
        : say`# CloudTrail for ${escapeText(item.upstream)}, at ${item.url}, ${item.timing} timing. In another terminal:`;
    return `${[
      what,
      ...faults,
      ...lines.map((line) => paint.bold(line)),
      item.upstream === undefined
        ? say`# Ctrl-C stops it and discards all its data.`
        : say`# Ctrl-C stops it. The other emulator keeps its data.`,
    ].join('\n')}\n`;
  };
}
