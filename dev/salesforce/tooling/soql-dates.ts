// The date words of SOQL as spans of time, in UTC, weeks from Sunday, fiscal years as calendar years.

const day = 86_400_000;

/** From its first millisecond to the first one after it. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

type Unit = 'DAY' | 'WEEK' | 'MONTH' | 'QUARTER' | 'YEAR';

const plain =
  /^(?:TODAY|YESTERDAY|TOMORROW|(?:LAST|NEXT)_90_DAYS|(?:LAST|THIS|NEXT)_(?:WEEK|MONTH|(?:FISCAL_)?(?:QUARTER|YEAR)))$/;
const counted =
  /^(?:(?:LAST|NEXT)_N_(?:DAY|WEEK|MONTH|(?:FISCAL_)?(?:QUARTER|YEAR))S|N_(?:DAY|WEEK|MONTH|(?:FISCAL_)?(?:QUARTER|YEAR))S_AGO):\d+$/;

export function isDateWord(word: string): boolean {
  return plain.test(word) || counted.test(word);
}

/** What a date word means at `now`, epoch milliseconds; the word is one that `isDateWord` accepts. */
export function spanOf(word: string, now: number): Span {
  if (word === 'TODAY') return units('DAY', now, 0, 1);
  if (word === 'YESTERDAY') return units('DAY', now, -1, 0);
  if (word === 'TOMORROW') return units('DAY', now, 1, 2);
  const [name = '', number = '0'] = word.replace('_FISCAL', '').replace('FISCAL_', '').split(':');
  const n = name.includes('_90_') ? 90 : Number(number);
  const unit = (/(DAY|WEEK|MONTH|QUARTER|YEAR)/.exec(name)?.[1] ?? 'DAY') as Unit;
  if (name.endsWith('_AGO')) return units(unit, now, -n, 1 - n);
  if (name.startsWith('THIS')) return units(unit, now, 0, 1);
  // The last n days include today; the last n weeks, months … don't include the current one.
  if (unit === 'DAY') return name.startsWith('LAST') ? units('DAY', now, -n, 1) : units('DAY', now, 1, n + 1);
  const many = n || 1;
  return name.startsWith('LAST') ? units(unit, now, -many, 0) : units(unit, now, 1, many + 1);
}

/** From the start of the unit `first` units from now to the start of the one `end` units from now. */
function units(unit: Unit, now: number, first: number, end: number): Span {
  return { from: startOf(unit, now, first), to: startOf(unit, now, end) };
}

function startOf(unit: Unit, now: number, away: number): number {
  const at = new Date(now);
  const today = Math.floor(now / day) * day;
  if (unit === 'DAY') return today + away * day;
  if (unit === 'WEEK') return today - at.getUTCDay() * day + away * 7 * day;
  if (unit === 'YEAR') return Date.UTC(at.getUTCFullYear() + away, 0, 1);
  const month = at.getUTCMonth();
  if (unit === 'MONTH') return Date.UTC(at.getUTCFullYear(), month + away, 1);
  return Date.UTC(at.getUTCFullYear(), month - (month % 3) + away * 3, 1);
}
