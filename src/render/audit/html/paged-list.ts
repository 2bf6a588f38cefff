import { dataBlock, html, type Markup, verbatim } from './markup.ts';
import { count, quantity } from './words.ts';

/** One entry of a list: the texts of its slots by name. Empty slots are hidden. */
export type ListRow = Readonly<Record<string, string>>;

export interface PagedList {
  id: string;
  /** Rows per page. */
  size: number;
  /** The singular noun for a row: `finding`. */
  noun: string;
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
    ? html`<noscript><p class="note">Without JavaScript, this page shows only the first ${size}. The formats json and csv contain all of them.</p></noscript>`
    : undefined
}
<nav class="pager" data-pager aria-label="Pages of ${noun}s" hidden>
<button type="button" data-step="-1">Previous</button><span data-page></span><button type="button" data-step="1">Next</button>
</nav>
<template>${list.entry({})}</template>
${dataBlock(rows)}
</div>`;
}

/** Writes an element with the text of one slot. */
export function slot(row: ListRow, name: string, tag = 'span', className = name): Markup {
  return html`<${verbatim(tag)} class="${className}" data-slot="${name}" data-if="${name}"${hiddenUnless(row, name)}>${row[name] ?? ''}</${verbatim(tag)}>`;
}

/** Returns ` hidden` if the row does not have this slot. */
export function hiddenUnless(row: ListRow, name: string): Markup {
  return verbatim(row[name] ? '' : ' hidden');
}
