// One line of text in the line lenses, in one column or two.

import type { LineOfText } from './line-rows.ts';
import { WordText } from './word-text.tsx';

const spoken = { same: '', added: 'Added: ', removed: 'Removed: ', changed: 'Changed: ' } as const;
const signs = { same: '', added: '+', removed: '−', changed: '' } as const;

export function InlineLine({ row, current }: { row: LineOfText; current: boolean }) {
  const added = row.state === 'added';
  return (
    <div className="line" data-state={row.state} data-current={current || undefined}>
      <span className="number">{row.before}</span>
      <span className="number">{row.after}</span>
      <Sign state={row.state} />
      <Text
        state={row.state}
        text={(added ? row.right : row.left) ?? ''}
        other={added ? row.left : row.right}
        side={added ? 'after' : 'before'}
      />
    </div>
  );
}

export function SplitLine({ row, current }: { row: LineOfText; current: boolean }) {
  return (
    <div className="line-pair" data-current={current || undefined}>
      <Half number={row.before} text={row.left} other={row.right} same={row.state === 'same'} side="before" />
      <Half number={row.after} text={row.right} other={row.left} same={row.state === 'same'} side="after" />
    </div>
  );
}

function Half(props: {
  number: number | undefined;
  text: string | undefined;
  other: string | undefined;
  same: boolean;
  side: 'before' | 'after';
}) {
  const { number, text, other, same, side } = props;
  if (number === undefined) return <div className="line half" data-state="none" />;
  const state = same ? 'same' : side === 'before' ? 'removed' : 'added';
  return (
    <div className="line half" data-state={state}>
      <span className="number">{number}</span>
      <Sign state={state} />
      <Text state={state} text={text ?? ''} other={other} side={side} />
    </div>
  );
}

function Sign({ state }: { state: LineOfText['state'] }) {
  return (
    <span className="sign" aria-hidden="true">
      {signs[state]}
    </span>
  );
}

const tabSize = 4;

/** Long lines wrap below their own indentation; the blanks themselves stay in the text, so copies are whole. */
function Text(props: {
  state: LineOfText['state'];
  text: string;
  other: string | undefined;
  side: 'before' | 'after';
}) {
  const { state, text, other, side } = props;
  const indent = /^[ \t]*/.exec(text)?.[0] ?? '';
  const columns = [...indent].reduce((sum, blank) => sum + (blank === '\t' ? tabSize : 1), 0);
  return (
    <span className="line-text" style={{ paddingInlineStart: `min(${columns}ch, 40%)` }}>
      {state === 'same' ? null : <span className="visually-hidden">{spoken[state]}</span>}
      {indent ? <span className="indent">{indent}</span> : null}
      {state === 'same' ? (
        text.slice(indent.length)
      ) : (
        <WordText of={text} against={other} side={side} skip={indent.length} />
      )}
    </span>
  );
}
