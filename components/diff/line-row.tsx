// One line of text in the line lenses, in one column or two, with the number of its change and the move it is part of.

import { formatCount } from '../ui/counted.ts';
import type { Side } from './line-marks.ts';
import type { Layout } from './line-model.ts';
import type { LineOfText, MovedTo } from './line-rows.ts';
import { WordText } from './word-text.tsx';

const spoken = { same: '', added: 'Added: ', removed: 'Removed: ', changed: 'Changed: ' } as const;
const signs = { same: '', added: '+', removed: '−', changed: '' } as const;
const movedSign = '↕';

export interface LineActions {
  /** Makes a change the current one. */
  onStep(step: number): void;
  /** Brings the other end of a move into view. */
  onJump(file: number, side: Side, line: number): void;
}

interface LineProps {
  row: LineOfText;
  current: boolean;
  actions: LineActions;
}

export function InlineLine({ row, current, actions }: LineProps) {
  const added = row.state === 'added';
  const move = moveOf(row, added ? 'after' : 'before');
  return (
    <div
      className="line"
      data-state={row.state}
      data-noise={row.noise || undefined}
      data-moved={move ? true : undefined}
      data-current={current || undefined}
    >
      <StepNumber row={row} onStep={actions.onStep} />
      <span className="number">{row.before}</span>
      <span className="number">{row.after}</span>
      <Sign state={row.state} moved={move !== undefined} />
      <Text
        state={row.state}
        text={(added ? row.right : row.left) ?? ''}
        other={added ? row.left : row.right}
        side={added ? 'after' : 'before'}
        noise={row.noise}
        move={move}
        onJump={(side, line) => actions.onJump(row.file, side, line)}
      />
    </div>
  );
}

export function SplitLine({ row, current, actions }: LineProps) {
  return (
    <div className="line-pair" data-current={current || undefined}>
      <StepNumber row={row} onStep={actions.onStep} />
      <Half row={row} side="before" actions={actions} />
      <Half row={row} side="after" actions={actions} />
    </div>
  );
}

function Half({ row, side, actions }: { row: LineOfText; side: Side; actions: LineActions }) {
  const number = row[side];
  if (number === undefined) return <div className="line half" data-state="none" />;
  const [text, other] = side === 'before' ? [row.left, row.right] : [row.right, row.left];
  const state = row.state === 'same' ? 'same' : side === 'before' ? 'removed' : 'added';
  const move = moveOf(row, side);
  return (
    <div
      className="line half"
      data-state={state}
      data-noise={row.noise || undefined}
      data-moved={move ? true : undefined}
    >
      <span className="number">{number}</span>
      <Sign state={state} moved={move !== undefined} />
      <Text
        state={state}
        text={text ?? ''}
        other={other}
        side={side}
        noise={row.noise}
        move={move}
        onJump={(end, line) => actions.onJump(row.file, end, line)}
      />
    </div>
  );
}

interface Move extends MovedTo {
  /** The side of the other end. */
  readonly end: Side;
}

function moveOf({ movedTo, movedFrom }: LineOfText, side: Side): Move | undefined {
  if (side === 'before') return movedTo && { ...movedTo, end: 'after' };
  return movedFrom && { ...movedFrom, end: 'before' };
}

/** The changes that begin at this line, as the row of steps counts them. */
function StepNumber({ row: { steps }, onStep }: { row: LineOfText; onStep: (step: number) => void }) {
  const [first] = steps;
  if (first === undefined) return <span className="step" />;
  const last = steps.at(-1) ?? first;
  const name =
    steps.length === 1
      ? `Change ${formatCount(first + 1)}`
      : `Changes ${formatCount(first + 1)} to ${formatCount(last + 1)}`;
  return (
    <button
      type="button"
      className="step"
      tabIndex={-1}
      title={name}
      aria-label={name}
      data-steps={steps.map((step) => step + 1).join(' ')}
      onClick={() => onStep(first)}
    >
      {first + 1}
      {steps.length > 1 ? '…' : ''}
    </button>
  );
}

function Sign({ state, moved }: { state: LineOfText['state']; moved: boolean }) {
  return (
    <span className="sign" aria-hidden="true">
      {moved ? movedSign : signs[state]}
    </span>
  );
}

/** As `diff` has always told it, below the last line of the side that has none. */
export function NewlineNote({ side, layout }: { side: Side | 'both'; layout: Layout }) {
  const note = 'No newline at end of file';
  if (layout === 'split') {
    return (
      <div className="line-pair newline">
        <span className="step" />
        <div className="newline-half">{side === 'after' ? null : note}</div>
        <div className="newline-half">{side === 'before' ? null : note}</div>
      </div>
    );
  }
  const where = side === 'both' ? '' : side === 'before' ? ' in the older version' : ' in the newer version';
  return (
    <div className="newline">
      {note}
      {where}
    </div>
  );
}

const tabSize = 4;

/** Long lines wrap below their own indentation; the blanks themselves stay in the text, so copies are whole. */
function Text(props: {
  state: LineOfText['state'];
  text: string;
  other: string | undefined;
  side: Side;
  noise: boolean;
  move: Move | undefined;
  onJump: (side: Side, line: number) => void;
}) {
  const { state, text, other, side, noise, move, onJump } = props;
  const indent = /^[ \t]*/.exec(text)?.[0] ?? '';
  const columns = [...indent].reduce((sum, blank) => sum + (blank === '\t' ? tabSize : 1), 0);
  const direction = side === 'before' ? 'to' : 'from';
  return (
    <span className="line-text" style={{ paddingInlineStart: `min(${columns}ch, 40%)` }}>
      {state === 'same' ? null : (
        <span className="visually-hidden">
          {noise ? 'Not counted, ' : ''}
          {move ? 'Moved: ' : spoken[state]}
        </span>
      )}
      {indent ? <span className="indent">{indent}</span> : null}
      {state === 'same' || move ? (
        text.slice(indent.length)
      ) : (
        <WordText of={text} against={other} side={side} skip={indent.length} />
      )}
      {move?.first ? (
        <button type="button" className="move" onClick={() => onJump(move.end, move.line)}>
          moved {direction} line {formatCount(move.line)}
        </button>
      ) : null}
    </span>
  );
}
