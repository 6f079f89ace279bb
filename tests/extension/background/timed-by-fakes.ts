// Fake timers that the browser's own time limits go by as well.

import { vi } from 'vitest';

export function timedByFakes(): void {
  vi.useFakeTimers();
  vi.spyOn(AbortSignal, 'timeout').mockImplementation((after) => {
    const late = new AbortController();
    setTimeout(() => late.abort(new DOMException('late', 'TimeoutError')), after);
    return late.signal;
  });
}
