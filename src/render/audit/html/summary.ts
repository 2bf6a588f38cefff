import { SEVERITIES } from '../../../core/baseline/baseline.ts';
import { howMany, quantity, say } from '../../../core/words/say.ts';
import {
  type AuditComparison,
  type AuditExposure,
  type AuditReport,
  isNothingJudged,
} from '../../../reports/audit.ts';
import { scopePlace } from '../../scope-place.ts';
import { html, type Markup } from './markup.ts';
import { dayOf, emphasized, listed } from './words.ts';

/** Shows the result in a sentence or two, the findings by severity, and the numbers. */
export function summarySection(report: AuditReport): Markup {
  const { summary } = report;
  const exposed = exposedSentence(report);
  return html`<section class="verdict" aria-label="${say`Summary`}">
${
  exposed === undefined
    ? html`<p class="sentence">${sentence(report)}</p>`
    : html`<p class="sentence">${exposed}</p><p class="also">${sentence(report)}</p>`
}
${severityBar(report)}
<dl class="tiles">${tiles(report).map(
    ({ title, number, note, kind = '' }) =>
      html`<div class="tile" data-kind="${kind}"><dt>${title}</dt><dd>${quantity(number)}</dd><dd class="small">${note}</dd></div>`,
  )}</dl>
${summary.failedScopes > 0 ? unread(report) : undefined}
</section>`;
}

const MOST_NAMES = 3;

/** Names the ports that the whole internet reaches, unless the baseline allows it; undefined if there are none. */
function exposedSentence({ groups }: AuditReport): Markup | undefined {
  const open = groups.map(({ exposure }) => exposure.filter(isExposed)).filter((ports) => ports.length > 0);
  if (open.length === 0) return undefined;
  const counts = new Map<string, number>();
  for (const { name } of open.flat()) counts.set(name, (counts.get(name) ?? 0) + 1);
  const names = [...counts].sort(([, a], [, b]) => b - a).map(([name]) => name);
  const more = names.length - MOST_NAMES;
  const shown = more > 0 ? [...names.slice(0, MOST_NAMES), howMany(more, 'more port')] : names;
  const where = howMany(open.length, 'security group');
  return emphasized(
    names.length === 1
      ? say`*${listed(shown)}* is open to the internet in ${where}.`
      : say`*${listed(shown)}* are open to the internet in ${where}.`,
    '',
  );
}

function isExposed({ kind, reach, judgement }: AuditExposure): boolean {
  return kind !== 'web' && reach === 'anywhere' && judgement !== 'allowed';
}

/** Says no more than was judged: only a group with a baseline entry can match the baseline. */
function sentence({ summary, unknown }: AuditReport): Markup {
  const { groups, drifting, inLine, notForbidden, unjudged, failedScopes } = summary;
  if (isNothingJudged(summary)) return emphasized(say`*Nothing was judged.*`, 'none');
  const isPart = unjudged > 0 || failedScopes > 0 || unknown.length > 0;
  const tone = isPart ? 'none' : 'good';
  const all = howMany(groups, 'security group');
  if (drifting === 0 && inLine === groups) {
    if (isPart) return emphasized(say`*${all}*: all that could be judged match the baseline.`, tone);
    return emphasized(
      groups === 1 ? say`*${all}* matches the baseline.` : say`*All ${all}* match the baseline.`,
      tone,
    );
  }
  if (drifting === 0) {
    const judged = howMany(inLine + notForbidden, 'judged security group');
    return emphasized(say`*No forbidden ingress* in ${judged}.`, tone);
  }
  return emphasized(
    drifting === 1
      ? say`*${quantity(drifting)} of ${all}* differs from the baseline.`
      : say`*${quantity(drifting)} of ${all}* differ from the baseline.`,
    '',
  );
}

interface Tile {
  title: string;
  number: number;
  note: string;
  kind?: string;
}

/** What is exposed comes first. */
function tiles({ summary, groups, against }: AuditReport): Tile[] {
  const open = groups.filter(({ exposure }) =>
    exposure.some(({ kind, reach }) => kind !== 'web' && reach === 'anywhere'),
  ).length;
  const calm = isNothingJudged(summary) ? '' : 'good';
  const counted = (tile: Tile): Tile[] => (tile.number === 0 ? [] : [tile]);
  return [
    {
      title: say`Open to the internet`,
      number: open,
      note: say`on administrative or database ports`,
      kind: open > 0 ? 'critical' : calm,
    },
    {
      title: say`Differ from the baseline`,
      number: summary.drifting,
      note: say`groups with findings`,
      kind: summary.drifting > 0 ? 'high' : calm,
    },
    ...counted({
      title: say`Match the baseline`,
      number: summary.inLine,
      note: say`groups that an entry describes`,
      kind: 'good',
    }),
    ...counted({
      title: say`Nothing forbidden`,
      number: summary.notForbidden,
      note: say`groups without an entry, not judged further`,
    }),
    ...counted({
      title: say`Not judged`,
      number: summary.unjudged,
      note: say`groups that the baseline does not mention`,
    }),
    { title: say`Read`, number: summary.groups, note: say`groups with ${howMany(summary.rules, 'rule')}` },
    ...comparison(against),
  ];
}

function comparison(against: AuditComparison | undefined): Tile[] {
  if (against === undefined) return [];
  const { time, fixed, unchanged } = against;
  return [
    {
      title: say`New`,
      number: against.new,
      note: say`since ${dayOf(time)}`,
      kind: against.new > 0 ? 'high' : 'good',
    },
    { title: say`Fixed`, number: fixed.length, note: say`${quantity(unchanged)} unchanged`, kind: 'good' },
  ];
}

const BAR = 1000;
const GAP = 3;

function severityBar({ summary, findings }: AuditReport): Markup | undefined {
  if (findings.length === 0) return undefined;
  const found = [...SEVERITIES].reverse().filter((severity) => summary.severities[severity] > 0);
  let x = 0;
  const parts = found.map((severity, index) => {
    const gap = index < found.length - 1 ? GAP : 0;
    const width = (summary.severities[severity] * BAR) / findings.length;
    const part = html`<rect data-kind="${severity}" x="${x.toFixed(1)}" y="0" width="${Math.max(2, width - gap).toFixed(1)}" height="10"></rect>`;
    x += width;
    return part;
  });
  return html`<div class="severities"><svg viewBox="0 0 ${BAR} 10" preserveAspectRatio="none" aria-hidden="true">${parts}</svg>
<ul>${found.map(
    (severity) =>
      html`<li data-kind="${severity}"><i></i><b>${quantity(summary.severities[severity])}</b> ${severity}</li>`,
  )}</ul></div>`;
}

function unread({ scopes }: AuditReport): Markup {
  const failed = scopes.filter(({ error }) => error !== undefined);
  return html`<div class="alert" role="note"><h2>${say`${howMany(failed.length, 'place')} could not be read`}</h2><ul>${failed.map(
    (scope) =>
      html`<li><strong>${scopePlace(scope)}</strong> ${scope.error!.message}${
        scope.error!.hint === undefined ? undefined : html` <span class="hint">${scope.error!.hint}</span>`
      }</li>`,
  )}</ul></div>`;
}
