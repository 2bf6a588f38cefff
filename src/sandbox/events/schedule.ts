/**
 * Schedule expressions of rules: `rate(5 minutes)` and `cron(0/15 8-18 ? * MON-FRI *)`, in UTC.
 * Facts: EventBridge User Guide, "Creating a rule that runs on a schedule", "cron expressions reference".
 */
import { AwsError } from '../service.ts';

export interface Schedule {
  /** Returns the first time after `after` at which it fires, in epoch ms; undefined if it never fires again. */
  next(after: number): number | undefined;
  /** The period in minutes; only for rates. */
  rateMinutes?: number | undefined;
}

const MINUTE_MS = 60_000;
const UNITS: Record<string, number> = { minute: 1, hour: 60, day: 1440 };

/** Reads an expression. Throws ValidationException with AWS's message if it is not one. */
export function parseSchedule(expression: string): Schedule {
  const schedule = parseRate(expression) ?? parseCron(expression);
  if (!schedule) throw new AwsError('ValidationException', 'Parameter ScheduleExpression is not valid.');
  return schedule;
}

function parseRate(expression: string): Schedule | undefined {
  const match = /^rate\((\d+) (minute|hour|day)(s?)\)$/.exec(expression);
  if (!match) return undefined;
  const [, amount, unit = '', plural] = match;
  const value = Number(amount);
  const minutes = UNITS[unit];
  // One takes the singular, more take the plural; anything else is refused.
  if (minutes === undefined || value < 1 || (value === 1) === (plural === 's')) return undefined;
  const rateMinutes = value * minutes;
  return { rateMinutes, next: (after) => after + rateMinutes * MINUTE_MS };
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const LAST_YEAR = 2199;

type DayTest = (year: number, month: number, day: number) => boolean;

/** The parsed fields of a cron expression. */
interface Cron {
  minutes: Set<number>;
  hours: Set<number>;
  day: DayTest;
  months: Set<number>;
  years: Set<number>;
}

function parseCron(expression: string): Schedule | undefined {
  const fields = /^cron\(([^()]*)\)$/.exec(expression)?.[1]?.trim().split(/\s+/) ?? [];
  if (fields.length !== 6) return undefined;
  const [minute = '', hour = '', dayOfMonth = '', month = '', dayOfWeek = '', year = ''] = fields;
  // Exactly one of the two day fields is `?`.
  if ((dayOfMonth === '?') === (dayOfWeek === '?')) return undefined;
  const minutes = parseField(minute, 0, 59);
  const hours = parseField(hour, 0, 23);
  const months = parseField(month, 1, 12, MONTHS);
  const years = parseField(year, 1970, LAST_YEAR);
  const day = dayOfWeek === '?' ? parseDayOfMonth(dayOfMonth) : parseDayOfWeek(dayOfWeek);
  if (!minutes || !hours || !months || !years || !day) return undefined;
  const cron = { minutes, hours, day, months, years };
  return { next: (after) => nextTime(cron, after) };
}

/** Returns the values of a field with lists, ranges and steps; undefined if it is malformed. */
function parseField(field: string, min: number, max: number, names?: string[]): Set<number> | undefined {
  const number = (text: string): number => {
    const named = names?.indexOf(text.toUpperCase()) ?? -1;
    if (named >= 0) return named + min;
    return /^\d+$/.test(text) ? Number(text) : Number.NaN;
  };
  const values = new Set<number>();
  for (const item of field.split(',')) {
    const [range, step, ...more] = item.split('/');
    if (more.length > 0 || range === undefined) return undefined;
    const by = step === undefined ? 1 : /^[1-9]\d*$/.test(step) ? Number(step) : Number.NaN;
    let [first, last] = [min, max];
    if (range !== '*') {
      const [from = '', to, ...beyond] = range.split('-');
      if (beyond.length > 0) return undefined;
      first = number(from);
      last = to !== undefined ? number(to) : step === undefined ? first : max;
    }
    if (!(first >= min && last <= max && by >= 1)) return undefined;
    if (first > last) {
      // A range can wrap around: FRI-MON, 22-2.
      for (let value = first; value <= max; value += by) values.add(value);
      first = min;
    }
    for (let value = first; value <= last; value += by) values.add(value);
  }
  return values;
}

const daysIn = (year: number, month: number) => new Date(Date.UTC(year, month, 0)).getUTCDate();
/** 1 is Sunday, as in cron expressions. */
const weekday = (year: number, month: number, day: number) =>
  new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 1;

function parseDayOfMonth(field: string): DayTest | undefined {
  if (field === 'L') return (year, month, day) => day === daysIn(year, month);
  if (field === 'LW') return (year, month, day) => day === nearestWeekday(year, month, daysIn(year, month));
  const near = /^(\d{1,2})W$/.exec(field);
  if (near) {
    const wanted = Number(near[1]);
    if (wanted < 1 || wanted > 31) return undefined;
    return (year, month, day) => wanted <= daysIn(year, month) && day === nearestWeekday(year, month, wanted);
  }
  const days = parseField(field, 1, 31);
  return days && ((_year, _month, day) => days.has(day));
}

/** Returns the working day nearest to a day, within the same month. */
function nearestWeekday(year: number, month: number, day: number): number {
  const at = weekday(year, month, day);
  if (at === 7) return day > 1 ? day - 1 : day + 2;
  if (at === 1) return day < daysIn(year, month) ? day + 1 : day - 2;
  return day;
}

function parseDayOfWeek(field: string): DayTest | undefined {
  if (field === 'L') return (year, month, day) => weekday(year, month, day) === 7;
  const special = /^(\w+?)(L|#([1-5]))$/i.exec(field);
  if (special && !DAYS.includes(field.toUpperCase())) {
    const [, day = '', , nth] = special;
    const named = DAYS.indexOf(day.toUpperCase());
    const wanted = named >= 0 ? named + 1 : Number(day);
    if (!(wanted >= 1 && wanted <= 7)) return undefined;
    if (nth === undefined) {
      return (year, month, day) => weekday(year, month, day) === wanted && day + 7 > daysIn(year, month);
    }
    return (year, month, day) => weekday(year, month, day) === wanted && Math.ceil(day / 7) === Number(nth);
  }
  const days = parseField(field, 1, 7, DAYS);
  return days && ((year, month, day) => days.has(weekday(year, month, day)));
}

function nextTime({ minutes, hours, day, months, years }: Cron, after: number): number | undefined {
  const start = new Date((Math.floor(after / MINUTE_MS) + 1) * MINUTE_MS);
  let [year, month, date] = [start.getUTCFullYear(), start.getUTCMonth() + 1, start.getUTCDate()];
  let from = start.getUTCHours() * 60 + start.getUTCMinutes();
  while (year <= LAST_YEAR) {
    if (!years.has(year)) {
      [year, month, date, from] = [year + 1, 1, 1, 0];
    } else if (!months.has(month) || date > daysIn(year, month)) {
      [year, month] = month === 12 ? [year + 1, 1] : [year, month + 1];
      [date, from] = [1, 0];
    } else {
      if (day(year, month, date)) {
        for (let at = from; at < 1440; at++) {
          if (minutes.has(at % 60) && hours.has(Math.floor(at / 60))) {
            return Date.UTC(year, month - 1, date, 0, at);
          }
        }
      }
      date += 1;
      from = 0;
    }
  }
  return undefined;
}
