/** Browser code that filters, sorts and pages the lists, which paged-list.ts writes. */
export const LISTS = String.raw`
const RANKS = ['info', 'low', 'medium', 'high', 'critical'];
const collator = new Intl.Collator('en', { numeric: true });
const number = new Intl.NumberFormat('en');
const lists = [];

function setUpList(root) {
  const data = root.querySelector('script[type="application/json"]');
  const list = {
    root,
    rows: JSON.parse(data.textContent),
    size: Number(root.dataset.size),
    words: JSON.parse(root.dataset.words),
    template: root.querySelector('template').content.firstElementChild,
    body: root.querySelector('[data-rows]'),
    frame: root.querySelector('table, ol'),
    form: root.querySelector('form'),
    count: root.querySelector('[data-count]'),
    none: root.querySelector('[data-none]'),
    pager: root.querySelector('[data-pager]'),
    page: 0,
    sort: undefined,
  };
  list.found = list.rows;
  list.form?.addEventListener('input', () => refresh(list));
  list.form?.addEventListener('submit', (event) => event.preventDefault());
  list.form?.addEventListener('reset', () => setTimeout(() => refresh(list)));
  for (const button of list.pager.querySelectorAll('[data-step]')) {
    button.addEventListener('click', () => {
      list.page += Number(button.dataset.step);
      show(list);
      list.frame.scrollIntoView({ block: 'nearest' });
    });
  }
  for (const button of root.querySelectorAll('[data-sort]')) {
    button.addEventListener('click', () => sortBy(list, button));
  }
  showPager(list);
  lists.push(list);
}

/** Filters and sorts the rows by the form and the headers, and shows the first page. */
function refresh(list) {
  const matches = list.form ? filterOf(list.form) : () => true;
  list.found = list.rows.filter(matches);
  if (list.sort) list.found.sort(list.sort);
  list.page = 0;
  show(list);
}

function filterOf(form) {
  const words = (form.elements.q?.value ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  const selects = [...form.querySelectorAll('select')].filter((select) => select.value !== '');
  const boxes = [...form.querySelectorAll('[name="severity"]')];
  const kept = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
  const all = kept.size === boxes.length;
  return (row) =>
    (all || kept.has(row.severity)) &&
    selects.every((select) => row[select.name] === select.value) &&
    words.every((word) => textOf(row).includes(word));
}

const texts = new WeakMap();

/** Returns the searchable text of a row; in the matrix, also the names of its ports. */
function textOf(row) {
  let text = texts.get(row);
  if (text === undefined) {
    text = Object.entries(row)
      .filter(([key]) => key !== 'more' && key !== 'of' && key !== 'link')
      .map(([key, value]) => (/\d/.test(key) ? key + ' ' + value : value))
      .join('\n')
      .toLowerCase();
    texts.set(row, text);
  }
  return text;
}

function sortBy(list, button) {
  const key = button.dataset.sort;
  const header = button.closest('th');
  const first = key === 'severity' ? 'descending' : 'ascending';
  const now = header.getAttribute('aria-sort');
  const direction = now === null ? first : now === 'ascending' ? 'descending' : 'ascending';
  for (const other of header.parentElement.children) other.removeAttribute('aria-sort');
  header.setAttribute('aria-sort', direction);
  const sign = direction === 'ascending' ? 1 : -1;
  const compare =
    key === 'severity'
      ? (a, b) => RANKS.indexOf(a.severity) - RANKS.indexOf(b.severity)
      : (a, b) => collator.compare(a[key] ?? '', b[key] ?? '');
  list.sort = (a, b) => sign * compare(a, b);
  refresh(list);
}

/** Shows one page or, with whole, every row that matches the filter (for printing). */
function show(list, whole = false) {
  const from = whole ? 0 : list.page * list.size;
  const rows = whole ? list.found : list.found.slice(from, from + list.size);
  list.body.replaceChildren(...rows.map((row) => fill(list.template.cloneNode(true), row)));
  list.frame.hidden = rows.length === 0;
  list.none.hidden = rows.length > 0;
  list.count.textContent = countText(list, from, rows.length);
  showPager(list);
}

function countText({ rows, found, words, size }, from, shown) {
  const all = filled(rows.length === 1 ? words.one : words.many, number.format(rows.length));
  const part = found.length === rows.length ? all : filled(words.of, number.format(found.length), all);
  if (found.length <= size || shown === found.length) return part;
  return filled(words.of, number.format(from + 1) + '–' + number.format(from + shown), part);
}

function filled(text, ...values) {
  return text.replace(/\{(\d)\}/g, (_, index) => values[index]);
}

function showPager(list) {
  const pages = Math.ceil(list.found.length / list.size);
  list.pager.hidden = pages < 2;
  list.pager.querySelector('[data-page]').textContent = filled(list.words.page, list.page + 1, pages);
  for (const button of list.pager.querySelectorAll('[data-step]')) {
    const target = list.page + Number(button.dataset.step);
    button.disabled = target < 0 || target >= pages;
  }
}

function fill(node, row) {
  node.dataset.kind = row.severity ?? row.kind ?? '';
  for (const slot of node.querySelectorAll('[data-slot]')) slot.textContent = row[slot.dataset.slot] ?? '';
  for (const part of node.querySelectorAll('[data-if]')) part.hidden = !row[part.dataset.if];
  for (const link of node.querySelectorAll('[data-link]')) {
    if (row.link) link.href = row.link;
  }
  for (const cell of node.querySelectorAll('[data-mark]')) {
    const [reach = '', judgement = '', text = ''] = (row[cell.dataset.mark] ?? '').split('|');
    const mark = cell.firstElementChild;
    mark.dataset.reach = reach;
    mark.dataset.judgement = judgement;
    mark.firstElementChild.textContent = text;
    if (text) mark.title = cell.dataset.name + ' ' + text;
  }
  return node;
}
`;
