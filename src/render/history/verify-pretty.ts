import { howMany, say } from '../../core/words/say.ts';
import { escapeText } from '../../core/words/terminal-text.ts';
import type { VerifyReport } from '../../reports/history-verify.ts';
import { fold } from '../cells.ts';
import type { Look } from '../look.ts';

/** Whether the log files are what CloudTrail delivered. */
export function historyVerifyPretty(report: VerifyReport, look: Look): string {
  const { paint } = look;
  const width = look.tty ? look.columns : 10_000;
  const lines = (text: string, mark = '') =>
    // Names of objects are longer than a line, and are to be copied: they stay whole.
    fold(escapeText(text), width - mark.length)
      .map((line, i) => `${i === 0 ? mark : ' '.repeat(mark.length)}${line}\n`)
      .join('');
  const { digests, logs } = report;
  const verdict = report.ok
    ? paint.green(say`All is as CloudTrail delivered it.`)
    : paint.red(say`It is not as CloudTrail delivered it.`);
  return [
    `${verdict}\n`,
    lines(say`Digests: ${digests.valid} valid, ${digests.invalid} not.`),
    lines(say`Log files: ${logs.valid} valid, ${logs.invalid} changed, ${logs.missing} missing.`),
    ...report.chains.map((chain) =>
      lines(
        say`${chain.name}: ${howMany(chain.digests, 'digest')} from ${chain.since} to ${chain.until}`,
        '  ',
      ),
    ),
    ...report.problems.map(({ object, reason }) => lines(`${object}: ${reason}`, '✖ ')),
    ...report.notes.map((note) => lines(note, '· ')),
  ].join('');
}
