// Watches whether something of ours is in plain sight: nothing of the page around it lies over it or changes its look.
// What the browser tells, what it does not, and why the page must go on drawing: docs/decisions/0020-commit-in-plain-sight.md.

/** `waiting` becomes `clear` after half a second in plain sight, `hidden` after a second without. */
export type Sight = 'waiting' | 'clear' | 'hidden';

/** All in milliseconds. */
export const sightTimes = {
  /** In plain sight before a press counts. */
  inSight: 500,
  /** Without it before that is told. */
  patience: 1_000,
  /** Between two questions whether the page still draws, and how long it may take to answer one. */
  beat: 100,
  answer: 400,
  /** The browser has word of a cover after 100 and a frame; a press waits for it. */
  word: 250,
} as const;

/** A page may shrink what lies in it by `zoom`, of which the browser says nothing; people who zoom out stop at half. */
const smallest = 0.5;

interface Seen extends IntersectionObserverEntry {
  readonly isVisible?: boolean;
}

/** False where the browser does not know whether a frame is covered. */
export function canTellSight(): boolean {
  return (
    typeof IntersectionObserverEntry === 'function' && 'isVisible' in IntersectionObserverEntry.prototype
  );
}

const pause = (time: number) => new Promise((resolve) => setTimeout(resolve, time));

/** `drawn` resolves once the page around us has drawn a frame that began after the call. */
export function watchSight(target: Element, drawn: () => Promise<unknown>, tell: (sight: Sight) => void) {
  let uncovered = false;
  let alive = false;
  let clearSince: number | undefined;
  let stopped = false;
  let later: ReturnType<typeof setTimeout> | undefined;

  function note(next: { uncovered?: boolean; alive?: boolean }) {
    uncovered = next.uncovered ?? uncovered;
    alive = next.alive ?? alive;
    const clear = uncovered && alive;
    if (clear === (clearSince !== undefined)) return;
    clearSince = clear ? performance.now() : undefined;
    tell('waiting');
    settle(clear);
  }

  function settle(clear: boolean) {
    clearTimeout(later);
    const { inSight, patience } = sightTimes;
    later = setTimeout(() => tell(clear ? 'clear' : 'hidden'), clear ? inSight : patience);
  }

  /** False, and said at once, when the page takes longer than it may. */
  async function beat(): Promise<boolean> {
    const late = setTimeout(() => !stopped && note({ alive: false }), sightTimes.answer);
    const from = performance.now();
    const answered = await drawn().then(
      () => performance.now() - from <= sightTimes.answer,
      () => false,
    );
    clearTimeout(late);
    return answered;
  }

  async function follow() {
    while (!stopped) {
      const answered = await beat();
      if (!stopped) note({ alive: answered && devicePixelRatio >= smallest });
      await pause(sightTimes.beat);
    }
  }

  const observer = new IntersectionObserver(
    (entries) => {
      for (const { isVisible, intersectionRatio } of entries as Seen[]) {
        note({ uncovered: isVisible === true && intersectionRatio > 0.99 });
      }
    },
    // `trackVisibility` and `delay` are absent from the shared types.
    { threshold: [0, 0.5, 1], trackVisibility: true, delay: 100 } as IntersectionObserverInit,
  );
  settle(false);
  observer.observe(target);
  void follow();

  return {
    /** True when it has been in plain sight for long enough before this very moment, and is a moment after. */
    async wasClear(): Promise<boolean> {
      const since = clearSince;
      if (since === undefined || performance.now() - since < sightTimes.inSight) return false;
      const answered = await beat();
      await pause(sightTimes.word);
      return answered && clearSince === since;
    },
    stop() {
      stopped = true;
      clearTimeout(later);
      observer.disconnect();
    },
  };
}
