// Times in words, seen from a fixed moment.

import { describe, expect, test } from 'vitest';
import { dayAndTime, dayLabel, relativeTime, timeLeft } from '../../../../components/ui/time-text.ts';

const at = (text: string) => new Date(text).getTime();
const now = at('2025-11-24T09:30:00');
const iso = (text: string) => new Date(text).toISOString();

describe('relativeTime', () => {
  test.each([
    ['2025-11-24T09:29:40', 'just now'],
    ['2025-11-24T09:18:00', '12 minutes ago'],
    ['2025-11-24T07:29:00', '2 hours ago'],
    ['2025-11-23T09:00:00', 'yesterday'],
    ['2025-11-10T09:00:00', '2 weeks ago'],
    ['2024-05-24T09:00:00', 'last year'],
  ])('%s is %s', (moment, text) => {
    expect(relativeTime(iso(moment), now, 'en-GB')).toBe(text);
  });
});

describe('days', () => {
  test.each([
    ['2025-11-24T00:01:00', 'Today'],
    ['2025-11-23T23:59:00', 'Yesterday'],
    ['2025-11-18T12:00:00', 'Tuesday 18 November'],
    ['2024-12-03T12:00:00', 'Tuesday 3 December 2024'],
  ])('%s is in the group %s', (moment, label) => {
    expect(dayLabel(iso(moment), now, 'en-GB').replace(',', '')).toBe(label);
  });

  test('a day near by is named, others are dated', () => {
    expect(dayAndTime(iso('2025-11-24T09:12:00'), now, 'en-GB')).toBe('today 09:12');
    expect(dayAndTime(iso('2025-11-23T17:40:00'), now, 'en-GB')).toBe('yesterday 17:40');
    expect(dayAndTime(iso('2025-03-03T11:03:00'), now, 'en-GB')).toBe('3 Mar 2025, 11:03');
  });
});

describe('timeLeft', () => {
  const started = iso('2025-11-24T09:28:00');
  test.each([
    [60, 120, 'about 2 minutes left'],
    [119, 120, 'less than a minute left'],
    [1, 120, 'about 4 hours left'],
  ])('%i of %i after two minutes: %s', (done, total, text) => {
    expect(timeLeft(done, total, started, now)).toBe(text);
  });

  test('nothing is foretold before the first component or after the last', () => {
    expect(timeLeft(0, 120, started, now)).toBeUndefined();
    expect(timeLeft(120, 120, started, now)).toBeUndefined();
  });
});
