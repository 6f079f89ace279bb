// The lenses Lines and Side by side: the texts as they are, equal parts folded, differing words marked.

import { FileText, Info, TriangleAlert, UnfoldVertical } from 'lucide-react';
import { type Ref, useEffect, useImperativeHandle, useRef, useState } from 'react';
import type { LineOptions } from '#core/diff/line-options.ts';
import { counted } from '../ui/counted.ts';
import { LongList, type LongListHandle } from '../ui/long-list.tsx';
import { ProblemNotice } from '../ui/problem-notice.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import type { LensHandle, Looked } from './change-list.tsx';
import type { Side } from './line-marks.ts';
import type { Layout } from './line-model.ts';
import { InlineLine, type LineActions, NewlineNote, SplitLine } from './line-row.tsx';
import { type LineRow, rowOfLine, rowOfStep } from './line-rows.ts';
import type { ShownDiff } from './use-diff.ts';
import { useLines } from './use-lines.ts';
import { useOpenFolds } from './use-open-folds.ts';

export function LineView({
  shown,
  side: layout,
  options,
  current,
  onStep,
  handle,
  looked,
}: {
  shown: ShownDiff;
  side: Layout;
  options: LineOptions;
  current: number | undefined;
  onStep: (step: number) => void;
  handle: Ref<LensHandle>;
  looked: Looked;
}) {
  const [open, setOpen] = useOpenFolds(looked);
  const { shown: lines, error, retry } = useLines(shown, layout, options, open);
  const list = useRef<LongListHandle>(null);
  const { steps } = shown.view.rows;
  const files = lines?.files ?? [];
  const fileOf = (step: number | undefined) => (step === undefined ? undefined : steps[step]?.file);
  const rowOf = (step: number | undefined) => {
    const file = fileOf(step);
    return file === undefined || step === undefined ? -1 : rowOfStep(files, file, step);
  };
  /** What is to be shown once the fold it lies in is open. */
  const [wanted, setWanted] = useState<() => number>();
  const bring = (find: () => number) => {
    const row = find();
    const at = lines?.rows.at(row);
    if (at?.kind === 'fold') {
      setOpen((last) => new Set(last).add(at.key));
      setWanted(() => find);
    } else if (row >= 0) list.current?.reveal(row);
  };
  useEffect(() => {
    if (!wanted) return;
    list.current?.reveal(wanted());
    setWanted(undefined);
  }, [wanted]);
  useImperativeHandle(handle, () => ({ show: (step) => bring(() => rowOf(step)) }));

  if (error !== undefined) return <ProblemNotice error={error} onRetry={retry} />;
  if (!lines) return <Skeleton label="Comparing the lines" rows={8} />;
  const currentRow = rowOf(current);
  const actions: LineActions = {
    onStep,
    onJump: (file: number, side: Side, line: number) => bring(() => rowOfLine(files, file, side, line)),
  };
  const digits = Math.max(
    2,
    ...files.map(({ file }) => String(Math.max(file.before.count, file.after.count)).length),
  );
  return (
    <LongList
      handle={list}
      rows={lines.rows}
      estimate={19}
      start={looked.before}
      onPlace={looked.note}
      label={layout === 'inline' ? 'Lines of both versions' : 'Both versions side by side'}
      className={`line-view ${layout}`}
      style={{ '--digits': digits, '--step-digits': String(shown.now.changes).length }}
      draw={(row, index) => (
        <Row
          row={row}
          layout={layout}
          current={index === currentRow}
          onUnfold={(key) => setOpen((last) => new Set(last).add(key))}
          actions={actions}
        />
      )}
    />
  );
}

function Row({
  row,
  layout,
  current,
  onUnfold,
  actions,
}: {
  row: LineRow;
  layout: Layout;
  current: boolean;
  onUnfold: (key: string) => void;
  actions: LineActions;
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
        <p className={row.tone === 'caution' ? 'change-fallback' : 'line-note'}>
          {row.tone === 'caution' ? <TriangleAlert aria-hidden /> : <Info aria-hidden />}
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
    case 'newline':
      return <NewlineNote side={row.side} layout={layout} />;
    default:
      return layout === 'inline' ? (
        <InlineLine row={row} current={current} actions={actions} />
      ) : (
        <SplitLine row={row} current={current} actions={actions} />
      );
  }
}
