// Rules of choosing one version or two.

import { describe, expect, test } from 'vitest';
import { chooseA, chooseB, chooseOne, pairOf, toggle } from '../../../../components/history/selection.ts';

const version = (revision: string, number: number, previous?: string) => ({ revision, number, previous });
const [a, b, c] = [version('a', 1), version('b', 2, 'a'), version('c', 3, 'b')];

describe('pairOf', () => {
  test('one version stands against the one before', () => {
    expect(pairOf(chooseOne('c'), c)).toEqual({ before: 'b', after: 'c' });
    expect(pairOf({ a: 'b' }, b)).toEqual({ before: 'a', after: 'b' });
  });

  test('before the first version there was nothing', () => {
    expect(pairOf(chooseOne('a'), a)).toEqual({ before: null, after: 'a' });
  });

  test('a version that is not known yet is waited for', () => {
    expect(pairOf(chooseOne('c'), undefined)).toBe('loading');
    expect(pairOf(chooseOne('c'), b)).toBe('loading');
  });

  test('two versions are shown as chosen, also newer to older, known or not', () => {
    expect(pairOf({ a: 'c', b: 'a' }, undefined)).toEqual({ before: 'c', after: 'a' });
  });

  test('nothing chosen, or a version that is gone, shows nothing', () => {
    expect(pairOf({}, undefined)).toBe('nothing');
    expect(pairOf(chooseOne('gone'), null)).toBe('nothing');
  });
});

describe('toggle', () => {
  test('the older of two becomes A, whichever came first', () => {
    expect(toggle({ b: 'c' }, a, c)).toEqual({ a: 'a', b: 'c' });
    expect(toggle({ b: 'a' }, c, a)).toEqual({ a: 'a', b: 'c' });
  });

  test('a chosen one is taken out', () => {
    expect(toggle({ a: 'a', b: 'c' }, a, c)).toEqual({ b: 'c' });
    expect(toggle({ a: 'a', b: 'c' }, c, c)).toEqual({ b: 'a' });
    expect(toggle({ b: 'c' }, c, c)).toEqual({});
  });

  test('a third replaces A when it is older than B, else B', () => {
    expect(toggle({ a: 'a', b: 'b' }, c, b)).toEqual({ a: 'b', b: 'c' });
    expect(toggle({ a: 'b', b: 'c' }, a, c)).toEqual({ a: 'a', b: 'c' });
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
