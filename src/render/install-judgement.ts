import { describe } from '../core/finding/describe.ts';
import { howMany, quantity, say } from '../core/words/say.ts';
import { escapeText } from '../core/words/terminal-text.ts';
import type { AuditFinding } from '../reports/audit.ts';
import type { InstallJudgement } from '../reports/install.ts';
import { padTo, wrap } from './cells.ts';
import type { Look } from './look.ts';

/** Shows what the installed baseline finds now, the worst first. */
export function judgementLines(judged: InstallJudgement, look: Look): string[] {
  const { paint } = look;
  if ('error' in judged) {
    const text = say`The groups could not be judged now: ${escapeText(judged.error)}`;
    return wrapped(text, look, '').map(paint.yellow);
  }
  const { groups, outOfLine, total, findings, command } = judged;
  const all = howMany(groups, 'group');
  if (outOfLine === 0) return [say`No group differs from the baseline now (${all} judged).`];
  const width = Math.max(...findings.map(({ severity }) => severity.length));
  const more = total - findings.length;
  return [
    paint.red(
      outOfLine === 1
        ? say`${quantity(outOfLine)} of ${all} differs from the baseline now:`
        : say`${quantity(outOfLine)} of ${all} differ from the baseline now:`,
    ),
    ...findings.flatMap((finding) =>
      wrapped(`${padTo(finding.severity, width)}  ${textOf(finding)}`, look, ' '.repeat(width + 2)),
    ),
    ...(more > 0 ? [say`and ${howMany(more, 'more finding')}`] : []),
    say`All of them, with the commands that fix them:`,
    `  ${paint.bold(escapeText(command))}`,
  ].map((line, index) => (index === 0 ? line : `  ${line}`));
}

function textOf(finding: AuditFinding): string {
  const { group } = finding;
  const name = [group?.name, group?.id].filter((part) => part !== undefined && part !== '').join(' ');
  return escapeText(`${name}: ${describe(finding)}`);
}

/** Wraps text on a terminal. In a pipe, text is not wrapped. */
function wrapped(text: string, { tty, columns }: Look, indent: string): string[] {
  if (!tty) return [text];
  const lines = wrap(text, Math.max(24, columns - indent.length - 2));
  return lines.map((line, index) => (index === 0 ? line : indent + line));
}
