// Three steps to the first compare, each ticked as it is done.

import { Check } from 'lucide-react';
import type { FirstRunProgress } from './use-first-run.ts';

export function FirstRun({ progress }: { progress: FirstRunProgress }) {
  const steps = [
    { name: 'Sign in', done: progress.signedIn },
    { name: 'Connect', done: progress.connected },
    { name: 'Compare', done: progress.compared },
  ];
  const next = steps.findIndex(({ done }) => !done);
  return (
    <ol className="first-run" aria-label="First steps">
      {steps.map(({ name, done }, index) => (
        <li
          key={name}
          data-state={done ? 'done' : index === next ? 'next' : 'later'}
          aria-current={index === next ? 'step' : undefined}
        >
          <span className="first-run-mark" aria-hidden="true">
            {done ? <Check /> : index + 1}
          </span>
          {name}
          {done ? <span className="visually-hidden">, done</span> : null}
        </li>
      ))}
    </ol>
  );
}
