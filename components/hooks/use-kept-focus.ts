// Keeps the keyboard in its place while the panel goes from one state to the next, which draws the same buttons anew.

import { type RefObject, useLayoutEffect } from 'react';

/** The name of the button that had the focus in what is being taken away. */
let held: string | undefined;

const nameOf = (button: Element) => button.getAttribute('aria-label') ?? button.textContent;

/** The button of the same name in what comes in the place of `area` gets the focus that the one before had. */
export function useKeptFocus(area: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const shown = area.current;
    if (held !== undefined && document.activeElement === document.body) {
      const name = held;
      [...(shown?.querySelectorAll('button') ?? [])].find((button) => nameOf(button) === name)?.focus();
    }
    held = undefined;
    return () => {
      const focused = document.activeElement;
      // Never from the page around a docked panel: a button in a window without the focus has it only for later.
      if (!document.hasFocus() || focused?.tagName !== 'BUTTON' || !shown?.contains(focused)) return;
      held = nameOf(focused);
      // What comes in its place is there before this runs.
      queueMicrotask(() => {
        held = undefined;
      });
    };
  }, [area]);
}
