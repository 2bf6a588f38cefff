import { clauses, idWords, partWord, resourceWords } from '../core/words/deploy-words.ts';
import { howMany, inARow, quantity, say } from '../core/words/say.ts';
import { escapeText } from '../core/words/terminal-text.ts';
import type { InstallReport, PreflightCheck } from '../reports/install.ts';
import type { DeployAction } from '../reports/plan.ts';
import type { RedriveReport } from '../reports/redrive.ts';
import type { RegionResult, RegionsReport } from '../reports/regions.ts';
import type { Hop, StatusReport } from '../reports/status.ts';
import type { TeardownReport } from '../reports/teardown.ts';
import { padTo, row, widthOf, wrap } from './cells.ts';
import { judgementLines } from './install-judgement.ts';
import type { Look, PaintName } from './look.ts';

const ACTIONS: Record<DeployAction['action'], { word(): string; paint: PaintName }> = {
  create: { word: () => say`create`, paint: 'green' },
  update: { word: () => say`update`, paint: 'yellow' },
  replace: { word: () => say`replace`, paint: 'yellow' },
  delete: { word: () => say`delete`, paint: 'red' },
  none: { word: () => say`keep`, paint: 'dim' },
};

export function installPretty(report: InstallReport, look: Look): string {
  const { paint } = look;
  const place = placeOf(report);
  const lines = [...report.checks.map((check) => checkLine(check, look))];
  const steps = report.actions.filter(({ action }) => action !== 'none');
  if (steps.length > 0) lines.push('', actionTable(steps, look, report.dryRun ? 'reason' : 'name'));
  lines.push('');
  if (report.dryRun) {
    const plan =
      steps.length === 0
        ? say`Plan for ${place}: no changes are needed. Nothing was changed.`
        : say`Plan for ${place}: ${howMany(steps.length, 'step')}. Nothing was changed.`;
    lines.push(sentence(plan, look));
    if (report.checks.some(({ ok }) => ok === 'no')) {
      lines.push(paint.red(sentence(say`The install would stop at the checks.`, look)));
    }
  } else if (report.changed) {
    const installed = say`Installed ${place}. Every part was verified and is as planned.`;
    lines.push(paint.green(sentence(installed, look)));
  } else {
    lines.push(say`${place} is up to date. Nothing was changed.`);
  }
  lines.push(say`Baseline: ${escapeText(report.baseline)}. ${callsOf(report)}, ${secondsOf(report)} s.`);
  if (report.judged !== undefined) lines.push(...judgementLines(report.judged, look));
  lines.push(...report.notes.map((note) => sentence(say`Note: ${escapeText(note)}`, look)));
  if (report.changed && report.next.length > 0) {
    lines.push('', say`Next:`, ...report.next.map((command) => `  ${paint.bold(escapeText(command))}`));
  }
  return `${lines.join('\n')}\n`;
}

export function teardownPretty(report: TeardownReport, look: Look): string {
  const { paint } = look;
  const place = placeOf(report);
  const steps = report.actions.filter(({ action }) => action !== 'none');
  const lines: string[] = [];
  if (steps.length > 0) lines.push(actionTable(steps, look, report.dryRun ? 'calls' : 'name'), '');
  for (const kept of report.kept) {
    const what = escapeText(resourceWords(kept));
    lines.push(sentence(say`Kept: ${what}, ${escapeText(kept.reason)}.`, look));
  }
  lines.push(...report.notes.map((note) => sentence(say`Note: ${escapeText(note)}`, look)));
  if (report.dryRun) {
    const plan = say`Plan for ${place}: ${howMany(steps.length, 'step')}. Nothing was changed.`;
    lines.push(sentence(plan, look));
  } else if (steps.length === 0) {
    lines.push(say`${place}: nothing to remove.`);
  } else {
    const verdict = sentence(teardownVerdict(report), look);
    lines.push(report.remaining.length === 0 ? paint.green(verdict) : paint.red(verdict));
  }
  lines.push(say`${callsOf(report)}, ${secondsOf(report)} s.`);
  return `${lines.join('\n')}\n`;
}

function teardownVerdict(report: TeardownReport): string {
  const place = placeOf(report);
  const { remaining, kept } = report;
  // What has a name of the stack and no stack's tag is there, too, and a note names it.
  const others = kept.length > 0 || report.foreign.some(({ owner }) => owner === null);
  if (remaining.length > 0) {
    return say`Removed ${place}, except: ${escapeText(idWords(remaining))}.`;
  }
  return others
    ? say`Removed ${place}. A final check found no other remaining resources.`
    : say`Removed ${place}. A final check found no remaining resources.`;
}

export function statusPretty(report: StatusReport, look: Look): string {
  const { paint } = look;
  const width = Math.max(...report.hops.map(({ hop }) => widthOf(partWord(hop))));
  const absent = isAbsent(report);
  const said = new Set<string>();
  const lines = report.hops.flatMap((hop) => {
    const mark =
      hop.ok === null
        ? paint.yellow(padTo('?', 4))
        : hop.ok
          ? paint.green(padTo(say`ok`, 4))
          : paint.red(padTo(say`BAD`, 4));
    const text = row(
      [
        { lines: [partWord(hop.hop)], width },
        {
          lines: [escapeText(hop.detail)],
          width: Math.max(30, look.tty ? look.columns - width - 8 : 10_000),
        },
      ],
      '  ',
    ).trimEnd();
    const indented = text.split('\n').map((line, index) => (index === 0 ? `${mark}${line}` : `    ${line}`));
    // If nothing is installed, almost all hops have the same remedy. It is shown once.
    if (hop.remedy === undefined || (absent && said.has(hop.remedy))) return indented;
    said.add(hop.remedy);
    return [...indented, `${' '.repeat(width + 6)}-> ${paint.bold(escapeText(hop.remedy))}`];
  });
  const verdict = statusVerdict(report);
  const painted = report.healthy ? paint.green(verdict) : paint.red(verdict);
  return `${[...lines, '', painted].join('\n')}\n`;
}

/** Hops that exist even if nothing is installed. */
const SOURCES = new Set(['trail', 'selectors', 'config-recorder']);

function isAbsent({ hops }: StatusReport): boolean {
  return hops.every(({ hop, ok }) => ok === false || SOURCES.has(hop));
}

function statusVerdict(report: StatusReport): string {
  const place = placeOf(report);
  const bad = report.hops.filter(({ ok }) => ok === false).length;
  const unread = report.hops.filter(({ ok }) => ok === null).length;
  const all = howMany(report.hops.length, 'hop');
  if (bad === 0 && unread === 0) return say`${place} is healthy.`;
  if (isAbsent(report)) return say`${place} is not installed.`;
  if (bad === 0) return say`${place}: nothing is broken, but ${unread} of ${all} could not be checked.`;
  if (unread > 0) return say`${place}: ${bad} of ${all} are broken, and ${unread} could not be checked.`;
  return bad === 1 ? say`${place}: 1 of ${all} is broken.` : say`${place}: ${bad} of ${all} are broken.`;
}

export function redrivePretty(report: RedriveReport): string {
  const lines = [
    redriveVerdict(report),
    ...report.skipped.map(
      ({ messageId, reason }) => say`Skipped ${escapeText(messageId)}: ${escapeText(reason)}`,
    ),
  ];
  if (report.remedy !== undefined) {
    lines.push(say`To delete all messages that are left in the queue, run: ${escapeText(report.remedy)}`);
  }
  return `${lines.join('\n')}\n`;
}

function redriveVerdict({ dryRun, redriven, left, skipped }: RedriveReport): string {
  if (redriven + left + skipped.length === 0) {
    return say`The dead-letter queue is empty, so there is nothing to redrive.`;
  }
  const events = howMany(redriven, 'event');
  if (dryRun) return say`${events} would be sent to the function again. Messages in the queue: ${left}.`;
  return redriven === 1
    ? say`${events} was sent to the function again. Messages left in the queue: ${left}.`
    : say`${events} were sent to the function again. Messages left in the queue: ${left}.`;
}

/** Shows one row per Region, and then the notes of all Regions. */
export function regionsPretty(report: RegionsReport, look: Look): string {
  const { paint } = look;
  const rows = report.regions.map((result) => [result.region, wordOf(result), sentenceOf(result)] as const);
  const widths = [0, 1].map((column) => Math.max(...rows.map((cells) => widthOf(cells[column as 0]))));
  const lines = rows.map(([region, word, sentence], index) => {
    const ok = isGood(report.regions[index]!);
    const left = look.columns - widths[0]! - widths[1]! - 2 * 2;
    return row([
      { lines: [region], width: widths[0]! },
      { lines: [word], width: widths[1]!, paint: ok ? paint.green : paint.red },
      { lines: [escapeText(sentence)], width: look.tty ? Math.max(24, left) : 10_000 },
    ]).trimEnd();
  });
  for (const { region, report: one } of report.regions) {
    const notes = one !== undefined && 'notes' in one ? one.notes : [];
    lines.push(...notes.map((note) => sentence(say`Note: ${`${region}: ${escapeText(note)}`}`, look)));
  }
  const bad = report.regions.filter((result) => !isGood(result)).length;
  const all = howMany(report.regions.length, 'Region');
  lines.push(
    '',
    bad === 0
      ? say`${report.command}: succeeded in ${all}.`
      : say`${report.command}: failed in ${bad} of ${all}.`,
  );
  return `${lines.join('\n')}\n`;
}

function isGood({ ok, report }: RegionResult<InstallReport | TeardownReport | StatusReport>): boolean {
  if (!ok || report === undefined) return ok;
  if ('healthy' in report) return report.healthy;
  return !('checks' in report && report.checks.some((check) => check.ok === 'no'));
}

function wordOf({ report, error }: RegionResult<InstallReport | TeardownReport | StatusReport>): string {
  if (report === undefined) return error?.code ?? say`failed`;
  if ('healthy' in report) {
    if (report.healthy) return say`healthy`;
    if (isAbsent(report)) return say`absent`;
    return report.hops.some(({ ok }) => ok === false) ? say`broken` : say`unknown`;
  }
  if (!isGood({ region: report.region, ok: true, report })) return say`stopped`;
  if (report.dryRun) return say`planned`;
  if (report.schema === 'secgroup-monitor/teardown/1') {
    return report.actions.length === 0 ? say`absent` : say`removed`;
  }
  return report.changed ? say`installed` : say`unchanged`;
}

function sentenceOf({ report, error }: RegionResult<InstallReport | TeardownReport | StatusReport>): string {
  if (report === undefined) return inARow([error?.message, error?.hint].filter((one) => one !== undefined));
  if ('healthy' in report) {
    const isRoot = ({ hop }: Hop) => hop === 'installation' || SOURCES.has(hop);
    const bad = report.hops.filter((hop) => !hop.ok && (!isAbsent(report) || isRoot(hop)));
    return bad.length === 0
      ? say`${howMany(report.hops.length, 'hop')} ok`
      : clauses(bad.map(({ hop, detail }) => `${partWord(hop)}: ${detail}`));
  }
  const steps = report.actions.filter(({ action }) => action !== 'none').length;
  const open =
    'checks' in report ? report.checks.filter(({ ok }) => ok !== 'yes').map(({ detail }) => detail) : [];
  const effort = say`${howMany(steps, 'step')}, ${callsOf(report)}, ${secondsOf(report)} s`;
  const judged =
    'judged' in report && report.judged !== undefined && 'outOfLine' in report.judged
      ? [say`groups that differ from the baseline: ${quantity(report.judged.outOfLine)}`]
      : [];
  return clauses([effort, ...open, ...judged]);
}

/** Wraps text on a terminal, with `indent` before every line but the first. In a pipe, text is not wrapped. */
function sentence(text: string, { tty, columns }: Look, indent = ''): string {
  return tty ? wrap(text, Math.max(24, columns - indent.length)).join(`\n${indent}`) : text;
}

function checkLine({ check, ok, detail, remedy }: PreflightCheck, look: Look): string {
  const { paint } = look;
  const mark = ok === 'yes' ? paint.green(say`ok`) : ok === 'no' ? paint.red(say`no`) : paint.yellow('? ');
  const more = remedy === undefined ? '' : `\n   -> ${paint.bold(escapeText(remedy))}`;
  return `${mark} ${sentence(`${partWord(check)}: ${escapeText(detail)}`, look, '   ')}${more}`;
}

type ActionDetail = 'name' | 'calls' | 'reason';

function actionTable(steps: readonly DeployAction[], look: Look, detail: ActionDetail): string {
  const widths = {
    action: Math.max(...steps.map(({ action }) => widthOf(ACTIONS[action].word()))),
    kind: Math.max(...steps.map(({ kind }) => widthOf(partWord(kind)))),
  };
  return steps
    .map(({ action, kind, name, reason, calls }) => {
      // The reason to create a resource is always that it does not exist.
      const showsReason = detail === 'reason' && action !== 'create';
      const why = showsReason ? `: ${escapeText(reason)}` : '';
      const made = detail === 'name' ? '' : ` (${calls.join(', ')})`;
      const left = look.columns - widths.action - widths.kind - 2 * 2;
      return row([
        { lines: [ACTIONS[action].word()], width: widths.action, paint: look.paint[ACTIONS[action].paint] },
        { lines: [partWord(kind)], width: widths.kind },
        { lines: [`${escapeText(name)}${why}${made}`], width: look.tty ? Math.max(24, left) : 10_000 },
      ]);
    })
    .join('')
    .trimEnd();
}

function placeOf({ stack, account, region }: { stack: string; account: string; region: string }): string {
  return say`${escapeText(stack)} in ${account}/${region}`;
}

function callsOf({ calls }: { calls: number }): string {
  return howMany(calls, 'API call');
}

function secondsOf({ durationMs }: { durationMs: number }): string {
  return (durationMs / 1000).toFixed(1);
}
