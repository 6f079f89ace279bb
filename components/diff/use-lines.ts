// The rows of a line lens: fetched from the worker, prepared in turns, and marked with the changes as those are found.

import { useEffect, useMemo, useRef, useState } from 'react';
import type { LineOptions } from '#core/diff/line-options.ts';
import type { RowList } from '../ui/row-list.ts';
import type { DiffView } from './diff-view.ts';
import { type LineMarks, marksOf } from './line-marks.ts';
import { type Layout, type LineFile, lineFiles } from './line-model.ts';
import { type LineRow, lineRows, type ShownFile, shownFiles } from './line-rows.ts';
import type { ShownDiff } from './use-diff.ts';

export interface ShownLines {
  readonly rows: RowList<LineRow>;
  readonly files: readonly ShownFile[];
}

interface Prepared {
  readonly files: readonly LineFile[];
  readonly marks: readonly LineMarks[];
}

export function useLines(
  { view, now }: ShownDiff,
  layout: Layout,
  { whitespace, blankLines }: LineOptions,
  open: ReadonlySet<string>,
) {
  const { run } = view;
  const [prepared, setPrepared] = useState<Prepared>();
  const [error, setError] = useState<unknown>();
  const [attempt, setAttempt] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt asks again
  useEffect(() => {
    let here = true;
    setError(undefined);
    lineFiles(run, { whitespace, blankLines }).then(
      (files) => {
        if (!here) return;
        const made = { files, marks: files.map(marksOf) };
        takeIn(made, view);
        setPrepared(made);
      },
      (problem: unknown) => here && setError(problem),
    );
    return () => {
      here = false;
    };
  }, [run, view, whitespace, blankLines, attempt]);

  const marked = useMarked(prepared, { view, now });
  const complete = now.state.phase === 'finished' && marked.complete;
  // biome-ignore lint/correctness/useExhaustiveDependencies: marks and changes grow in place; `marked` says when they have
  const shown = useMemo<ShownLines | undefined>(() => {
    if (!prepared) return undefined;
    const files = shownFiles(prepared.files, prepared.marks, run.found, layout, open);
    return { files, rows: lineRows(files, complete) };
  }, [prepared, run, layout, open, marked.turns, complete]);
  return { shown, error, retry: () => setAttempt((last) => last + 1) };
}

/** One turn's worth of changes into the marks; true when there are no more. */
function takeIn({ files, marks }: Prepared, { rows }: DiffView): boolean {
  const done = files.map(({ index }, place) =>
    marks[place]?.catchUp(rows.steps, rows.found.files[index]?.noise ?? []),
  );
  return !done.includes(false);
}

/** Takes changes into the marks turn by turn. */
function useMarked(prepared: Prepared | undefined, { view, now }: ShownDiff) {
  const [marked, setMarked] = useState({ turns: 0, complete: false });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `now` changes when there are more changes
  useEffect(() => {
    if (!prepared) return;
    const take = () => {
      const complete = takeIn(prepared, view);
      setMarked(({ turns }) => ({ turns: turns + 1, complete }));
      timer.current = complete ? undefined : setTimeout(take);
    };
    take();
    return () => clearTimeout(timer.current);
  }, [prepared, view, now]);
  return marked;
}
