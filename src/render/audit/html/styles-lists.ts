/** Controls, tables, the matrix and the timeline. */
export const LIST_STYLES = `
.controls { display: flex; flex-wrap: wrap; align-items: flex-end; gap: 0.625rem 0.875rem; margin: 0.75rem 0 0.25rem; }
.controls label > span:first-child { display: block; color: var(--soft); font-size: 0.75rem; margin-bottom: 0.1875rem; }
.search { flex: 1 1 14rem; }
.search input, .choice select { width: 100%; height: 2.25rem; padding: 0 0.75rem; border: 1px solid var(--line); border-radius: 8px; background: var(--well); }
.search input::placeholder { color: var(--soft); opacity: 1; }
.choice { flex: 0 1 11rem; min-width: 8rem; }
.chips { display: flex; flex-wrap: wrap; gap: 0.375rem; border: 0; margin: 0; padding: 0; min-width: 0; }
.chip { display: inline-flex; align-items: center; gap: 0.375rem; height: 2.25rem; padding: 0 0.75rem; border: 1px solid var(--line); border-radius: 8px; color: var(--soft); font-size: 0.8125rem; cursor: pointer; user-select: none; }
.controls .chip > span { display: inline; font-size: inherit; margin: 0; color: inherit; }
.chip b { font-weight: 600; }
.chip input { position: absolute; opacity: 0; width: 1px; height: 1px; }
.chip:has(:checked) { background: var(--ct); border-color: transparent; color: var(--ci); }
.chip:not(:has(:checked)) span { text-decoration: line-through; }
.chip:has(:focus-visible) { outline: 2px solid var(--accent); outline-offset: 2px; }
.controls .quiet { height: 2.25rem; }
.count { color: var(--soft); font-size: 0.8125rem; margin: 0.75rem 0 0.5rem; font-variant-numeric: tabular-nums; }
.none { padding: 2rem 0; text-align: center; color: var(--soft); }
.pager { display: flex; align-items: center; justify-content: flex-end; gap: 0.875rem; margin-top: 0.875rem; color: var(--soft); font-size: 0.8125rem; font-variant-numeric: tabular-nums; }
.pager button { height: 2rem; padding: 0 0.875rem; border: 1px solid var(--line); border-radius: 8px; background: var(--card); color: var(--ink); }
.pager button:hover:enabled { border-color: var(--soft); }
.pager button:disabled { color: var(--soft); cursor: default; opacity: 0.6; }

table { border-collapse: collapse; width: 100%; text-align: left; }
th { font-weight: inherit; }
.scroll { position: relative; overflow-x: auto; margin: 0 -0.25rem; padding: 0 0.25rem; }
.plain th, .plain td { padding: 0.4375rem 1rem 0.4375rem 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
.plain thead th { color: var(--soft); font-size: 0.75rem; font-weight: 540; }
.plain .number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.plain tr:last-child > * { border-bottom: 0; }
.notes { margin-top: 0.75rem; color: var(--soft); font-size: 0.8125rem; }
.notes li { overflow-wrap: anywhere; }
#coverage h3 { margin-top: 1.25rem; }

.findings { table-layout: fixed; }
.findings thead th { padding: 0 1rem 0.375rem 0; border-bottom: 1px solid var(--line); }
.findings thead button { background: none; border: 0; padding: 0.25rem 0; color: var(--soft); font-size: 0.75rem; font-weight: 540; }
.findings thead button:hover { color: var(--ink); }
.findings thead button::after { content: "↕"; margin-left: 0.3125rem; opacity: 0.45; }
.findings [aria-sort] button { color: var(--ink); }
.findings [aria-sort="ascending"] button::after { content: "↑"; opacity: 1; }
.findings [aria-sort="descending"] button::after { content: "↓"; opacity: 1; }
.findings tbody > tr > * { padding: 0.8125rem 1rem 0.8125rem 0; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere; }
.findings tbody > tr:last-child > * { border-bottom: 0; }
.c-severity { width: 6.75rem; }
.c-group { width: 13.5rem; }
.c-place { width: 9.5rem; }
.badge { display: inline-block; padding: 0.0625rem 0.5625rem; border-radius: 6px; background: var(--ct); color: var(--ci); font-size: 0.75rem; font-weight: 600; line-height: 1.25rem; print-color-adjust: exact; }
.status { display: block; width: max-content; margin-top: 0.3125rem; padding: 0 0.4375rem; border: 1px solid currentColor; border-radius: 6px; color: var(--accent); font-size: 0.6875rem; font-weight: 600; }
.c-group .name, .matrix .name { display: block; font-weight: 600; }
.c-group .id { color: var(--soft); font-size: 0.75rem; }
.c-group .name, .matrix .name, .first .name { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 3; overflow: hidden; }
.link { font-size: 0.75rem; white-space: nowrap; }
.c-group .link { display: block; width: max-content; margin-top: 0.1875rem; }
.first { margin-top: 0.75rem; }
.first li { display: grid; grid-template-columns: 5.5rem 1fr; gap: 0.75rem; padding: 0.6875rem 0; border-top: 1px solid var(--line); }
.first li:first-child { border-top: 0; }
.first li > div { min-width: 0; overflow-wrap: anywhere; }
.first .badge { justify-self: start; align-self: start; }
.first .where { color: var(--soft); font-size: 0.8125rem; }
.first details { margin-top: 0.3125rem; }
.c-title strong { display: block; font-weight: 600; }
.c-title .say { color: var(--soft); }
.c-title details { margin-top: 0.3125rem; font-size: 0.8125rem; }
summary { cursor: pointer; color: var(--accent); width: max-content; max-width: 100%; font-size: 0.8125rem; }
.c-title dl { margin-top: 0.5rem; display: grid; gap: 0.25rem; }
.c-title dl > div { display: grid; grid-template-columns: 7.5rem 1fr; gap: 0.75rem; }
dt { color: var(--soft); }
.mend, .commands { margin: 0.625rem 0 0; padding: 0.625rem 0.75rem; background: var(--well); border-radius: 8px; font-size: 0.75rem; white-space: pre-wrap; overflow-wrap: anywhere; user-select: all; }
.c-place > span { display: block; color: var(--soft); font-size: 0.8125rem; font-variant-numeric: tabular-nums; }
.fixed { margin-top: 1rem; }
.fixed li { padding: 0.25rem 0; color: var(--soft); overflow-wrap: anywhere; }

.reach { display: block; width: 14px; height: 14px; margin: auto; border-radius: 50%; forced-color-adjust: none; print-color-adjust: exact; }
.reach[data-reach=""] { width: 3px; height: 3px; background: var(--line); }
.reach { --r: var(--info); --halo: transparent; }
.reach[data-judgement="finding"] { --r: var(--critical); --halo: var(--critical-tint); }
.reach[data-judgement="allowed"] { --r: var(--good); }
.reach[data-reach="anywhere"] { background: var(--r); box-shadow: 0 0 0 3px var(--halo); }
.reach[data-reach="anywhere"][data-judgement="allowed"] { border-radius: 3px; }
.reach[data-reach="anywhere"][data-judgement="unmentioned"] { background: radial-gradient(var(--card) 25%, var(--r) 30%); }
.reach[data-reach="public"] { border: 2px solid var(--r); background: linear-gradient(90deg, var(--r) 50%, transparent 50%); }
.reach[data-reach="private"] { border: 2px solid var(--r); }
.reach[data-reach="reference"] { width: 11px; height: 11px; border: 2px solid var(--r); border-radius: 2px; transform: rotate(45deg); }
.reach[data-reach="unknown"] { border: 2px dotted var(--r); }
.legend { display: flex; flex-wrap: wrap; gap: 0.375rem 1.25rem; color: var(--soft); font-size: 0.8125rem; }
.legend li { display: flex; align-items: center; gap: 0.5rem; }
.legend .reach { margin: 0; flex: none; }
.matrix { width: auto; min-width: min(100%, 44rem); }
.matrix th, .matrix td { padding: 0; border-bottom: 1px solid var(--line); }
.matrix tbody th { position: sticky; left: 0; z-index: 1; background: var(--card); padding: 0.4375rem 1rem 0.4375rem 0; width: 19rem; min-width: 12.5rem; max-width: 20rem; overflow-wrap: anywhere; }
.matrix tbody tr:last-child > * { border-bottom: 0; }
.matrix tbody tr:hover > * { background: var(--well); }
.matrix .where { display: inline-block; white-space: nowrap; margin-right: 0.625rem; color: var(--soft); font-size: 0.75rem; font-variant-numeric: tabular-nums; }
.matrix tbody td { width: 2.75rem; min-width: 1.875rem; text-align: center; }
.matrix .first { padding-left: 1.125rem; }
.matrix tbody td.first { width: 3.875rem; min-width: 3rem; }
.matrix thead th, .matrix thead td { border-bottom: 0; color: var(--soft); font-size: 0.75rem; font-weight: 540; vertical-align: bottom; }
.matrix thead [scope="colgroup"] { white-space: nowrap; padding: 0.5rem 0 0.25rem 1.375rem; text-transform: capitalize; color: var(--ink); }
.matrix .corner { position: sticky; left: 0; z-index: 1; background: var(--card); padding-bottom: 0.5rem; }
.matrix .port { padding: 0.25rem 0 0.5rem; }
.matrix .port span { display: block; margin: 0 auto; writing-mode: vertical-rl; transform: rotate(180deg); white-space: nowrap; color: var(--ink); line-height: 1.2; }
.matrix .port.first { padding-left: 1.125rem; }
.matrix .port small { color: var(--soft); font-size: inherit; }
.matrix thead tr:last-child > * { border-bottom: 1px solid var(--line); }

.histogram svg { display: block; width: 100%; height: 2.75rem; fill: var(--accent); opacity: 0.85; }
.histogram .zero { fill: var(--line); }
.histogram figcaption { display: flex; justify-content: space-between; color: var(--soft); font-size: 0.75rem; margin-top: 0.25rem; }
.timeline > li { padding-left: 1.25rem; border-left: 2px solid var(--line); margin-left: 0.375rem; }
.timeline h3 { padding: 0.875rem 0 0.125rem; }
.change { position: relative; display: grid; grid-template-columns: 5.5rem 1fr; gap: 0.75rem; padding: 0.4375rem 0; }
.change::before { content: ""; position: absolute; left: calc(-1.25rem - 7px); top: 0.8125rem; width: 8px; height: 8px; border-radius: 50%; background: var(--c, var(--info)); border: 2px solid var(--card); box-sizing: content-box; print-color-adjust: exact; }
[data-kind="added"] { --c: var(--critical); }
[data-kind="removed"] { --c: var(--good); }
.time { color: var(--soft); font-variant-numeric: tabular-nums; font-size: 0.8125rem; line-height: 1.40625rem; }
.change strong { font-weight: 600; }
.change > div, .change pre { min-width: 0; overflow-wrap: anywhere; }
.error { color: var(--high-ink); font-size: 0.8125rem; margin-left: 0.375rem; }
.who { display: block; color: var(--soft); font-size: 0.8125rem; }
.change pre { margin: 0.25rem 0 0; white-space: pre-wrap; font-size: 0.75rem; }
.added { color: var(--critical-ink); }
.removed { color: var(--good-ink); }

@media print {
  .c-group .name, .matrix .name, .first .name { display: block; }
  .link { display: none; }
}
@media (max-width: 52rem) {
  .first li { grid-template-columns: 1fr; gap: 0.25rem; }
  .findings, .findings tbody, .findings tr, .findings th, .findings td { display: block; width: auto; }
  .findings thead tr { display: flex; flex-wrap: wrap; gap: 0 0.875rem; border-bottom: 1px solid var(--line); }
  .findings thead th { border: 0; padding: 0 0 0.25rem; }
  .findings tbody > tr { padding: 0.875rem 0; border-bottom: 1px solid var(--line); }
  .findings tbody > tr:last-child { border-bottom: 0; }
  .findings tbody > tr > * { padding: 0; border: 0; }
  .c-severity .badge { margin-bottom: 0.25rem; }
  .c-severity .status { display: inline-block; margin: 0 0 0 0.375rem; }
  .c-group { margin-bottom: 0.25rem; }
  .c-place > span { display: inline; margin-right: 0.625rem; }
  .choice { flex: 1 1 8rem; }
  .change { grid-template-columns: 1fr; gap: 0; }
  .matrix tbody th { width: auto; min-width: 8.5rem; max-width: 11rem; padding-right: 0.5rem; }
  .matrix thead [scope="colgroup"] { padding-left: 1.125rem; }
}
@media screen and (max-width: 52rem) {
  .c-title dl > div { grid-template-columns: 1fr; gap: 0; }
}
`;
