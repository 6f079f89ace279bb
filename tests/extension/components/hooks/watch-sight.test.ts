// A press counts only after half a second in plain sight, with a page around that goes on drawing, and without word of a cover.

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Sight, sightTimes, watchSight } from '../../../../components/hooks/watch-sight.ts';

let see: (isVisible: boolean, intersectionRatio?: number) => void;
let draw: (() => void) | undefined;
let draws = true;
let told: Sight[] = [];
let watch: ReturnType<typeof watchSight>;

class Observer {
  constructor(hear: (entries: unknown[]) => void, options: unknown) {
    expect(options).toMatchObject({ trackVisibility: true, delay: 100 });
    see = (isVisible, intersectionRatio = 1) => hear([{ isVisible, intersectionRatio }]);
  }
  observe() {}
  disconnect() {}
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  vi.stubGlobal('IntersectionObserver', Observer);
  vi.stubGlobal('devicePixelRatio', 1);
  told = [];
  draws = true;
  const drawn = () =>
    new Promise<void>((resolve) => {
      if (draws) setTimeout(resolve, 30);
      else draw = resolve;
    });
  watch = watchSight(document.body, drawn, (sight) => told.push(sight));
});
afterEach(() => {
  watch.stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const wait = (time: number) => vi.advanceTimersByTimeAsync(time);

async function press(): Promise<boolean> {
  const answer = watch.wasClear();
  await wait(1_000);
  return answer;
}

test('uncovered for half a second: it counts', async () => {
  await wait(50);
  see(true);
  await wait(sightTimes.inSight - 20);
  expect(told).not.toContain('clear');
  await wait(30);
  expect(told.at(-1)).toBe('clear');
  expect(await press()).toBe(true);
});

test('uncovered only just before the press: it does not', async () => {
  await wait(50);
  see(true);
  await wait(400);
  expect(await press()).toBe(false);
});

test.each([
  ['covered', () => see(false)],
  ['partly outside the window', () => see(true, 0.9)],
])('%s, for however short a time: the half second begins anew', async (_, hide) => {
  await wait(50);
  see(true);
  await wait(600);
  hide();
  see(true);
  expect(await press()).toBe(false);
  expect(told.at(-1)).toBe('clear');
});

test('covered in the moment after the press: it does not count', async () => {
  await wait(50);
  see(true);
  await wait(600);
  const answer = watch.wasClear();
  await wait(100);
  see(false);
  await wait(1_000);
  expect(await answer).toBe(false);
});

test('covered for a second: that is told', async () => {
  see(false);
  await wait(sightTimes.patience + 10);
  expect(told.at(-1)).toBe('hidden');
  see(true);
  await wait(600);
  expect(told.at(-1)).toBe('clear');
});

describe('a page that stops drawing, where an animation may run on unseen', () => {
  beforeEach(async () => {
    await wait(50);
    see(true);
    await wait(600);
    draws = false;
  });

  test('is not waited for: nothing counts any more', async () => {
    await wait(700);
    expect(told.at(-1)).toBe('waiting');
    expect(await press()).toBe(false);
    expect(told.at(-1)).toBe('hidden');
  });

  test('and draws again just after the press: that does not count either', async () => {
    await wait(800);
    const answer = watch.wasClear();
    draws = true;
    draw?.();
    await wait(1_000);
    expect(await answer).toBe(false);
    expect(told.at(-1)).toBe('clear');
  });
});

test('shrunk by the page: never', async () => {
  vi.stubGlobal('devicePixelRatio', 0.2);
  await wait(200);
  see(true);
  await wait(2_000);
  expect(told).not.toContain('clear');
  expect(await press()).toBe(false);
});
