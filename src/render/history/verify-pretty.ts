import { howMany, say } from '../../core/words/say.ts';
import { escapeText } from '../../core/words/terminal-text.ts';
import type { VerifyReport } from '../../reports/history-verify.ts';
import { fold } from '../cells.ts';
import type { Look } from '../look.ts';

/** Reports whether the log files are unchanged since CloudTrail delivered them. */
export function historyVerifyPretty(report: VerifyReport, look: Look): string {
  const { paint } = look;
  const width = look.tty ? look.columns : 10_000;
  const lines = (text: string, mark = '') =>
    // Object names can be longer than a line, but users copy them, so they are not split.
    fold(escapeText(text), width - mark.length)
      .map((line, i) => `${i === 0 ? mark : ' '.repeat(mark.length)}${line}\n`)
      .join('');
  const { digests, logs } = report;
  const verdict = report.ok
    ? paint.green(say`All log files are as CloudTrail delivered them.`)
    : paint.red(say`The log files are not as CloudTrail delivered them.`);
  return [
    `${verdict}\n`,
    lines(say`Digest files: ${digests.valid} valid, ${digests.invalid} invalid.`),
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
