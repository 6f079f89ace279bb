// One step of the connect page: what to do, values to copy, where, and whether it is done.

import { Check as CheckMark, CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { OutputOf } from '../../contract/index.ts';
import { whoInWords } from '../hooks/problem.ts';
import { Button } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy-button.tsx';

type Check = OutputOf<'guide.check'>['checks'][number];

export interface GuideStep {
  readonly id: string;
  readonly title: string;
  readonly body: ReactNode;
  /** What the server can look at of it; without it the person ticks. */
  readonly checkedBy?: readonly Check['of'][];
}

export function Step({
  number,
  step: { title, body, checkedBy },
  checks = [],
  ticked,
  onTick,
  onCheck,
  checking,
}: {
  number: number;
  step: GuideStep;
  checks?: readonly Check[] | undefined;
  ticked: boolean;
  onTick: (ticked: boolean) => void;
  onCheck: () => void;
  checking: boolean;
}) {
  const good = checkedBy !== undefined && checks.length > 0 && checks.every(({ state }) => state === 'good');
  const done = ticked || good;
  return (
    <li className="step" data-done={done ? 'true' : undefined}>
      <h2>
        <span className="step-mark" aria-hidden="true">
          {done ? <CheckMark /> : number}
        </span>
        {title}
        {done ? <span className="visually-hidden">, done</span> : null}
      </h2>
      <div className="step-body">
        {body}
        {checks.map((check) => (
          <p key={check.what} className="check small" data-state={check.state}>
            {check.state === 'good' ? <CheckMark aria-hidden /> : <CircleAlert aria-hidden />}
            <span>
              {check.what}.{check.advice ? ` ${check.advice}` : null}{' '}
              {check.who && check.state !== 'good' ? whoInWords(check.who) : null}
            </span>
          </p>
        ))}
        <div className="row wrap">
          {checkedBy ? (
            <Button busy={checking} onPress={onCheck}>
              Check
            </Button>
          ) : null}
          {good ? null : (
            <label className="tick">
              <input
                type="checkbox"
                checked={ticked}
                aria-label={`${title}: done`}
                onChange={(event) => onTick(event.target.checked)}
              />
              Done
            </label>
          )}
        </div>
      </div>
    </li>
  );
}

/** A value that goes into a field of Setup, with its label there. */
export function Value({ label, text }: { label: string; text: string }) {
  return (
    <div className="value">
      <span className="muted small">{label}</span>
      <span className="code value-text">{text}</span>
      <CopyButton text={text} what={label} aria-label={`Copy ${label}`} />
    </div>
  );
}
