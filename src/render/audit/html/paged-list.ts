import { dataBlock, html, type Markup, verbatim } from './markup.ts';
import { count, quantity } from './words.ts';

/** One entry of a list: the texts of its slots, ready to be shown. Empty slots are hidden. */
export type ListRow = Readonly<Record<string, string>>;

export interface PagedList {
  id: string;
  /** Rows a page. */
  size: number;
  /** `finding`, as it is counted. */
  noun: string;
  rows: readonly ListRow[];
  /** One entry. Called with texts for the first page, and with none for the template that the script fills. */
  entry(row: ListRow): Markup;
  /** Puts entries into their frame: a table, a list. */
  frame(entries: Markup): Markup;
  /** Fields by which the list is narrowed. */
  controls?: Markup | undefined;
}

/**
 * A list of which one page is shown. The first page is there without any script; the script (script.ts) makes
 * every other one by filling the same template, so that an entry's form is written once.
 */
export function pagedList(list: PagedList): Markup {
  const { id, size, rows, noun } = list;
  const first = rows.slice(0, size);
  const more = rows.length > size;
  return html`<div class="list" data-list="${id}" data-size="${size}" data-noun="${noun}">
${list.controls}
<p class="count" role="status" data-count>${
    more ? `1–${quantity(size)} of ${count(rows.length, noun)}` : count(rows.length, noun)
  }</p>
${list.frame(html`${first.map((row) => list.entry(row))}`)}
<p class="none" data-none hidden>No ${noun} matches.</p>
${
  more
    ? html`<noscript><p class="note">Without JavaScript only the first ${size} are shown here. The formats json and csv have all.</p></noscript>`
    : undefined
}
<nav class="pager" data-pager aria-label="Pages of ${noun}s" hidden>
<button type="button" data-step="-1">Previous</button><span data-page></span><button type="button" data-step="1">Next</button>
</nav>
<template>${list.entry({})}</template>
${dataBlock(rows)}
</div>`;
}

/** An element whose text is one slot of the row. */
export function slot(row: ListRow, name: string, tag = 'span', className = name): Markup {
  return html`<${verbatim(tag)} class="${className}" data-slot="${name}" data-if="${name}"${hiddenUnless(row, name)}>${row[name] ?? ''}</${verbatim(tag)}>`;
}

/** `hidden`, for an element that is shown only when the row has this slot. */
export function hiddenUnless(row: ListRow, name: string): Markup {
  return verbatim(row[name] ? '' : ' hidden');
}
