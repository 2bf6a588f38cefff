import { quantity, say } from '../../../core/words/say.ts';
import { dataBlock, html, type Markup, verbatim } from './markup.ts';

/** One entry of a list: the texts of its slots by name. Empty slots are hidden. */
export type ListRow = Readonly<Record<string, string>>;

export interface PagedList {
  id: string;
  /** Heading of its section. */
  title: string;
  /** Rows per page. */
  size: number;
  /** `1 finding`, `5,000 findings` */
  counted(rows: number): string;
  rows: readonly ListRow[];
  /** Writes one entry. It is called with an empty row for the template that the script fills. */
  entry(row: ListRow): Markup;
  /** Wraps the entries in their table or list. */
  frame(entries: Markup): Markup;
  /** Form with the filters of the list. */
  controls?: Markup | undefined;
}

/**
 * Writes a list that shows one page at a time. The first page works without JavaScript. The script (script.ts) creates
 * the other pages from a template that the same `entry` function wrote.
 */
export function pagedList(list: PagedList): Markup {
  const { id, size, rows, counted } = list;
  const first = rows.slice(0, size);
  const more = rows.length > size;
  return html`<div class="list" data-list="${id}" data-size="${size}" data-words="${wordsOf(list)}">
${list.controls}
<p class="count" role="status" data-count>${
    more ? say`${`1–${quantity(size)}`} of ${counted(rows.length)}` : counted(rows.length)
  }</p>
${list.frame(html`${first.map((row) => list.entry(row))}`)}
<p class="none" data-none hidden>${say`Nothing matches.`}</p>
${
  more
    ? html`<noscript><p class="note">${say`Without JavaScript, this page shows only the first ${size}. The formats json and csv contain all of them.`}</p></noscript>`
    : undefined
}
<nav class="pager" data-pager aria-label="${`${list.title}: ${say`Pages`}`}" hidden>
<button type="button" data-step="-1">${say`Previous`}</button><span data-page></span><button type="button" data-step="1">${say`Next`}</button>
</nav>
<template>${list.entry({})}</template>
${dataBlock(rows)}
</div>`;
}

/** The texts that the script completes. */
function wordsOf({ counted }: PagedList): string {
  const [first, second] = ['{0}', '{1}'];
  return JSON.stringify({
    one: counted(1).replace('1', first),
    many: counted(2).replace('2', first),
    of: say`${first} of ${second}`,
    page: say`Page ${first} of ${second}`,
  });
}

/** Writes an element with the text of one slot. */
export function slot(row: ListRow, name: string, tag = 'span', className = name): Markup {
  return html`<${verbatim(tag)} class="${className}" data-slot="${name}" data-if="${name}"${hiddenUnless(row, name)}>${row[name] ?? ''}</${verbatim(tag)}>`;
}

/** Writes a link to the page of a row's group in the AWS console. */
export function linkSlot(row: ListRow): Markup {
  const address = !row.link ? undefined : html` href="${row.link}"`;
  return html`<a class="link" data-link data-if="link"${address} rel="noreferrer"${hiddenUnless(row, 'link')}>${say`AWS console`}</a>`;
}

/** Returns ` hidden` if the row does not have this slot. */
export function hiddenUnless(row: ListRow, name: string): Markup {
  return verbatim(row[name] ? '' : ' hidden');
}
