// Arrow keys inside one composite control: tabs and lists are one stop for Tab, arrows walk in them.

import type { KeyboardEvent } from 'react';

const steps: Record<'x' | 'y', Record<string, number>> = {
  x: { ArrowLeft: -1, ArrowRight: 1 },
  y: { ArrowUp: -1, ArrowDown: 1, PageUp: -10, PageDown: 10 },
};

/** Moves focus among the elements that match `selector`; answers the one that got it. */
export function moveFocus(
  event: KeyboardEvent<HTMLElement>,
  selector: string,
  axis: 'x' | 'y',
): HTMLElement | undefined {
  if (event.altKey || event.ctrlKey || event.metaKey) return undefined;
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>(selector)];
  const at = items.indexOf(document.activeElement as HTMLElement);
  const step = steps[axis][event.key];
  let to: number;
  if (event.key === 'Home') to = 0;
  else if (event.key === 'End') to = items.length - 1;
  else if (step === undefined) return undefined;
  else if (axis === 'x') to = (at + step + items.length) % items.length;
  else to = Math.min(items.length - 1, Math.max(0, at + step));
  event.preventDefault();
  const target = items[to];
  target?.focus();
  target?.scrollIntoView?.({ block: 'nearest' });
  return target;
}
