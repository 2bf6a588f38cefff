import type {
  DeployAction,
  InstallReport,
  PreflightCheck,
  RedriveReport,
  RegionResult,
  RegionsReport,
  StatusReport,
  TeardownReport,
} from '../core/deploy-report.ts';
import { escapeText } from '../core/terminal-text.ts';
import { padTo, row, widthOf, wrap } from './cells.ts';
import type { Look, PaintName } from './look.ts';

const ACTION_PAINT: Record<DeployAction['action'], PaintName> = {
  create: 'green',
  update: 'yellow',
  replace: 'yellow',
  delete: 'red',
  none: 'dim',
};

export function installPretty(report: InstallReport, look: Look): string {
  const { paint } = look;
  const place = placeOf(report);
  const lines = [...report.checks.map((check) => checkLine(check, look))];
  const steps = report.actions.filter(({ action }) => action !== 'none');
  if (steps.length > 0) lines.push('', actionTable(steps, look, report.dryRun ? 'reason and calls' : 'name'));
  lines.push('');
  if (report.dryRun) {
    const what = steps.length === 0 ? 'nothing would change' : `${count(steps.length, 'step')}`;
    lines.push(`Plan for ${place}: ${what}. Nothing was changed.`);
  } else if (report.changed) {
    const installed = `Installed ${place}: every part was looked at again and is as planned.`;
    lines.push(paint.green(sentence(installed, look)));
  } else {
    lines.push(`${place}: nothing to change.`);
  }
  lines.push(`Baseline: ${escapeText(report.baseline)}. ${effort(report)}.`);
  lines.push(...report.notes.map((note) => sentence(`Note: ${escapeText(note)}`, look)));
  if (report.changed && report.next.length > 0) {
    lines.push('', 'Next:', ...report.next.map((command) => `  ${paint.bold(escapeText(command))}`));
  }
  return `${lines.join('\n')}\n`;
}

export function teardownPretty(report: TeardownReport, look: Look): string {
  const { paint } = look;
  const place = placeOf(report);
  const steps = report.actions.filter(({ action }) => action !== 'none');
  const lines: string[] = [];
  if (steps.length > 0) lines.push(actionTable(steps, look, report.dryRun ? 'calls' : 'name'), '');
  for (const { kind, name, reason } of report.kept) {
    lines.push(sentence(`Kept: ${kind} ${escapeText(name)}, ${reason}.`, look));
  }
  lines.push(...report.notes.map((note) => sentence(`Note: ${escapeText(note)}`, look)));
  if (report.dryRun) {
    lines.push(`Plan for ${place}: ${count(steps.length, 'step')}. Nothing was changed.`);
  } else if (steps.length === 0) {
    lines.push(`${place}: nothing to remove.`);
  } else {
    const nothing = report.kept.length === 0 ? 'nothing remains' : 'nothing else remains';
    const isClean = report.remaining.length === 0;
    const left = isClean ? nothing : `still there: ${escapeText(report.remaining.join(', '))}`;
    const verdict = sentence(`Removed ${place}; looked again: ${left}.`, look);
    lines.push(isClean ? paint.green(verdict) : paint.red(verdict));
  }
  lines.push(`${effort(report)}.`);
  return `${lines.join('\n')}\n`;
}

export function statusPretty(report: StatusReport, look: Look): string {
  const { paint } = look;
  const width = Math.max(...report.hops.map(({ hop }) => hop.length));
  const absent = isAbsent(report);
  const said = new Set<string>();
  const lines = report.hops.flatMap((hop) => {
    const mark = hop.ok ? paint.green('ok  ') : paint.red('BAD ');
    const text = row(
      [
        { lines: [hop.hop], width },
        {
          lines: [escapeText(hop.detail)],
          width: Math.max(30, look.tty ? look.columns - width - 8 : 10_000),
        },
      ],
      '  ',
    ).trimEnd();
    const indented = text.split('\n').map((line, index) => (index === 0 ? `${mark}${line}` : `    ${line}`));
    // Where nothing is installed, nearly all hops have the same remedy: it is said once.
    if (hop.remedy === undefined || (absent && said.has(hop.remedy))) return indented;
    said.add(hop.remedy);
    return [...indented, `${' '.repeat(width + 6)}-> ${paint.bold(escapeText(hop.remedy))}`];
  });
  const verdict = statusVerdict(report);
  const painted = report.healthy ? paint.green(verdict) : paint.red(verdict);
  return `${[...lines, '', painted].join('\n')}\n`;
}

/** Hops that are there without an installation, too. */
const SOURCES = new Set(['trail', 'selectors', 'config-recorder']);

function isAbsent({ hops }: StatusReport): boolean {
  return hops.every(({ hop, ok }) => !ok || SOURCES.has(hop));
}

function statusVerdict(report: StatusReport): string {
  const place = placeOf(report);
  const bad = report.hops.filter(({ ok }) => !ok).length;
  if (bad === 0) return `${place} is healthy.`;
  if (isAbsent(report)) return `${place} is not installed.`;
  return `${place}: ${bad} of ${count(report.hops.length, 'hop')} ${bad === 1 ? 'is' : 'are'} broken.`;
}

export function redrivePretty(report: RedriveReport): string {
  const verb = report.dryRun ? 'would be sent' : report.redriven === 1 ? 'was sent' : 'were sent';
  const isEmpty = report.redriven + report.left + report.skipped.length === 0;
  const lines = [
    isEmpty
      ? 'The dead-letter queue is empty: there is nothing to send again.'
      : `${count(report.redriven, 'event')} ${verb} to the function again; ${report.left} left in the queue.`,
    ...report.skipped.map(
      ({ messageId, reason }) => `Skipped ${escapeText(messageId)}: ${escapeText(reason)}`,
    ),
  ];
  return `${lines.join('\n')}\n`;
}

/** One row a Region, and below it what needs more than a row. */
export function regionsPretty(report: RegionsReport, look: Look): string {
  const { paint } = look;
  const rows = report.regions.map((result) => [result.region, wordOf(result), sentenceOf(result)] as const);
  const widths = [0, 1].map((column) => Math.max(...rows.map((cells) => widthOf(cells[column as 0]))));
  const lines = rows.map(([region, word, sentence], index) => {
    const ok = isGood(report.regions[index]!);
    const painted = (ok ? paint.green : paint.red)(padTo(word, widths[1]!));
    return `${padTo(region, widths[0]!)}  ${painted}  ${escapeText(sentence)}`;
  });
  const bad = report.regions.filter((result) => !isGood(result)).length;
  const all = count(report.regions.length, 'Region');
  lines.push(
    '',
    bad === 0 ? `${report.command}: ${all}, all well.` : `${report.command}: ${bad} of ${all} failed.`,
  );
  lines.push(...report.notes.map((note) => `Note: ${escapeText(note)}`));
  return `${lines.join('\n')}\n`;
}

function isGood({ ok, report }: RegionResult<InstallReport | TeardownReport | StatusReport>): boolean {
  return ok && !(report !== undefined && 'healthy' in report && !report.healthy);
}

function wordOf({ report, error }: RegionResult<InstallReport | TeardownReport | StatusReport>): string {
  if (report === undefined) return error?.code ?? 'failed';
  if ('healthy' in report) return report.healthy ? 'healthy' : 'broken';
  if (report.dryRun) return 'planned';
  if (report.schema === 'secgroup-monitor/teardown/1') {
    return report.actions.length === 0 ? 'absent' : 'removed';
  }
  return report.changed ? 'installed' : 'unchanged';
}

function sentenceOf({ report, error }: RegionResult<InstallReport | TeardownReport | StatusReport>): string {
  if (report === undefined) return [error?.message, error?.hint].filter(Boolean).join(' ');
  if ('healthy' in report) {
    const bad = report.hops.filter(({ ok }) => !ok);
    return bad.length === 0
      ? `${report.hops.length} hops ok`
      : bad.map(({ hop, detail }) => `${hop}: ${detail}`).join('; ');
  }
  const steps = report.actions.filter(({ action }) => action !== 'none').length;
  const open =
    'checks' in report ? report.checks.filter(({ ok }) => ok !== 'yes').map(({ detail }) => detail) : [];
  return [`${count(steps, 'step')}, ${effort(report)}`, ...open].join('; ');
}

/** Broken for a terminal, with what follows the first line indented; in a pipe a line is whole. */
function sentence(text: string, { tty, columns }: Look, indent = ''): string {
  return tty ? wrap(text, Math.max(24, columns - indent.length)).join(`\n${indent}`) : text;
}

function checkLine({ check, ok, detail, remedy }: PreflightCheck, look: Look): string {
  const { paint } = look;
  const mark = ok === 'yes' ? paint.green('ok') : ok === 'no' ? paint.red('no') : paint.yellow('? ');
  const more = remedy === undefined ? '' : `\n   -> ${paint.bold(escapeText(remedy))}`;
  return `${mark} ${sentence(`${check}: ${escapeText(detail)}`, look, '   ')}${more}`;
}

type ActionDetail = 'name' | 'calls' | 'reason and calls';

function actionTable(steps: readonly DeployAction[], look: Look, detail: ActionDetail): string {
  const widths = {
    action: Math.max(...steps.map(({ action }) => action.length)),
    kind: Math.max(...steps.map(({ kind }) => kind.length)),
  };
  return steps
    .map(({ action, kind, name, reason, calls }) => {
      // What is created is not there: that needs no words.
      const isTold = detail === 'reason and calls' && action !== 'create';
      const why = isTold ? `: ${escapeText(reason)}` : '';
      const made = detail === 'name' ? '' : ` (${calls.join(', ')})`;
      const left = look.columns - widths.action - widths.kind - 2 * 2;
      return row([
        { lines: [action], width: widths.action, paint: look.paint[ACTION_PAINT[action]] },
        { lines: [kind], width: widths.kind },
        { lines: [`${escapeText(name)}${why}${made}`], width: look.tty ? Math.max(24, left) : 10_000 },
      ]);
    })
    .join('')
    .trimEnd();
}

function placeOf({ stack, account, region }: { stack: string; account: string; region: string }): string {
  return `${escapeText(stack)} in ${account}/${region}`;
}

function effort({ calls, durationMs }: { calls: number; durationMs: number }): string {
  return `${count(calls, 'API call')}, ${(durationMs / 1000).toFixed(1)} s`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
