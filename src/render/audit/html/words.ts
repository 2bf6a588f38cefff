import { spoken } from '../../../core/words/say.ts';
import { escapeText } from '../../../core/words/terminal-text.ts';
import { html, type Markup } from './markup.ts';

/** `23 November 2026`, in UTC and in the language of the report; a text that is not a time is returned unchanged. */
export function dayOf(iso: string): string {
  const time = new Date(iso);
  return Number.isNaN(time.getTime()) ? iso : days().format(time);
}

/** `12:30 UTC` */
export function clockOf(iso: string): string {
  const time = new Date(iso);
  if (Number.isNaN(time.getTime())) return '';
  return `${time.toISOString().slice(11, 16)} UTC`;
}

/** Joins the parts that are not empty with a middle dot. */
export function joined(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join(' · ');
}

/** `SSH, MySQL and RDP`, in the language of the report. */
export function listed(names: readonly string[]): string {
  return new Intl.ListFormat(locale(), { type: 'conjunction' }).format(names);
}

/** The part between two asterisks is emphasized. */
export function emphasized(text: string, tone: string): Markup {
  const [before = '', inside = '', after = ''] = text.split('*');
  return html`${before}<em class="${tone}">${inside}</em>${after}`;
}

/** Characters that reorder, hide or control text become escapes, and blanks at the ends become visible. */
export function shownName(name: string): string {
  const marks = (blanks: string) => '␣'.repeat(blanks.length);
  return escapeText(name).replace(/^ +| +$/g, marks);
}

/** English dates have the day first. */
function locale(): string {
  return spoken() === 'en' ? 'en-GB' : spoken();
}

const formats = new Map<string, Intl.DateTimeFormat>();

function days(): Intl.DateTimeFormat {
  const name = locale();
  const format = formats.get(name) ?? new Intl.DateTimeFormat(name, { dateStyle: 'long', timeZone: 'UTC' });
  formats.set(name, format);
  return format;
}
