// Days are the person's own: headings, times and the date filter in several zones, on the days clocks change too.

import { afterEach, describe, expect, test } from 'vitest';
import { dayOf } from '../../../components/filters/days.ts';
import { filterInput } from '../../../components/history/filter.ts';
import { clockTime, dayAndTime, dayLabel, exactTime } from '../../../components/ui/time-text.ts';

const zone = process.env.TZ;
afterEach(() => {
  if (zone === undefined) delete process.env.TZ;
  else process.env.TZ = zone;
});

const label = (at: string, now: string) => dayLabel(at, Date.parse(now), 'en-GB').replace(',', '');

describe('headings', () => {
  test.each([
    // One instant is another day elsewhere.
    ['America/Los_Angeles', '2025-11-24T07:30:00Z', '2025-11-24T18:00:00Z', 'Yesterday'],
    ['Asia/Kolkata', '2025-11-24T07:30:00Z', '2025-11-24T18:00:00Z', 'Today'],
    ['Asia/Kolkata', '2025-11-24T07:30:00Z', '2025-11-24T18:45:00Z', 'Yesterday'],
    ['Pacific/Auckland', '2025-11-24T10:59:00Z', '2025-11-24T11:01:00Z', 'Yesterday'],
    ['Pacific/Auckland', '2025-11-23T11:01:00Z', '2025-11-24T10:59:00Z', 'Today'],
    ['Pacific/Auckland', '2025-11-20T11:30:00Z', '2025-11-24T10:59:00Z', 'Friday 21 November'],
    // Berlin: 23 hours on 30 March 2025, 25 on 26 October.
    ['Europe/Berlin', '2025-03-29T23:30:00Z', '2025-03-30T21:59:00Z', 'Today'],
    ['Europe/Berlin', '2025-03-29T22:59:00Z', '2025-03-30T21:59:00Z', 'Yesterday'],
    ['Europe/Berlin', '2025-03-29T23:01:00Z', '2025-03-30T22:01:00Z', 'Yesterday'],
    ['Europe/Berlin', '2025-10-25T22:01:00Z', '2025-10-26T22:59:00Z', 'Today'],
    ['Europe/Berlin', '2025-10-25T22:01:00Z', '2025-10-26T23:01:00Z', 'Yesterday'],
    ['Europe/Berlin', '2025-10-25T21:59:00Z', '2025-10-26T22:59:00Z', 'Yesterday'],
    // Los Angeles: the same, a week later than Berlin.
    ['America/Los_Angeles', '2025-11-02T07:01:00Z', '2025-11-03T07:59:00Z', 'Today'],
    ['America/Los_Angeles', '2025-11-02T06:59:00Z', '2025-11-03T07:59:00Z', 'Yesterday'],
    // The year is another one for who is ahead.
    ['Pacific/Auckland', '2025-12-30T09:00:00Z', '2025-12-31T12:00:00Z', 'Tuesday 30 December 2025'],
    ['America/Los_Angeles', '2025-12-29T09:00:00Z', '2025-12-31T12:00:00Z', 'Monday 29 December'],
  ])('%s: %s seen at %s is %s', (tz, at, now, heading) => {
    process.env.TZ = tz;
    expect(label(at, now)).toBe(heading);
  });
});

describe('times', () => {
  test.each([
    ['America/Los_Angeles', '17:30', 'yesterday 17:30', 'Sunday 23 November 2025 at 17:30:00 GMT-8'],
    ['Asia/Kolkata', '07:00', 'today 07:00', 'Monday 24 November 2025 at 07:00:00 GMT+5:30'],
    ['Pacific/Auckland', '14:30', 'today 14:30', 'Monday 24 November 2025 at 14:30:00 GMT+13'],
  ])('%s: the clock says %s', (tz, clock, near, exact) => {
    process.env.TZ = tz;
    const at = '2025-11-24T01:30:00Z';
    expect(clockTime(at, 'en-GB')).toBe(clock);
    expect(dayAndTime(at, Date.parse('2025-11-24T10:00:00Z'), 'en-GB')).toBe(near);
    expect(exactTime(at, 'en-GB').replace(', ', ' ')).toBe(exact);
  });

  test('in the hour that a clock has twice, the exact time says which', () => {
    process.env.TZ = 'Europe/Berlin';
    expect(clockTime('2025-10-26T00:30:00Z', 'en-GB')).toBe(clockTime('2025-10-26T01:30:00Z', 'en-GB'));
    expect(exactTime('2025-10-26T00:30:00Z', 'en-GB')).not.toBe(exactTime('2025-10-26T01:30:00Z', 'en-GB'));
  });

  test('in the person’s language', () => {
    process.env.TZ = 'Europe/Berlin';
    expect(exactTime('2025-11-24T01:30:00Z', 'de-DE')).toMatch(/^Montag, 24\. November 2025/);
    expect(clockTime('2025-11-24T13:30:00Z', 'en-US')).toMatch(/^2:30\sPM$/);
  });
});

describe('a day of the filter', () => {
  test.each([
    ['America/Los_Angeles', '2025-11-24', '2025-11-24T08:00:00.000Z', 24],
    ['Asia/Kolkata', '2025-11-24', '2025-11-23T18:30:00.000Z', 24],
    ['Pacific/Auckland', '2025-11-24', '2025-11-23T11:00:00.000Z', 24],
    ['Europe/Berlin', '2025-03-30', '2025-03-29T23:00:00.000Z', 23],
    ['Europe/Berlin', '2025-10-26', '2025-10-25T22:00:00.000Z', 25],
    ['America/Los_Angeles', '2025-11-02', '2025-11-02T07:00:00.000Z', 25],
    // Where clocks go forward at midnight, the day begins at one.
    ['Africa/Cairo', '2025-04-25', '2025-04-24T22:00:00.000Z', 23],
    ['Pacific/Auckland', '2025-12-31', '2025-12-30T11:00:00.000Z', 24],
  ])('%s: %s begins at %s and has %i hours', (tz, day, start, hours) => {
    process.env.TZ = tz;
    const { from = '', to = '' } = filterInput({ from: day, to: day });
    expect(from).toBe(start);
    expect(Date.parse(to) - Date.parse(from)).toBe(hours * 3_600_000);
    // The list puts the first and the last instant of it under one heading, and the one before under another.
    const seen = Date.parse('2026-06-01T12:00:00Z');
    const heading = (at: number) => dayLabel(new Date(at).toISOString(), seen);
    expect(heading(Date.parse(to) - 1)).toBe(heading(Date.parse(from)));
    expect(heading(Date.parse(from) - 1)).not.toBe(heading(Date.parse(from)));
    expect(heading(Date.parse(to))).not.toBe(heading(Date.parse(from)));
  });

  test('the days that lie back are counted on the calendar', () => {
    process.env.TZ = 'Europe/Berlin';
    const now = Date.parse('2025-10-27T23:30:00Z');
    expect([dayOf(now), dayOf(now, 1), dayOf(now, 2)]).toEqual(['2025-10-28', '2025-10-27', '2025-10-26']);
    process.env.TZ = 'Pacific/Auckland';
    expect(dayOf(now)).toBe('2025-10-28');
    process.env.TZ = 'America/Los_Angeles';
    expect(dayOf(now)).toBe('2025-10-27');
  });

  test('what is no day is no filter', () => {
    expect(filterInput({ from: 'yesterday', to: '', words: '  ' })).toEqual({});
  });
});
