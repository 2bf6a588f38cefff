/** Browser code of the page: start, theme, printing. */
export const PAGE = `
for (const root of document.querySelectorAll('[data-list]')) setUpList(root);
for (const part of document.querySelectorAll('[data-js]')) part.hidden = false;

const THEMES = ['system', 'light', 'dark'];
const themeSwitch = document.querySelector('[data-theme-switch]');
const themeTexts = JSON.parse(themeSwitch.dataset.themeSwitch);
themeSwitch.addEventListener('click', () => {
  const root = document.documentElement;
  const next = THEMES[(THEMES.indexOf(root.dataset.theme ?? 'system') + 1) % THEMES.length];
  root.dataset.theme = next;
  themeSwitch.textContent = themeTexts[THEMES.indexOf(next)];
});

/** A printout shows all rows and all details. */
const unfolded = [];
addEventListener('beforeprint', () => {
  for (const list of lists) show(list, true);
  for (const details of document.querySelectorAll('details:not([open])')) {
    details.open = true;
    unfolded.push(details);
  }
});
addEventListener('afterprint', () => {
  for (const details of unfolded.splice(0)) details.open = false;
  for (const list of lists) show(list);
});
`;
