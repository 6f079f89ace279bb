// Keeps a confirmation from counting before a person has had it in plain sight, where a page around it could hide it.

import { useEffect, useRef, useState } from 'react';
import { type Sight, watchSight } from './watch-sight.ts';

/** Watches the element it is given when there is something to watch for; `drawn` as `watchSight` has it. */
export function useClearSight<T extends Element>(drawn: (() => Promise<unknown>) | undefined) {
  const target = useRef<T>(null);
  const watch = useRef<ReturnType<typeof watchSight>>(undefined);
  const latest = useRef(drawn);
  const [sight, setSight] = useState<Sight>(drawn ? 'waiting' : 'clear');

  useEffect(() => {
    const { current: ask } = latest;
    if (!ask || !target.current) return;
    const watching = watchSight(target.current, ask, setSight);
    watch.current = watching;
    return () => watching.stop();
  }, []);

  const wasClear = async () => !latest.current || ((await watch.current?.wasClear()) ?? false);
  return { target, sight, wasClear };
}
