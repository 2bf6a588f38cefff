/** Days, as `YYYY-MM-DD` in UTC; what is left out is open. */
export interface DayRange {
  first?: string | undefined;
  last?: string | undefined;
}

/**
 * The day in a log file's path: `…/YYYY/MM/DD/…` or `…_YYYYMMDDTHHmmZ_…`; undefined for other names.
 * It is the day of delivery (CloudTrail User Guide, "CloudTrail log file name format").
 */
export function deliveryDay(path: string): string | undefined {
  const folder = /(?:^|\/)(\d{4})\/(\d\d)\/(\d\d)\/[^/]*$/.exec(path);
  if (folder !== null) return `${folder[1]}-${folder[2]}-${folder[3]}`;
  const name = /_(\d{4})(\d\d)(\d\d)T\d{4}Z_[^/]*$/.exec(path);
  return name === null ? undefined : `${name[1]}-${name[2]}-${name[3]}`;
}

/**
 * The days on which records of a window may have been delivered: never before they happened, and at most a
 * few days after (delivery takes minutes, but has been late).
 */
export function deliveryDays(sinceMs: number | undefined, untilMs: number | undefined): DayRange {
  const day = (ms: number) => new Date(ms).toISOString().slice(0, 10);
  const lateMs = 3 * 24 * 3600 * 1000;
  return {
    first: sinceMs === undefined ? undefined : day(sinceMs),
    last: untilMs === undefined ? undefined : day(untilMs + lateMs),
  };
}

/** May a path hold a day of the range? `day` may be a beginning: a year or a month. */
export function mayHold(day: string | undefined, range: DayRange): boolean {
  if (day === undefined) return true;
  if (range.first !== undefined && day < range.first.slice(0, day.length)) return false;
  return range.last === undefined || day <= range.last.slice(0, day.length);
}

/** Digests and Insights lie beside the logs and hold no records of calls. */
export function isOtherKind(path: string): boolean {
  return /(?:^|\/|_)CloudTrail-(Digest|Insight|NetworkActivity|Aggregated)(\/|_|$)/.test(path);
}

/** Names that a folder is searched for. A file that is named outright may have any name. */
export function isLogName(name: string): boolean {
  return /\.(json|jsonl|ndjson)(\.gz)?$/i.test(name);
}
