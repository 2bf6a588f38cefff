import { SEVERITIES } from '../../../core/baseline/baseline.ts';
import type { AuditReport } from '../../../reports/audit.ts';
import { scopePlace } from '../../scope-place.ts';
import { html, type Markup } from './markup.ts';
import { count, dayOf, quantity } from './words.ts';

/** Shows the result in one sentence, the findings by severity, and the numbers. */
export function summarySection(report: AuditReport): Markup {
  const { summary } = report;
  return html`<section class="verdict" aria-label="Summary">
<p class="sentence">${sentence(report)}</p>
${severityBar(report)}
<dl class="tiles">${tiles(report).map(
    ([title, number, note, kind]) =>
      html`<div class="tile" data-kind="${kind}"><dt>${title}</dt><dd>${quantity(number)}</dd><dd class="small">${note}</dd></div>`,
  )}</dl>
${summary.failedScopes > 0 ? unread(report) : undefined}
</section>`;
}

function sentence({ summary }: AuditReport): Markup {
  const { groups, drifting } = summary;
  if (groups === 0) return html`No security group was judged.`;
  if (drifting === 0)
    return html`<em class="good">All ${count(groups, 'security group')}</em> ${groups === 1 ? 'matches' : 'match'} the baseline.`;
  return html`<em>${quantity(drifting)} of ${count(groups, 'security group')}</em> ${drifting === 1 ? 'differs' : 'differ'} from the baseline.`;
}

function tiles({ summary, groups, against }: AuditReport): [string, number, string, string][] {
  const open = groups.filter(({ exposure }) =>
    exposure.some(({ kind, reach }) => kind !== 'web' && reach === 'anywhere'),
  ).length;
  return [
    ['Judged', summary.groups, `groups with ${count(summary.rules, 'rule')}`, ''],
    ['Match the baseline', summary.inLine, 'groups without findings', 'good'],
    [
      'Differ from the baseline',
      summary.drifting,
      'groups with findings',
      summary.drifting > 0 ? 'high' : 'good',
    ],
    ['Open to the internet', open, 'on administrative or database ports', open > 0 ? 'critical' : 'good'],
    ...(against === undefined
      ? []
      : ([
          ['New', against.new, `since ${dayOf(against.time)}`, against.new > 0 ? 'high' : 'good'],
          ['Fixed', against.fixed.length, `${quantity(against.unchanged)} unchanged`, 'good'],
        ] as [string, number, string, string][])),
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
  return html`<div class="alert" role="note"><h2>${count(failed.length, 'place')} could not be read</h2><ul>${failed.map(
    (scope) =>
      html`<li><strong>${scopePlace(scope)}</strong> ${scope.error!.message}${
        scope.error!.hint === undefined ? undefined : html` <span class="hint">${scope.error!.hint}</span>`
      }</li>`,
  )}</ul></div>`;
}
