// Days of a filter: the person's own calendar days, as fields of a form spell them.

const dayPattern = /^(\d{4})-(\d{2})-(\d{2})$/;

/** What a filter says of time: `2025-11-24`, both days included. */
export interface Days {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** The days as the API takes them: from the first instant of one to the first of the day after the other. */
export function daysInput({ from, to }: Days): { from?: string; to?: string } {
  const first = from && startOfDay(from, 0);
  const end = to && startOfDay(to, 1);
  return { ...(first ? { from: first } : {}), ...(end ? { to: end } : {}) };
}

/** The calendar knows how long a day is; on two of the year it is not 24 hours. */
function startOfDay(day: string, later: number): string | undefined {
  const [, year, month, date] = dayPattern.exec(day) ?? [];
  if (!year) return undefined;
  const start = new Date(2000, 0, 1);
  start.setFullYear(Number(year), Number(month) - 1, Number(date) + later);
  return start.toISOString();
}

/** The person's day at that moment, some days back: `2025-11-24`. */
export function dayOf(now: number, daysBack = 0): string {
  const date = new Date(now);
  date.setDate(date.getDate() - daysBack);
  const two = (number: number) => String(number).padStart(2, '0');
  return `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

export function daysInWords({ from, to }: Days): string {
  if (from && from === to) return dayInWords(from);
  if (from && to) return `${dayInWords(from)} – ${dayInWords(to)}`;
  return from ? `Since ${dayInWords(from)}` : `Until ${dayInWords(to ?? '')}`;
}

function dayInWords(day: string): string {
  const start = startOfDay(day, 0);
  return start ? new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' }).format(new Date(start)) : day;
}
