// The lens Changes: what changed in words, grouped by place; what means nothing is counted and folded.

import { ChevronDown, ChevronRight, FileText, TriangleAlert } from 'lucide-react';
import { type Ref, useImperativeHandle, useMemo, useRef } from 'react';
import type { Seen } from '../../utils/extension-host.ts';
import { counted } from '../ui/counted.ts';
import { LongList, type LongListHandle } from '../ui/long-list.tsx';
import type { ChangeListRow } from './change-groups.ts';
import { ChangeRow } from './change-row.tsx';
import type { ShownDiff } from './use-diff.ts';
import { useOpenFolds } from './use-open-folds.ts';

export interface LensHandle {
  /** Brings a step into view. */
  show(step: number): void;
}

/** What was looked at through a lens when it was left, and the way to remember what is looked at now. */
export interface Looked {
  readonly before: Seen | undefined;
  note(change: Partial<Seen>): void;
}

export function ChangeList({
  shown,
  current,
  onStep,
  handle,
  looked,
}: {
  shown: ShownDiff;
  current: number | undefined;
  onStep: (step: number) => void;
  handle: Ref<LensHandle>;
  looked: Looked;
}) {
  const [open, setOpen] = useOpenFolds(looked);
  const { view, now } = shown;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the rows grow in place; `now` says when they have
  const rows = useMemo(() => view.rows.rows(open), [view, now, open]);
  const list = useRef<LongListHandle>(null);
  useImperativeHandle(handle, () => ({
    show: (step) => list.current?.reveal(view.rows.rowOf(step, open)),
  }));
  const toggle = (key: string) =>
    setOpen((last) => {
      const next = new Set(last);
      if (!next.delete(key)) next.add(key);
      return next;
    });
  const draw = (row: ChangeListRow) => {
    switch (row.kind) {
      case 'file':
        return (
          <h2 className="change-file">
            <FileText aria-hidden />
            <span className="code ellipsis">{row.name}</span>
            <span className="muted push">{counted(row.count, 'change')}</span>
          </h2>
        );
      case 'fallback':
        return (
          <p className="change-fallback">
            <TriangleAlert aria-hidden />
            {row.text}
          </p>
        );
      case 'heading':
        return <h2 className="change-heading">{row.text}</h2>;
      case 'noise':
        return (
          <button
            type="button"
            className="change-noise"
            aria-expanded={row.open}
            onClick={() => toggle(row.key)}
          >
            {row.open ? <ChevronDown aria-hidden /> : <ChevronRight aria-hidden />}
            {row.text} (not counted)
          </button>
        );
      default:
        return (
          <ChangeRow
            change={row.change}
            text={row.text}
            apart={row.apart}
            current={row.step !== undefined && row.step === current}
            onPick={row.step === undefined ? undefined : () => onStep(row.step ?? 0)}
          />
        );
    }
  };
  return (
    <LongList
      handle={list}
      rows={rows}
      long={now.expected ?? 0}
      estimate={30}
      draw={draw}
      label="List of changes"
      className="change-list"
      start={looked.before}
      onPlace={looked.note}
    />
  );
}
