/** Colours, type, header, summary, cards, printing. */
export const PAGE_STYLES = `
:root {
  color-scheme: light dark;
  --paper: light-dark(#f6f5f1, #111316);
  --card: light-dark(#ffffff, #191c20);
  --ink: light-dark(#1c1e22, #eae8e3);
  --soft: light-dark(#585d66, #a6abb3);
  --line: light-dark(#e5e2da, #2c3036);
  --well: light-dark(#f3f2ed, #22262b);
  --accent: light-dark(#1f4fbf, #9db9ff);
  --critical: light-dark(#be123c, #fb7185);
  --critical-ink: light-dark(#8f1138, #ffc2cf);
  --critical-tint: light-dark(#fce7ec, #461626);
  --high: light-dark(#dd5a0b, #fb923c);
  --high-ink: light-dark(#8f3207, #ffd0b0);
  --high-tint: light-dark(#fdeee2, #43210f);
  --medium: light-dark(#d3970a, #f4c542);
  --medium-ink: light-dark(#6d4700, #f7dc8d);
  --medium-tint: light-dark(#fbf3d8, #38300f);
  --low: light-dark(#0b8aa3, #4cc9e0);
  --low-ink: light-dark(#0a4f5d, #aae6f1);
  --low-tint: light-dark(#e0f3f6, #10343c);
  --info: light-dark(#7b8493, #8f98a6);
  --info-ink: light-dark(#474e59, #c8cdd5);
  --info-tint: light-dark(#eceef1, #2a2e35);
  --good: light-dark(#24794a, #6fd39b);
  --good-ink: light-dark(#1b6139, #a9e6c3);
  --mono: ui-monospace, "SF Mono", "Cascadia Mono", "JetBrains Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
:root[data-theme="light"] { color-scheme: light; }
:root[data-theme="dark"] { color-scheme: dark; }
*, ::before, ::after { box-sizing: border-box; }
[hidden] { display: none !important; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0 auto; padding: 0 1.5rem 3rem; max-width: 78rem;
  background: var(--paper); color: var(--ink);
  font: 400 0.9375rem/1.5 Inter, ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  -webkit-font-smoothing: antialiased;
}
h1, h2, h3, p, dl, dd, ul, ol, figure { margin: 0; padding: 0; }
ul, ol { list-style: none; }
h1 { font-size: 1.75rem; line-height: 1.2; font-weight: 650; letter-spacing: -0.022em; }
h2 { font-size: 1.125rem; line-height: 1.3; font-weight: 620; letter-spacing: -0.012em; }
h3 { font-size: 0.875rem; font-weight: 620; }
code, pre { font-family: var(--mono); font-size: 0.8125rem; }
a { color: var(--accent); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
.vh { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: -100rem; top: 0.5rem; padding: 0.5rem 1rem; background: var(--card); border-radius: 6px; z-index: 9; }
.skip:focus { left: 1.5rem; }

header { display: flex; justify-content: space-between; align-items: flex-start; gap: 1rem; padding: 2.75rem 0 1.75rem; }
.mark { color: var(--soft); font-size: 0.8125rem; font-weight: 560; letter-spacing: 0.01em; margin-bottom: 0.375rem; }
.meta { color: var(--soft); margin-top: 0.5rem; overflow-wrap: anywhere; }
footer { color: var(--soft); font-size: 0.8125rem; padding-top: 1.75rem; }

button, select, input { font: inherit; color: inherit; }
button { cursor: pointer; }
.quiet {
  background: none; border: 1px solid var(--line); border-radius: 999px; padding: 0.25rem 0.8rem;
  color: var(--soft); font-size: 0.8125rem; white-space: nowrap;
}
.quiet:hover { color: var(--ink); border-color: var(--soft); }

.card, .verdict { background: var(--card); border: 1px solid var(--line); border-radius: 14px; padding: 1.625rem 1.75rem 1.75rem; margin-bottom: 1.25rem; }
.card > h2 { margin-bottom: 0.25rem; }
.lead { color: var(--soft); margin-bottom: 1rem; }
.note, .hint { color: var(--soft); font-size: 0.8125rem; }

.sentence { font-size: clamp(1.375rem, 1rem + 1.6vw, 1.875rem); line-height: 1.25; font-weight: 560; letter-spacing: -0.022em; }
.sentence em { font-style: normal; color: var(--critical-ink); }
.sentence em.good { color: var(--good-ink); }
.sentence em.none { color: var(--soft); }
.also { margin-top: 0.375rem; font-size: 1.0625rem; color: var(--soft); }
.also em { font-style: normal; color: var(--ink); }
.severities { margin-top: 1.375rem; }
.severities svg { display: block; width: 100%; height: 10px; border-radius: 5px; }
.severities rect[data-kind] { fill: var(--c); }
.severities ul { display: flex; flex-wrap: wrap; gap: 0.375rem 1.375rem; margin-top: 0.75rem; color: var(--soft); }
.severities li { display: flex; align-items: center; gap: 0.4375rem; }
.severities i { width: 10px; height: 10px; border-radius: 3px; background: var(--c); print-color-adjust: exact; forced-color-adjust: none; }
.severities b { color: var(--ink); font-weight: 620; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(10.5rem, 1fr)); gap: 1.125rem 1.5rem; margin-top: 1.625rem; padding-top: 1.375rem; border-top: 1px solid var(--line); }
.tile dt { color: var(--soft); font-size: 0.8125rem; font-weight: 540; }
.tile dd { font-size: 1.875rem; line-height: 1.2; font-weight: 600; letter-spacing: -0.03em; }
.tile dd.small { font-size: 0.8125rem; line-height: 1.4; font-weight: 400; letter-spacing: 0; color: var(--soft); }
.tile[data-kind="critical"] dd:not(.small) { color: var(--critical-ink); }
.tile[data-kind="high"] dd:not(.small) { color: var(--high-ink); }
.tile[data-kind="good"] dd:not(.small) { color: var(--good-ink); }
.alert { margin-top: 1.5rem; padding: 0.875rem 1.125rem; border-radius: 10px; background: var(--high-tint); color: var(--high-ink); }
.alert h2 { font-size: 0.9375rem; margin-bottom: 0.25rem; }
.alert li { overflow-wrap: anywhere; }
.alert .hint { color: inherit; display: block; }

[data-kind="critical"] { --c: var(--critical); --ci: var(--critical-ink); --ct: var(--critical-tint); }
[data-kind="high"], [data-kind="failed"] { --c: var(--high); --ci: var(--high-ink); --ct: var(--high-tint); }
[data-kind="medium"] { --c: var(--medium); --ci: var(--medium-ink); --ct: var(--medium-tint); }
[data-kind="low"] { --c: var(--low); --ci: var(--low-ink); --ct: var(--low-tint); }
[data-kind="info"] { --c: var(--info); --ci: var(--info-ink); --ct: var(--info-tint); }

@media (max-width: 40rem) {
  body { padding: 0 0.875rem 2rem; }
  header { padding: 1.75rem 0 1.25rem; }
  h1 { font-size: 1.5rem; }
  .card, .verdict { padding: 1.25rem 1.125rem; border-radius: 12px; }
  .tiles { grid-template-columns: repeat(2, minmax(0, 1fr)); }
}
@page { margin: 14mm 12mm; }
@media print {
  :root { color-scheme: light; --paper: #fff; }
  body { max-width: none; padding: 0; font-size: 9pt; }
  header { padding: 0 0 1rem; }
  .card, .verdict { border: 0; border-top: 1px solid var(--line); border-radius: 0; padding: 1rem 0; }
  .controls, .pager, .skip, .quiet, .count, .c-title summary, .findings thead { display: none !important; }
  tr, li, .tile { break-inside: avoid; }
  h2 { break-after: avoid; }
  .scroll { overflow: visible !important; }
}
`;
