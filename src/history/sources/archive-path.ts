/** Days, as `YYYY-MM-DD` in UTC; an omitted end is open. */
export interface DayRange {
  first?: string | undefined;
  last?: string | undefined;
}

/**
 * Returns the day in a log file's path: `…/YYYY/MM/DD/…` or `…_YYYYMMDDTHHmmZ_…`; undefined for other names.
 * It is the day of delivery (CloudTrail User Guide, "CloudTrail log file name format").
 */
export function deliveryDay(path: string): string | undefined {
  const folder = /(?:^|\/)(\d{4})\/(\d\d)\/(\d\d)\/[^/]*$/.exec(path);
  if (folder !== null) return `${folder[1]}-${folder[2]}-${folder[3]}`;
  const name = /_(\d{4})(\d\d)(\d\d)T\d{4}Z_[^/]*$/.exec(path);
  return name === null ? undefined : `${name[1]}-${name[2]}-${name[3]}`;
}

/**
 * Returns the days on which the records of a period can have been delivered: never before the calls, and at most a
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

/** Can a path contain a day of the range? `day` can be incomplete: a year or a month. */
export function mayHold(day: string | undefined, range: DayRange): boolean {
  if (day === undefined) return true;
  if (range.first !== undefined && day < range.first.slice(0, day.length)) return false;
  return range.last === undefined || day <= range.last.slice(0, day.length);
}

/** Is it a digest, Insights or similar file? They are next to the log files and contain no records of calls. */
export function isOtherKind(path: string): boolean {
  return /(?:^|\/|_)CloudTrail-(Digest|Insight|NetworkActivity|Aggregated)(\/|_|$)/.test(path);
}

/** Is it the name of a log file? Used in folders only: a file that the user names can have any name. */
export function isLogName(name: string): boolean {
  return /\.(json|jsonl|ndjson)(\.gz)?$/i.test(name);
}
