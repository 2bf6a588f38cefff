import { SEVERITIES } from '../../../core/baseline/baseline.ts';
import { type AuditReport, isNothingJudged } from '../../../reports/audit.ts';
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

/** Says no more than was judged: only a group with a baseline entry can match the baseline. */
function sentence({ summary, unknown }: AuditReport): Markup {
  const { groups, drifting, inLine, notForbidden, unjudged, failedScopes } = summary;
  if (isNothingJudged(summary)) return html`<em class="none">Nothing was judged.</em>`;
  const isPart = unjudged > 0 || failedScopes > 0 || unknown.length > 0;
  const tone = isPart ? 'none' : 'good';
  if (drifting === 0 && inLine === groups)
    return html`<em class="${tone}">All ${count(groups, 'security group')}</em>${isPart ? ' that could be judged' : ''} ${groups === 1 ? 'matches' : 'match'} the baseline.`;
  if (drifting === 0)
    return html`<em class="${tone}">No forbidden ingress</em> in ${count(inLine + notForbidden, 'judged security group')}.`;
  return html`<em>${quantity(drifting)} of ${count(groups, 'security group')}</em> ${drifting === 1 ? 'differs' : 'differ'} from the baseline.`;
}

function tiles({ summary, groups, against }: AuditReport): [string, number, string, string][] {
  const open = groups.filter(({ exposure }) =>
    exposure.some(({ kind, reach }) => kind !== 'web' && reach === 'anywhere'),
  ).length;
  const counted = (
    title: string,
    number: number,
    note: string,
    kind: string,
  ): [string, number, string, string][] => (number === 0 ? [] : [[title, number, note, kind]]);
  return [
    ['Read', summary.groups, `groups with ${count(summary.rules, 'rule')}`, ''],
    ...counted('Match the baseline', summary.inLine, 'groups that an entry describes', 'good'),
    ...counted('Nothing forbidden', summary.notForbidden, 'groups without an entry, not judged further', ''),
    ...counted('Not judged', summary.unjudged, 'groups that the baseline does not mention', ''),
    [
      'Differ from the baseline',
      summary.drifting,
      'groups with findings',
      summary.drifting > 0 ? 'high' : isNothingJudged(summary) ? '' : 'good',
    ],
    [
      'Open to the internet',
      open,
      'on administrative or database ports',
      open > 0 ? 'critical' : isNothingJudged(summary) ? '' : 'good',
    ],
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
