import { say, sayText, spoken, toSay } from '../../../core/words/say.ts';
import type { AuditReport } from '../../../reports/audit.ts';
import { PRODUCT } from '../../product.ts';
import { sha256Source } from '../../sha256.ts';
import { accountNames } from './account-names.ts';
import { actionsSection } from './actions.ts';
import { coverageSection } from './coverage.ts';
import { exposureSection } from './exposure.ts';
import { findingsSection } from './findings.ts';
import { html, verbatim } from './markup.ts';
import { SCRIPT } from './script.ts';
import { STYLES } from './styles.ts';
import { summarySection } from './summary.ts';
import { timelineSection } from './timeline.ts';
import { clockOf, dayOf, joined } from './words.ts';

/**
 * Writes the report as one HTML document without external resources. Its Content-Security-Policy allows exactly one
 * style and one script, by their hashes. Both are the same in every report; the content of a report is only data.
 */
export function auditHtml(report: AuditReport): string {
  const policy = [
    "default-src 'none'",
    `style-src '${sha256Source(STYLES)}'`,
    `script-src '${sha256Source(SCRIPT)}'`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ');
  const title = report.title ?? say`Security group audit`;
  const themes = [say`Theme: system`, say`Theme: light`, say`Theme: dark`];
  return html`<!doctype html>
<html lang="${spoken()}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="${PRODUCT.name} ${report.version}">
<title>${title}, ${dayOf(report.time)}</title>
<style>${verbatim(STYLES)}</style>
</head>
<body>
<a class="skip" href="#findings">${say`Skip to the findings`}</a>
<header>
<div><p class="mark">${PRODUCT.name}</p>
<h1>${title}</h1>
<p class="meta">${joined(placeOf(report), `${dayOf(report.time)}, ${clockOf(report.time)}`, say`judged against ${report.baseline}`, sayText(SOURCES[report.source]))}</p></div>
<button type="button" class="quiet" data-theme-switch="${JSON.stringify(themes)}" data-js hidden>${themes[0]}</button>
</header>
<main>
${summarySection(report)}
${actionsSection(report)}
${exposureSection(report)}
${findingsSection(report)}
${timelineSection(report)}
${coverageSection(report)}
</main>
<footer><p>${say`Created by ${PRODUCT.name} ${report.version}. This file loads nothing and sends nothing.`}</p></footer>
<script>${verbatim(SCRIPT)}</script>
</body>
</html>
`.text;
}

const SOURCES: Record<AuditReport['source'], string> = {
  live: toSay('read from AWS'),
  files: toSay('read from files'),
  plan: toSay('read from a plan'),
  template: toSay('read from a template'),
};

/** The account of a report about a single one. */
function placeOf(report: AuditReport): string | undefined {
  const [account, ...others] = [...new Set(report.scopes.map((scope) => scope.account))];
  return account === undefined || others.length > 0 ? undefined : accountNames(report)(account);
}
