import { howMany, quantity, say } from '../../../core/words/say.ts';
import type { AuditReport } from '../../../reports/audit.ts';
import { scopePlace } from '../../scope-place.ts';
import { unknownText } from '../unknown-text.ts';
import { html, type Markup } from './markup.ts';
import { joined } from './words.ts';

/** A table with more places is collapsed. */
const FEW = 8;

/** Lists the accounts, Regions or files, and for each whether it was read and why parts are missing. */
export function coverageSection({ scopes, unknown }: AuditReport): Markup {
  const notes = scopes.flatMap((scope) => scope.notes.map((note) => ({ place: scopePlace(scope), note })));
  const table = html`<div class="scroll" role="group" aria-label="${say`Places`}" tabindex="0"><table class="plain">
<thead><tr><th scope="col">${say`Place`}</th><th scope="col" class="number">${say`Groups`}</th><th scope="col" class="number">${say`Rules`}</th><th scope="col">${say`Read`}</th></tr></thead>
<tbody>${scopes.map(
    (scope) =>
      html`<tr><th scope="row">${joined(scope.alias, scopePlace(scope))}</th><td class="number">${quantity(scope.groups)}</td><td class="number">${quantity(scope.rules)}</td><td>${scope.error === undefined ? say`yes` : say`no: ${scope.error.message}`}</td></tr>`,
  )}</tbody></table></div>`;
  return html`<section class="card" id="coverage" aria-labelledby="coverage-title">
<h2 id="coverage-title">${say`Coverage`}</h2>
${scopes.length > FEW ? html`<details><summary>${howMany(scopes.length, 'place')}</summary>${table}</details>` : table}
${notes.length === 0 ? undefined : html`<ul class="notes">${notes.map(({ place, note }) => html`<li><strong>${place}</strong> ${note}</li>`)}</ul>`}
${
  unknown.length === 0
    ? undefined
    : html`<h3>${say`Not judged, because the values are unknown`}</h3><ul class="notes">${unknown.map(
        (one) => html`<li>${unknownText(one)}</li>`,
      )}</ul>`
}
</section>`;
}
