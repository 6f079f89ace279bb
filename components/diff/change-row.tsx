// One change: sign and word, where in words, old → new.

import { type ReactNode, useState } from 'react';
import type { Change } from '#core/diff/change.ts';
import { signs, words } from './change-words.ts';
import { WordText } from './word-text.tsx';

/** Values longer than this together stand below each other instead of in the line. */
const inLineUpTo = 56;
const foldedLines = 8;

export function ChangeRow({
  change,
  text,
  apart,
  current,
  onPick,
}: {
  change: Change;
  text: string;
  apart: boolean;
  current: boolean;
  onPick: (() => void) | undefined;
}) {
  const { before, after, kind } = change;
  const both = `${before ?? ''}${after ?? ''}`;
  const short = both.length <= inLineUpTo && !both.includes('\n');
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: n and p and the buttons of the bar do the same
    // biome-ignore lint/a11y/noStaticElementInteractions: a click only makes this step the current one
    <div
      className="change"
      data-kind={kind}
      data-current={current || undefined}
      data-apart={apart || undefined}
      aria-current={current || undefined}
      onClick={onPick}
    >
      <span className="change-kind">
        <span aria-hidden="true">{signs[kind]}</span> {words[kind]}
      </span>
      <div className="change-body">
        <span className="change-where">{text}</span>
        {short ? <ShortValues before={before} after={after} /> : null}
        {short ? null : <LongValues before={before} after={after} />}
      </div>
    </div>
  );
}

function ShortValues({ before, after }: { before: string | undefined; after: string | undefined }) {
  if (!before && !after) return null;
  return (
    <span className="change-values">
      {before === undefined ? null : <del className="value old">{before === '' ? 'empty' : before}</del>}
      {before !== undefined && after !== undefined ? <span className="arrow"> → </span> : null}
      {after === undefined ? null : <ins className="value new">{after === '' ? 'empty' : after}</ins>}
    </span>
  );
}

function LongValues({ before, after }: { before: string | undefined; after: string | undefined }) {
  const [all, setAll] = useState(false);
  const long = lines(before) > foldedLines || lines(after) > foldedLines;
  const block = (as: 'old' | 'new', content: ReactNode) => {
    const Tag = as === 'old' ? 'del' : 'ins';
    return (
      <Tag className={`block ${as}`} data-folded={(long && !all) || undefined}>
        {content}
      </Tag>
    );
  };
  return (
    <div className="change-blocks">
      {before === undefined ? null : block('old', <WordText of={before} against={after} side="before" />)}
      {after === undefined ? null : block('new', <WordText of={after} against={before} side="after" />)}
      {long ? (
        <button type="button" className="change-more" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? 'Show less' : 'Show all of it'}
        </button>
      ) : null}
    </div>
  );
}

function lines(value: string | undefined): number {
  return value === undefined ? 0 : Math.max(value.split('\n').length, value.length / 60);
}
