// The lenses Lines and Side by side: the texts as they are, equal parts folded, differing words marked.

import { FileText, TriangleAlert, UnfoldVertical } from 'lucide-react';
import { type Ref, useEffect, useImperativeHandle, useMemo, useRef, useState } from 'react';
import type { PackedLines } from '../../utils/diff-messages.ts';
import type { DiffRun } from '../../utils/diff-run.ts';
import { counted } from '../ui/counted.ts';
import type { LensHandle } from './change-list.tsx';
import { InlineLine, SplitLine } from './line-row.tsx';
import { alignFiles, type LineRow, lineRows, rowOfChange } from './line-rows.ts';
import { LongList, type LongListHandle } from './long-list.tsx';
import { listOf } from './row-list.ts';
import type { ShownDiff } from './use-diff.ts';

export function LineView({
  shown,
  side,
  current,
  handle,
}: {
  shown: ShownDiff;
  side: 'inline' | 'split';
  current: number | undefined;
  handle: Ref<LensHandle>;
}) {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const { run, rows: changes } = shown.view;
  const { steps } = changes;
  const lines = useLines(run);
  const files = useMemo(
    () => (lines ? alignFiles(run.found.files, lines, run.task.before, run.task.after) : []),
    [run, lines],
  );
  const rows = useMemo(() => lineRows(files, side, open), [files, side, open]);
  const list = useRef<LongListHandle>(null);
  const rowOf = (step: number | undefined) => {
    const one = step === undefined ? undefined : steps[step];
    return one ? rowOfChange(rows, one.file, one.change) : -1;
  };
  useImperativeHandle(handle, () => ({
    show: (step) => {
      const row = rowOf(step);
      if (row >= 0) list.current?.reveal(row);
    },
  }));
  const currentRow = rowOf(current);
  const list_ = useMemo(() => listOf(rows), [rows]);
  return (
    <LongList
      handle={list}
      rows={list_}
      estimate={19}
      label={side === 'inline' ? 'Lines of both versions' : 'Both versions side by side'}
      className={`line-view ${side}`}
      draw={(row, index) => (
        <Row
          row={row}
          side={side}
          current={index === currentRow}
          onUnfold={(key) => setOpen((last) => new Set(last).add(key))}
        />
      )}
    />
  );
}

function useLines(run: DiffRun): readonly PackedLines[] | undefined {
  const [lines, setLines] = useState<readonly PackedLines[]>();
  useEffect(() => {
    let here = true;
    run.lines().then(
      (found) => here && setLines(found),
      () => {},
    );
    return () => {
      here = false;
    };
  }, [run]);
  return lines;
}

function Row({
  row,
  side,
  current,
  onUnfold,
}: {
  row: LineRow;
  side: 'inline' | 'split';
  current: boolean;
  onUnfold: (key: string) => void;
}) {
  switch (row.kind) {
    case 'file':
      return (
        <h2 className="change-file">
          <FileText aria-hidden />
          <span className="code ellipsis">{row.name}</span>
          <span className="push nowrap">
            <span className="plus">
              +{row.added}
              <span className="visually-hidden"> lines added,</span>
            </span>{' '}
            <span className="minus">
              −{row.removed}
              <span className="visually-hidden"> lines removed</span>
            </span>
          </span>
        </h2>
      );
    case 'note':
      return (
        <p className="change-fallback">
          <TriangleAlert aria-hidden />
          {row.text}
        </p>
      );
    case 'fold':
      return (
        <button type="button" className="fold" onClick={() => onUnfold(row.key)}>
          <UnfoldVertical aria-hidden />
          {counted(row.count, 'unchanged line')}
        </button>
      );
    default:
      return side === 'inline' ? (
        <InlineLine row={row} current={current} />
      ) : (
        <SplitLine row={row} current={current} />
      );
  }
}
