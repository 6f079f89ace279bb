// Long texts leave an answer and come back as they were, each piece once.

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { KeptTexts } from '../../../entrypoints/background/kept-texts.ts';
import { pieceSize, putBack, takeOut } from '../../../utils/long-texts.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

async function travel(value: unknown) {
  const texts = new KeptTexts();
  const sent = takeOut(value, texts.keep);
  const messages = [JSON.stringify(sent)];
  const ask = async (id: string, piece: number) => {
    const text = texts.take(id, piece);
    messages.push(JSON.stringify(text));
    return text;
  };
  const there = JSON.parse(messages[0] ?? '') as typeof sent;
  return { texts, sent, messages, arrived: await putBack(there.value, there.leftOut, ask) };
}

describe('an answer', () => {
  const long = `<a>"${'ö\n'.repeat(pieceSize)}`;

  test('with long texts arrives whole, in messages of a bounded size', async () => {
    const value = {
      revision: 'r',
      files: [{ text: long, size: 3 }, { text: 'short', size: null }, { text: `${long}!` }],
    };
    const { arrived, messages } = await travel(value);
    expect(arrived).toEqual(value);
    expect(messages.length).toBeGreaterThan(4);
    for (const message of messages) expect(message.length).toBeLessThan(2.1 * pieceSize);
  });

  test('without them is sent as it is', async () => {
    const value = { orgs: [{ name: 'Acme', kind: null }], total: 1, flag: false };
    const { sent, arrived } = await travel(value);
    expect(sent).toEqual({ value, leftOut: [] });
    expect(arrived).toEqual(value);
  });

  test('keeps characters of two halves together', async () => {
    const text = 'x😀'.repeat(pieceSize);
    const { arrived, messages } = await travel({ text });
    expect(arrived).toEqual({ text });
    for (const message of messages) expect(message).not.toMatch(/\\ud[89a-f]/i);
  });
});

describe('a kept text', () => {
  test('is given once, and to who knows its id', async () => {
    const texts = new KeptTexts();
    const id = texts.keep(['a', 'b']);
    expect(() => texts.take('another', 0)).toThrow();
    expect(() => texts.take(id, 2)).toThrow();
    expect(texts.take(id, 0)).toBe('a');
    expect(() => texts.take(id, 0)).toThrow();
    expect(texts.take(id, 1)).toBe('b');
    expect(() => texts.take(id, 1)).toThrow();
  });

  test('is forgotten when nobody fetches it', () => {
    const texts = new KeptTexts();
    const id = texts.keep(['a']);
    vi.advanceTimersByTime(61_000);
    expect(() => texts.take(id, 0)).toThrow(
      expect.objectContaining({ problem: expect.objectContaining({ retry: true }) }),
    );
  });
});
