import type { AuditReport } from '../../../reports/audit.ts';
import { PRODUCT } from '../../product.ts';
import { sha256Source } from '../../sha256.ts';
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
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="${PRODUCT.name} ${report.version}">
<title>Security group audit, ${dayOf(report.time)}</title>
<style>${verbatim(STYLES)}</style>
</head>
<body>
<a class="skip" href="#findings">Skip to the findings</a>
<header>
<div><p class="mark">${PRODUCT.name}</p>
<h1>Security group audit</h1>
<p class="meta">${joined(`${dayOf(report.time)}, ${clockOf(report.time)}`, `judged against ${report.baseline}`, SOURCES[report.source])}</p></div>
<button type="button" class="quiet" data-theme-switch data-js hidden>Theme: system</button>
</header>
<main>
${summarySection(report)}
${exposureSection(report)}
${findingsSection(report)}
${timelineSection(report)}
${coverageSection(report)}
</main>
<footer><p>Created by ${PRODUCT.name} ${report.version}. This file loads nothing and sends nothing.</p></footer>
<script>${verbatim(SCRIPT)}</script>
</body>
</html>
`.text;
}

const SOURCES: Record<AuditReport['source'], string> = {
  live: 'read from AWS',
  files: 'read from files',
  plan: 'read from a plan',
  template: 'read from a template',
};
