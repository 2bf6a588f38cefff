import type { AuditReport } from '../../../reports/audit.ts';
import { scopePlace } from '../../scope-place.ts';
import { unknownText } from '../unknown-text.ts';
import { html, type Markup } from './markup.ts';
import { count, quantity } from './words.ts';

/** A table with more places is collapsed. */
const FEW = 8;

/** Lists the accounts, Regions or files, and for each whether it was read and why parts are missing. */
export function coverageSection({ scopes, unknown }: AuditReport): Markup {
  const notes = scopes.flatMap((scope) => scope.notes.map((note) => ({ place: scopePlace(scope), note })));
  const table = html`<div class="scroll" role="group" aria-label="Places" tabindex="0"><table class="plain">
<thead><tr><th scope="col">Place</th><th scope="col" class="number">Groups</th><th scope="col" class="number">Rules</th><th scope="col">Read</th></tr></thead>
<tbody>${scopes.map(
    (scope) =>
      html`<tr><th scope="row">${scopePlace(scope)}</th><td class="number">${quantity(scope.groups)}</td><td class="number">${quantity(scope.rules)}</td><td>${scope.error === undefined ? 'yes' : `no: ${scope.error.message}`}</td></tr>`,
  )}</tbody></table></div>`;
  return html`<section class="card" id="coverage" aria-labelledby="coverage-title">
<h2 id="coverage-title">Coverage</h2>
${scopes.length > FEW ? html`<details><summary>${count(scopes.length, 'place')}</summary>${table}</details>` : table}
${notes.length === 0 ? undefined : html`<ul class="notes">${notes.map(({ place, note }) => html`<li><strong>${place}</strong> ${note}</li>`)}</ul>`}
${
  unknown.length === 0
    ? undefined
    : html`<h3>Not judged, because the values are unknown</h3><ul class="notes">${unknown.map(
        (one) => html`<li>${unknownText(one)}</li>`,
      )}</ul>`
}
</section>`;
}
