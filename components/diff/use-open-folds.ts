// Which folds of a difference are open, as they were when it was left.

import { type Dispatch, type SetStateAction, useEffect, useRef, useState } from 'react';
import type { Looked } from './change-list.tsx';

/** More than these are not remembered. */
const most = 100;

export function useOpenFolds({
  before,
  note,
}: Looked): [ReadonlySet<string>, Dispatch<SetStateAction<ReadonlySet<string>>>] {
  const [open, setOpen] = useState<ReadonlySet<string>>(() => new Set(before?.open));
  const told = useRef(open);
  useEffect(() => {
    if (told.current === open) return;
    told.current = open;
    note({ open: [...open].slice(-most) });
  }, [open, note]);
  return [open, setOpen];
}
