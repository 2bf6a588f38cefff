import { SEVERITIES } from '../../../core/baseline/baseline.ts';
import { describe, describeOrigin } from '../../../core/finding/describe.ts';
import { describeCode } from '../../../core/finding/describe-code.ts';
import { howMany, quantity, say, sayText, toSay } from '../../../core/words/say.ts';
import {
  type AuditContext,
  type AuditFinding,
  type AuditReport,
  isNothingJudged,
} from '../../../reports/audit.ts';
import { accountNames } from './account-names.ts';
import { consoleLink } from './console-link.ts';
import { html, type Markup, verbatim, visible } from './markup.ts';
import { hiddenUnless, type ListRow, linkSlot, pagedList, slot } from './paged-list.ts';
import { clockOf, dayOf, joined, shownName } from './words.ts';

const PAGE = 50;
/** Characters of a finding's text that the table shows; the details contain all of it. */
const SHOWN_TEXT = 400;
/** Characters of a name that fit into the table; a name has at most 255. */
const LONG_NAME = 60;

/** Lists all findings. The browser filters, sorts and pages them. */
export function findingsSection(report: AuditReport): Markup {
  const rows = report.findings.map((finding) => findingRow(finding, accountNames(report)));
  if (rows.length === 0) {
    return html`<section class="card calm" id="findings" aria-labelledby="findings-title">
<h2 id="findings-title">${say`Findings`}</h2><p>${calmText(report)}</p></section>`;
  }
  const hasStatus = report.against !== undefined;
  return html`<section class="card" id="findings" aria-labelledby="findings-title">
<h2 id="findings-title">${say`Findings`}</h2>
${pagedList({
  id: 'findings',
  title: say`Findings`,
  size: PAGE,
  counted: (number) => howMany(number, 'finding'),
  rows,
  controls: controls(report, rows),
  entry: (row) => entry(row),
  frame: (entries) => html`<table role="table" class="findings" aria-labelledby="findings-title">
<thead role="rowgroup"><tr role="row">${COLUMNS.map(
    ([key, title]) =>
      html`<th role="columnheader" scope="col" class="c-${key}"${verbatim(
        key === 'severity' ? ' aria-sort="descending"' : '',
      )}><button type="button" data-sort="${key}">${sayText(title)}</button></th>`,
  )}</tr></thead>
<tbody role="rowgroup" data-rows>${entries}</tbody>
</table>`,
})}
${hasStatus ? fixed(report) : undefined}
</section>`;
}

function calmText({ summary }: AuditReport): string {
  if (isNothingJudged(summary)) return say`Nothing was judged.`;
  if (summary.inLine === summary.groups) return say`None. Every judged group matches the baseline.`;
  return say`None. The baseline does not say what every group may admit.`;
}

const COLUMNS = [
  ['severity', toSay('Severity')],
  ['group', toSay('Security group')],
  ['title', toSay('Finding')],
  ['place', toSay('Where')],
] as const;

function entry(row: ListRow): Markup {
  return html`<tr role="row" data-kind="${row.severity ?? ''}">
<td role="cell" class="c-severity">${slot(row, 'severity', 'span', 'badge')}${slot(row, 'status', 'span', 'status')}</td>
<th role="rowheader" scope="row" class="c-group">${slot(row, 'group', 'span', 'name')}${slot(row, 'id', 'code')}${linkSlot(row)}</th>
<td role="cell" class="c-title">${slot(row, 'title', 'strong')}${slot(row, 'text', 'span', 'say')}<details data-if="more"${hiddenUnless(row, 'more')}><summary>${say`Details`}<span class="vh" data-slot="of">${row.of ?? ''}</span></summary><dl>${FACTS.map(
    ([name, title]) =>
      html`<div data-if="${name}"${hiddenUnless(row, name)}><dt>${sayText(title)}</dt><dd data-slot="${name}">${row[name] ?? ''}</dd></div>`,
  )}</dl>${slot(row, 'mend', 'pre')}</details></td>
<td role="cell" class="c-place">${slot(row, 'account')}${slot(row, 'region')}${slot(row, 'file')}</td>
</tr>`;
}

const FACTS = [
  ['whole', toSay('In full')],
  ['name', toSay('Name')],
  ['ids', toSay('Rules')],
  ['baseline', toSay('Baseline entry')],
  ['vpc', 'VPC'],
  ['attached', toSay('Attached to')],
  ['addresses', toSay('Public address')],
  ['changed', toSay('Last changed')],
] as const;

function findingRow(finding: AuditFinding, named: (account: string) => string): ListRow {
  const { severity, code, status, group, account, region, file, baseline, context, mend, unexpected } =
    finding;
  const name = shownName(group?.name || group?.id || '');
  const title = sayText(describeCode(code).title);
  const text = describe(finding);
  const isLong = text.length > SHOWN_TEXT;
  const row = {
    severity,
    status: status === 'new' ? say`new` : '',
    group: name,
    // The table shows only the beginning of a long name.
    name: name.length > LONG_NAME ? name : '',
    id: group?.id === name ? '' : (group?.id ?? ''),
    link: consoleLink(region, group?.id) ?? '',
    title,
    text: isLong ? `${text.slice(0, SHOWN_TEXT)}…` : text,
    whole: isLong ? text : '',
    account: named(account),
    region,
    file: file ?? '',
    place: joined(named(account), region, file),
    ids: [...new Set(unexpected.flatMap(({ ids }) => ids))].join(', '),
    baseline: baseline ?? '',
    vpc: group?.vpcId ?? '',
    attached: attachedText(context),
    addresses: (context?.publicAddresses ?? []).join(', '),
    changed: changedText(context),
    mend: mend.join('\n'),
    of: ` ${name}: ${title}`,
    more: '',
  };
  const more = FACTS.some(([key]) => row[key] !== '') || row.mend !== '';
  return shown({ ...row, more: more ? 'yes' : '' });
}

/** Removes empty slots, so that a report with 5,000 findings remains small. */
function shown(row: Record<string, string>): ListRow {
  return Object.fromEntries(
    Object.entries(row)
      .filter(([, text]) => text !== '')
      .map(([key, text]) => [key, key === 'mend' ? text.split('\n').map(visible).join('\n') : visible(text)]),
  );
}

function attachedText(context: AuditContext | undefined): string {
  if (context?.attached === undefined) return '';
  if (!context.attached) return say`nothing`;
  const names = [...new Set(context.attachments.map(({ kind, name }) => `${kind} ${name}`))];
  const more = context.attachmentCount - context.attachments.length;
  return more > 0 ? say`${names.join(', ')} and ${quantity(more)} more` : names.join(', ');
}

function changedText(context: AuditContext | undefined): string {
  const change = context?.lastChange;
  if (change === undefined) return '';
  return `${dayOf(change.time)}, ${clockOf(change.time)} (${change.eventName}): ${describeOrigin(change)}`;
}

function controls({ summary, against }: AuditReport, rows: readonly ListRow[]): Markup {
  const found = [...SEVERITIES].reverse().filter((severity) => summary.severities[severity] > 0);
  return html`<form class="controls" data-js hidden>
<label class="search"><span>${say`Filter`}</span><input type="search" name="q" placeholder="${say`group, port, address, account…`}" autocomplete="off" spellcheck="false"></label>
<fieldset class="chips"><legend class="vh">${say`Severity`}</legend>${found.map(
    (severity) =>
      html`<label class="chip" data-kind="${severity}"><input type="checkbox" name="severity" value="${severity}" checked><span>${severity}</span> <b>${quantity(summary.severities[severity])}</b></label>`,
  )}</fieldset>
${choice('title', say`Kind`, values(rows, 'title'))}
${choice('place', say`Where`, values(rows, 'place'))}
${against === undefined ? undefined : choice('status', say`Since the earlier report`, [say`new`])}
<button type="reset" class="quiet">${say`Clear`}</button>
</form>`;
}

function choice(name: string, title: string, options: readonly string[]): Markup | undefined {
  if (options.length < 2 && name !== 'status') return undefined;
  return html`<label class="choice"><span>${title}</span><select name="${name}"><option value="">${say`all`}</option>${options.map(
    (option) => html`<option>${option}</option>`,
  )}</select></label>`;
}

function values(rows: readonly ListRow[], key: string): string[] {
  return [...new Set(rows.map((row) => row[key] ?? ''))].filter((text) => text !== '').sort();
}

const MOST_FIXED = 200;

function fixed({ against }: AuditReport): Markup | undefined {
  if (against === undefined || against.fixed.length === 0) return undefined;
  const shown = against.fixed.slice(0, MOST_FIXED);
  const more = against.fixed.length - shown.length;
  return html`<details class="fixed"><summary>${say`Fixed since ${dayOf(against.time)} (${quantity(against.fixed.length)})`}</summary>
<ul>${shown.map(
    (finding) =>
      html`<li><s><strong>${shownName(finding.group?.name || finding.group?.id || '')}</strong> ${describe(finding)}</s></li>`,
  )}</ul>${more > 0 ? html`<p class="note">${say`and ${quantity(more)} more`}</p>` : undefined}</details>`;
}
