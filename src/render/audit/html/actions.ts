import { SEVERITIES } from '../../../core/baseline/baseline.ts';
import { describe } from '../../../core/finding/describe.ts';
import { say } from '../../../core/words/say.ts';
import type { AuditFinding, AuditReport } from '../../../reports/audit.ts';
import { accountNames } from './account-names.ts';
import { consoleLink } from './console-link.ts';
import { html, type Markup } from './markup.ts';
import { joined, shownName } from './words.ts';

const MOST = 3;
/** Characters of a finding's text; the list of findings contains all of it. */
const SHOWN_TEXT = 240;

/** The groups to fix first, each with the commands that restore it. With so few findings, the list of them is enough. */
export function actionsSection(report: AuditReport): Markup | undefined {
  const first = firstOf(report.findings);
  if (first.length === 0 || report.findings.length <= MOST) return undefined;
  const named = accountNames(report);
  return html`<section class="card" id="first" aria-labelledby="first-title">
<h2 id="first-title">${say`Fix these first`}</h2>
<ol class="first">${first.map((finding) => action(finding, named))}</ol>
</section>`;
}

function action(finding: AuditFinding, named: (account: string) => string): Markup {
  const { severity, group, account, region, file, mend, context } = finding;
  const name = shownName(group?.name || group?.id || '');
  const id = group?.id === name ? undefined : group?.id;
  const text = describe(finding);
  const link = consoleLink(region, group?.id);
  const address = context?.publicAddresses[0];
  const reached = address === undefined ? undefined : say`reachable at ${address}`;
  return html`<li data-kind="${severity}"><span class="badge">${severity}</span>
<div><strong class="name">${name}</strong> <span class="where">${joined(id, named(account), region, file, reached)}</span>
<p>${text.length > SHOWN_TEXT ? `${text.slice(0, SHOWN_TEXT)}…` : text}</p>
${link === undefined ? undefined : html`<a class="link" href="${link}" rel="noreferrer">${say`AWS console`}</a>`}
${mend.length === 0 ? undefined : html`<details><summary>${say`Commands`}</summary><pre class="commands">${mend.join('\n')}</pre></details>`}</div></li>`;
}

/**
 * The worst finding of each group. Of equally severe ones, those of groups that strangers can reach come first, then
 * those of groups with more findings.
 */
function firstOf(findings: readonly AuditFinding[]): AuditFinding[] {
  const groups = new Map<string, AuditFinding[]>();
  for (const finding of findings) {
    const { account, region, file, group, severity } = finding;
    if (severity === 'info') continue;
    const place = [account, region, file, group?.id].join('/');
    const known = groups.get(place);
    if (known === undefined) groups.set(place, [finding]);
    else known.push(finding);
  }
  return [...groups.values()]
    .flatMap(([worst, ...others]) => (worst === undefined ? [] : [{ worst, more: others.length }]))
    .sort((a, b) => weight(b.worst) - weight(a.worst) || b.more - a.more)
    .slice(0, MOST)
    .map(({ worst }) => worst);
}

function weight({ severity, context }: AuditFinding): number {
  const reached = (context?.publicAddresses.length ?? 0) > 0 ? 2 : context?.attached === true ? 1 : 0;
  return SEVERITIES.indexOf(severity) * 3 + reached;
}
