import { compareText } from '../../../core/compare-text.ts';
import { describeOrigin } from '../../../core/finding/describe.ts';
import { howMany, inARow, quantity, say } from '../../../core/words/say.ts';
import type { AuditChange, AuditReport } from '../../../reports/audit.ts';
import { html, type Markup, verbatim, visible } from './markup.ts';
import { type ListRow, pagedList, slot } from './paged-list.ts';
import { clockOf, dayOf, shownName } from './words.ts';

const PAGE = 25;
const SHOWN_GROUPS = 5;
/** The most changes in the document; the JSON format has all of them. */
const MOST_CHANGES = 2000;

/** Lists changes of ingress, newest first: all that the report contains or, without them, the last change of each group. */
export function timelineSection(report: AuditReport): Markup | undefined {
  const all = report.changes ?? lastChanges(report);
  if (all.length === 0) return undefined;
  const changes = all.slice(0, MOST_CHANGES);
  const older = all.length - changes.length;
  const names = new Map(report.groups.map(({ id, name }) => [id, shownName(name || id)]));
  const lead =
    report.changes === undefined
      ? say`The newest recorded change of each group that has findings.`
      : say`Recorded changes to the ingress of these groups.`;
  return html`<section class="card" id="changes" aria-labelledby="changes-title">
<h2 id="changes-title">${say`Changes`}</h2>
<p class="lead">${older === 0 ? lead : inARow([lead, say`Older changes that are not shown: ${quantity(older)}.`])}</p>
${histogram(all)}
${pagedList({
  id: 'changes',
  title: say`Changes`,
  size: PAGE,
  counted: (number) => howMany(number, 'change'),
  rows: changes.map((change, index) => changeRow(change, index, changes, names)),
  entry,
  frame: (entries) => html`<ol class="timeline" data-rows>${entries}</ol>`,
})}
</section>`;
}

function entry(row: ListRow): Markup {
  return html`<li data-kind="${row.kind ?? ''}">${slot(row, 'day', 'h3')}<div class="change"><span class="time" data-slot="time">${row.time ?? ''}</span><div><strong data-slot="event">${row.event ?? ''}</strong> <span data-slot="groups">${row.groups ?? ''}</span>${slot(row, 'error', 'span', 'error')}<span class="who" data-slot="who">${row.who ?? ''}</span>${slot(row, 'added', 'pre')}${slot(row, 'removed', 'pre')}</div></div></li>`;
}

function changeRow(
  { time, eventName, groupIds, actor, via, sourceIp, added, removed, errorCode }: AuditChange,
  index: number,
  all: readonly AuditChange[],
  names: ReadonlyMap<string, string>,
): ListRow {
  const day = dayOf(time);
  const isNewDay = index % PAGE === 0 || dayOf(all[index - 1]!.time) !== day;
  const shown = groupIds.slice(0, SHOWN_GROUPS).map((id) => names.get(id) ?? id);
  const more = groupIds.length - shown.length;
  const rows: Record<string, string> = {
    kind:
      errorCode !== undefined ? 'failed' : added.length > 0 ? 'added' : removed.length > 0 ? 'removed' : '',
    day: isNewDay ? day : '',
    time: clockOf(time),
    event: visible(eventName),
    groups: visible(more > 0 ? say`${shown.join(', ')} and ${more} more` : shown.join(', ')),
    who: visible(describeOrigin({ actor, via, sourceIp })),
    error: errorCode === undefined ? '' : visible(say`failed: ${errorCode}`),
    added: added.map((line) => visible(`+ ${line}`)).join('\n'),
    removed: removed.map((line) => visible(`− ${line}`)).join('\n'),
  };
  return Object.fromEntries(Object.entries(rows).filter(([, text]) => text !== ''));
}

function lastChanges({ findings }: AuditReport): AuditChange[] {
  const found = new Map<string, AuditChange>();
  for (const { account, region, group, context } of findings) {
    const change = context?.lastChange;
    if (change === undefined || group === undefined) continue;
    const known = found.get(change.eventId);
    if (known?.groupIds.includes(group.id) === false) known.groupIds.push(group.id);
    else if (known === undefined) {
      found.set(change.eventId, { ...change, account, region, groupIds: [group.id], added: [], removed: [] });
    }
  }
  return [...found.values()].sort((a, b) => compareText(b.time, a.time));
}

const DAY_MS = 86_400_000;
const WIDTH = 720;
const HEIGHT = 56;
const MOST_BARS = 90;
const WIDEST_BAR = 10;

/** Shows the number of changes over time as bars; undefined for a single day. */
function histogram(changes: readonly AuditChange[]): Markup | undefined {
  const days = changes.map(({ time }) => Math.floor(Date.parse(time) / DAY_MS)).filter(Number.isFinite);
  const [first, last] = bounds(days);
  if (!(last > first)) return undefined;
  const span = last - first + 1;
  const bars = new Array<number>(Math.min(span, MOST_BARS)).fill(0);
  for (const day of days) bars[Math.floor(((day - first) * bars.length) / span)]! += 1;
  const highest = Math.max(...bars);
  const step = WIDTH / bars.length;
  const width = Math.min(step * 0.8, WIDEST_BAR);
  const label = say`${howMany(changes.length, 'change')} from ${dayOf(iso(first))} to ${dayOf(iso(last))}`;
  return html`<figure class="histogram"><svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${label}">${bars.map(
    (number, index) => {
      const height = number === 0 ? 1 : Math.max(4, Math.round((number * HEIGHT) / highest));
      return html`<rect x="${(index * step + (step - width) / 2).toFixed(1)}" y="${HEIGHT - height}" width="${width.toFixed(1)}" height="${height}"${verbatim(number === 0 ? ' class="zero"' : '')}></rect>`;
    },
  )}</svg><figcaption><span>${dayOf(iso(first))}</span><span>${dayOf(iso(last))}</span></figcaption></figure>`;
}

/** Returns the least and greatest day. Math.min(...days) would fail for a long list. */
function bounds(days: readonly number[]): [number, number] {
  let [least, greatest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const day of days) {
    least = Math.min(least, day);
    greatest = Math.max(greatest, day);
  }
  return [least, greatest];
}

function iso(day: number): string {
  return new Date(day * DAY_MS).toISOString();
}
