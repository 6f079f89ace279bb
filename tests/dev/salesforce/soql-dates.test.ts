// What the date words of SOQL mean.

import { expect, test } from 'vitest';
import { isDateWord, spanOf } from '../../../dev/salesforce/tooling/soql-dates.ts';

/** A Thursday. */
const now = Date.UTC(2026, 10, 26, 15, 30);

test.each([
  ['TODAY', '2026-11-26', '2026-11-27'],
  ['YESTERDAY', '2026-11-25', '2026-11-26'],
  ['TOMORROW', '2026-11-27', '2026-11-28'],
  ['LAST_WEEK', '2026-11-15', '2026-11-22'],
  ['THIS_WEEK', '2026-11-22', '2026-11-29'],
  ['NEXT_WEEK', '2026-11-29', '2026-12-06'],
  ['LAST_MONTH', '2026-10-01', '2026-11-01'],
  ['THIS_MONTH', '2026-11-01', '2026-12-01'],
  ['NEXT_MONTH', '2026-12-01', '2027-01-01'],
  ['LAST_90_DAYS', '2026-08-28', '2026-11-27'],
  ['NEXT_90_DAYS', '2026-11-27', '2027-02-25'],
  ['LAST_N_DAYS:7', '2026-11-19', '2026-11-27'],
  ['NEXT_N_DAYS:7', '2026-11-27', '2026-12-04'],
  ['N_DAYS_AGO:2', '2026-11-24', '2026-11-25'],
  ['LAST_N_WEEKS:2', '2026-11-08', '2026-11-22'],
  ['N_WEEKS_AGO:1', '2026-11-15', '2026-11-22'],
  ['LAST_N_MONTHS:3', '2026-08-01', '2026-11-01'],
  ['NEXT_N_MONTHS:2', '2026-12-01', '2027-02-01'],
  ['THIS_QUARTER', '2026-10-01', '2027-01-01'],
  ['LAST_QUARTER', '2026-07-01', '2026-10-01'],
  ['N_QUARTERS_AGO:4', '2025-10-01', '2026-01-01'],
  ['THIS_YEAR', '2026-01-01', '2027-01-01'],
  ['LAST_N_YEARS:2', '2024-01-01', '2026-01-01'],
  ['THIS_FISCAL_YEAR', '2026-01-01', '2027-01-01'],
  ['LAST_N_FISCAL_QUARTERS:1', '2026-07-01', '2026-10-01'],
])('%s is from %s until before %s', (word, from, to) => {
  expect(isDateWord(word)).toBe(true);
  const span = spanOf(word, now);
  expect([new Date(span.from).toISOString(), new Date(span.to).toISOString()]).toEqual([
    `${from}T00:00:00.000Z`,
    `${to}T00:00:00.000Z`,
  ]);
});

test.each(['TODAY:1', 'LAST_N_DAYS', 'LAST_DAY', 'THIS_N_WEEKS:1', 'N_DAYS_AGO', 'SOMEDAY'])(
  '%s is none',
  (word) => {
    expect(isDateWord(word)).toBe(false);
  },
);
