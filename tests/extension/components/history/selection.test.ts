// Rules of choosing one version or two.

import { describe, expect, test } from 'vitest';
import { chooseA, chooseB, chooseOne, pairOf, toggle } from '../../../../components/history/selection.ts';

const order = ['live:1', 'c', 'b', 'a'];

describe('pairOf', () => {
  test('one version stands against the one before', () => {
    expect(pairOf(chooseOne('c'), order, true)).toEqual({ before: 'b', after: 'c' });
    expect(pairOf(chooseOne('live:1'), order, true)).toEqual({ before: 'c', after: 'live:1' });
  });

  test('before the first version there was nothing', () => {
    expect(pairOf(chooseOne('a'), order, true)).toEqual({ before: null, after: 'a' });
  });

  test('the oldest one listed waits for the page before it', () => {
    expect(pairOf(chooseOne('a'), order, false)).toBe('needs_more');
    expect(pairOf(chooseOne('not listed yet'), order, false)).toBe('needs_more');
  });

  test('two versions are shown as chosen, also newer to older', () => {
    expect(pairOf({ a: 'c', b: 'a' }, order, true)).toEqual({ before: 'c', after: 'a' });
  });

  test('nothing chosen, or a version that is gone, shows nothing', () => {
    expect(pairOf({}, order, true)).toBe('nothing');
    expect(pairOf(chooseOne('gone'), order, true)).toBe('nothing');
  });
});

describe('toggle', () => {
  test('the older of two becomes A, whichever came first', () => {
    expect(toggle({ b: 'c' }, 'a', order)).toEqual({ a: 'a', b: 'c' });
    expect(toggle({ b: 'a' }, 'c', order)).toEqual({ a: 'a', b: 'c' });
  });

  test('a chosen one is taken out', () => {
    expect(toggle({ a: 'a', b: 'c' }, 'c', order)).toEqual({ b: 'a' });
    expect(toggle({ a: 'a', b: 'c' }, 'a', order)).toEqual({ b: 'c' });
    expect(toggle({ b: 'c' }, 'c', order)).toEqual({});
  });

  test('a third replaces B', () => {
    expect(toggle({ a: 'a', b: 'b' }, 'c', order)).toEqual({ a: 'b', b: 'c' });
  });
});

describe('the keys a and b', () => {
  test('set a side and keep the other', () => {
    expect(chooseA({ b: 'c' }, 'a')).toEqual({ a: 'a', b: 'c' });
    expect(chooseB({ a: 'a' }, 'c')).toEqual({ a: 'a', b: 'c' });
  });

  test('a version can not be both sides', () => {
    expect(chooseA({ b: 'c' }, 'c')).toEqual({ a: 'c' });
    expect(chooseB({ a: 'a' }, 'a')).toEqual({ b: 'a' });
  });

  test('pressed twice take the choice back', () => {
    expect(chooseA({ a: 'a', b: 'c' }, 'a')).toEqual({ b: 'c' });
    expect(chooseB({ b: 'c' }, 'c')).toEqual({});
  });
});
