import { NOTABLE_PORTS, type PortKind } from '../../../core/exposure/notable-ports.ts';
import { howMany, inARow, quantity, say, sayText, toSay } from '../../../core/words/say.ts';
import type {
  AuditExposure,
  AuditGroup,
  AuditReport,
  ExposureJudgement,
  Reach,
} from '../../../reports/audit.ts';
import { accountNames } from './account-names.ts';
import { consoleLink } from './console-link.ts';
import { html, type Markup, visible } from './markup.ts';
import { type ListRow, linkSlot, pagedList, slot } from './paged-list.ts';
import { joined, shownName } from './words.ts';

const PAGE = 20;
/** With at most this many groups, no filter is shown. */
const FEW = 8;

const REACHES: readonly Reach[] = ['anywhere', 'public', 'private', 'reference', 'unknown'];
const REACH_TEXTS: Record<Reach, string> = {
  anywhere: toSay('from anywhere'),
  public: toSay('from some public addresses'),
  private: toSay('from private addresses'),
  reference: toSay('from security groups only'),
  unknown: toSay('from a prefix list with unknown entries'),
};
const JUDGEMENTS: Record<ExposureJudgement, string> = {
  finding: toSay('a finding'),
  allowed: toSay('allowed by the baseline'),
  unmentioned: toSay('neither allowed nor forbidden'),
};
const KIND_TEXTS: Record<PortKind, string> = {
  administrative: toSay('administrative'),
  database: toSay('database'),
  web: toSay('web'),
};
const KINDS: readonly PortKind[] = ['administrative', 'database', 'web'];

/** Shows which notable ports each group admits, and from how far. The most exposed groups come first. */
export function exposureSection(report: AuditReport): Markup | undefined {
  const { groups } = report;
  if (groups.length === 0) return undefined;
  const exposed = groups.filter(({ exposure }) => exposure.length > 0).sort(byWidest);
  const columns = columnsOf(exposed);
  const quiet = groups.length - exposed.length;
  return html`<section class="card" id="exposure" aria-labelledby="exposure-title">
<h2 id="exposure-title">${say`Exposure`}</h2>
<p class="lead">${inARow([
    say`Which notable ports each security group admits, and from how far.`,
    ...(quiet === 0 ? [] : [say`Groups that admit none of them: ${quantity(quiet)}.`]),
  ])}</p>
${exposed.length === 0 ? undefined : matrix(exposed, columns, accountNames(report))}
</section>`;
}

function matrix(
  groups: readonly AuditGroup[],
  columns: readonly Column[],
  named: (account: string) => string,
): Markup {
  return html`<ul class="legend">${REACHES.map(
    (reach) => html`<li><i class="reach" data-reach="${reach}"></i>${sayText(REACH_TEXTS[reach])}</li>`,
  )}</ul>
<ul class="legend">${Object.entries(JUDGEMENTS).map(
    ([judgement, text]) =>
      html`<li><i class="reach" data-reach="anywhere" data-judgement="${judgement}"></i>${sayText(text)}</li>`,
  )}</ul>
${pagedList({
  id: 'exposure',
  title: say`Exposure`,
  size: PAGE,
  counted: (number) => howMany(number, 'group'),
  rows: groups.map((group) => matrixRow(group, named)),
  controls: groups.length > FEW ? filter() : undefined,
  entry: (row) => entry(row, columns),
  frame: (
    entries,
  ) => html`<div class="scroll" role="group" aria-label="${say`Matrix of exposure`}" tabindex="0"><table class="matrix">
<caption class="vh">${say`Security groups and the notable ports that they admit`}</caption>
<thead><tr><td></td>${columns[0] === EVERY_PORT ? html`<td></td>` : undefined}${KINDS.map((kind) => {
    const width = columns.filter((column) => column.kind === kind).length;
    return width === 0
      ? html``
      : html`<th scope="colgroup" colspan="${width}">${sayText(KIND_TEXTS[kind])}</th>`;
  })}</tr>
<tr><th scope="col" class="corner">${say`Security group`}</th>${columns.map(
    (column) =>
      html`<th scope="col" class="port${column.isFirst ? ' first' : ''}"><span>${sayText(column.name)} <small>${column.ports}</small></span></th>`,
  )}</tr></thead>
<tbody data-rows>${entries}</tbody></table></div>`,
})}`;
}

function entry(row: ListRow, columns: readonly Column[]): Markup {
  return html`<tr data-kind="${row.kind ?? ''}"><th scope="row">${slot(row, 'group', 'span', 'name')}${slot(row, 'id', 'span', 'where')}${slot(row, 'where', 'span', 'where')}${linkSlot(row)}</th>${columns.map(
    (column) => {
      const [reach = '', judgement = '', mark = ''] = (row[column.key] ?? '').split('|');
      return html`<td class="${column.isFirst ? 'first' : ''}" data-mark="${column.key}" data-name="${sayText(column.name)}"><i class="reach" data-reach="${reach}" data-judgement="${judgement}"${mark === '' ? undefined : html` title="${sayText(column.name)} ${mark}"`}><span class="vh">${mark}</span></i></td>`;
    },
  )}</tr>`;
}

function filter(): Markup {
  return html`<form class="controls" data-js hidden><label class="search"><span>${say`Filter`}</span><input type="search" name="q" placeholder="${say`group, port, anywhere…`}" autocomplete="off" spellcheck="false"></label></form>`;
}

interface Column {
  kind: PortKind | undefined;
  name: string;
  ports: string;
  /** Name of the slot in a row. */
  key: string;
  /** True for the first column of its kind. */
  isFirst: boolean;
}

/**
 * Returns a column for each port that a group admits. A group that admits every notable port has one mark for all,
 * and adds columns only for the ports that it admits from farther away.
 */
function columnsOf(groups: readonly AuditGroup[]): Column[] {
  const found = new Map<string, AuditExposure>();
  for (const group of groups) {
    const common = everyPortReach(group);
    for (const port of group.exposure) if (port.reach !== common) found.set(port.ports, port);
  }
  const ports = [...found.values()].sort(
    (a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) || portNumber(a) - portNumber(b),
  );
  const columns = ports.map((port, index) => ({
    kind: port.kind,
    name: port.name,
    ports: port.ports,
    key: keyOf(port),
    isFirst: ports[index - 1]?.kind !== port.kind,
  }));
  return groups.some((group) => everyPortReach(group) !== undefined) ? [EVERY_PORT, ...columns] : columns;
}

const EVERY_PORT: Column = {
  kind: undefined,
  name: toSay('every notable port'),
  ports: '',
  key: 'every-port',
  isFirst: false,
};

/** For a group that admits every notable port: the smallest reach of them. Otherwise undefined. */
function everyPortReach({ exposure }: AuditGroup): Reach | undefined {
  if (exposure.length < NOTABLE_PORTS.length) return undefined;
  return [...REACHES].reverse().find((reach) => exposure.some((port) => port.reach === reach));
}

/** The mark of a group that admits every notable port, with the worst judgement of them. */
function everyPortMark(group: AuditGroup): string {
  const reach = everyPortReach(group);
  if (reach === undefined) return '';
  const judgement = (['finding', 'unmentioned', 'allowed'] as const).find((one) =>
    group.exposure.some((port) => port.judgement === one),
  );
  return markOf(reach, judgement ?? 'unmentioned');
}

/** The codes for the style, and the text for people. */
function markOf(reach: Reach, judgement: ExposureJudgement): string {
  const words = say`${sayText(REACH_TEXTS[reach])}, ${sayText(JUDGEMENTS[judgement])}`;
  return [reach, judgement, words].join('|');
}

function matrixRow(group: AuditGroup, named: (account: string) => string): ListRow {
  const { name, id, account, region, worst, exposure } = group;
  const row: Record<string, string> = {
    kind: worst ?? '',
    group: shownName(name || id),
    id: visible(name === '' ? '' : id),
    where: visible(joined(named(account), region)),
    link: consoleLink(region, id) ?? '',
    [EVERY_PORT.key]: everyPortMark(group),
  };
  for (const port of exposure) row[keyOf(port)] = markOf(port.reach, port.judgement);
  return row;
}

/** The text that the filter searches: `SSH tcp 22`. */
function keyOf({ name, ports }: AuditExposure): string {
  return `${name} ${ports}`;
}

function byWidest(a: AuditGroup, b: AuditGroup): number {
  const [left, right] = [weights(a), weights(b)];
  for (const [index, weight] of left.entries()) {
    if (weight !== right[index]) return right[index]! - weight;
  }
  return 0;
}

/** Counts the ports by reach: first administrative and database ports, then web. */
function weights({ exposure }: AuditGroup): number[] {
  const sensitive = exposure.filter(({ kind }) => kind !== 'web');
  const web = exposure.filter(({ kind }) => kind === 'web');
  return [sensitive, web].flatMap((ports) =>
    REACHES.map((reach) => ports.filter((port) => port.reach === reach).length),
  );
}

function portNumber({ ports }: AuditExposure): number {
  return Number(/\d+/.exec(ports)?.[0] ?? 0);
}
