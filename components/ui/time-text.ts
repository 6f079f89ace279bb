// Times in the person's own language and zone: relative, exact, and as the day a list is grouped by.

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Making a formatter takes as long as a hundred uses of it; one that is kept does not see a change of zone. */
const formatters = new Map<string, Intl.DateTimeFormat>();
let madeIn = '';
const keptMs = 60_000;

function formatter(options: Intl.DateTimeFormatOptions, locale?: string): Intl.DateTimeFormat {
  const offset = (month: number) => new Date(2025, month, 1).getTimezoneOffset();
  const place = `${offset(0)} ${offset(6)} ${Math.floor(Date.now() / keptMs)}`;
  if (place !== madeIn) formatters.clear();
  madeIn = place;
  const key = `${locale} ${JSON.stringify(options)}`;
  const known = formatters.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(locale, options);
  formatters.set(key, made);
  return made;
}

const units: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 365 * day],
  ['month', 30 * day],
  ['week', 7 * day],
  ['day', day],
  ['hour', hour],
  ['minute', minute],
];

/** `2 hours ago`, `yesterday`; `just now` below a minute. */
export function relativeTime(at: string, now: number, locale?: string): string {
  const age = new Date(at).getTime() - now;
  if (Math.abs(age) < minute) return 'just now';
  const [unit, length] = units.find(([, size]) => Math.abs(age) >= size) ?? ['minute', minute];
  return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(Math.trunc(age / length), unit);
}

/** Day, time and zone: `Monday, 24 November 2025 at 09:12:44 CET`. */
export function exactTime(at: string, locale?: string): string {
  return formatter({ dateStyle: 'full', timeStyle: 'long' }, locale).format(new Date(at));
}

/** `09:12`, `9:12 AM` */
export function clockTime(at: string, locale?: string): string {
  return formatter({ timeStyle: 'short' }, locale).format(new Date(at));
}

/** `today 09:12`, `yesterday 17:40`, `3 Mar 2025, 11:03`: short, but never in doubt. */
export function dayAndTime(at: string, now: number, locale?: string): string {
  const distance = daysBefore(at, now);
  if (distance === 0 || distance === 1) {
    return `${distance === 0 ? 'today' : 'yesterday'} ${clockTime(at, locale)}`;
  }
  return formatter({ dateStyle: 'medium', timeStyle: 'short' }, locale).format(new Date(at));
}

/** `3 March 2026`: what a date in a sentence is called for good. */
export function dateInWords(at: string, locale?: string): string {
  return formatter({ dateStyle: 'long' }, locale).format(new Date(at));
}

/** The heading of a day in a list: `Today`, `Yesterday`, `Wednesday, 3 December`, with the year when it is another. */
export function dayLabel(at: string, now: number, locale?: string): string {
  const distance = daysBefore(at, now);
  if (distance === 0) return 'Today';
  if (distance === 1) return 'Yesterday';
  const date = new Date(at);
  const sameYear = date.getFullYear() === new Date(now).getFullYear();
  const year = sameYear ? {} : ({ year: 'numeric' } as const);
  return formatter({ weekday: 'long', day: 'numeric', month: 'long', ...year }, locale).format(date);
}

/** True when both are on one day of the person's calendar. */
export function sameDay(one: string, other: string): boolean {
  return new Date(one).toDateString() === new Date(other).toDateString();
}

/** `about 4 minutes left`, from what was done since the start. */
export function timeLeft(done: number, total: number, startedAt: string, now: number): string | undefined {
  const spent = now - new Date(startedAt).getTime();
  if (done < 1 || done >= total || spent < 1000) return undefined;
  const seconds = ((spent / done) * (total - done)) / 1000;
  if (seconds < 60) return 'less than a minute left';
  const minutes = Math.round(seconds / 60);
  return minutes < 90
    ? `about ${minutes} ${minutes === 1 ? 'minute' : 'minutes'} left`
    : `about ${Math.round(minutes / 60)} hours left`;
}

function daysBefore(at: string, now: number): number {
  const start = (time: number | string) => new Date(time).setHours(0, 0, 0, 0);
  return Math.round((start(now) - start(at)) / day);
}
