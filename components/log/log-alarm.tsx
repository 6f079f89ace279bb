// Says loudly that the audit log is not the one this browser knows: what was found, what it means, what to do.

import { lazy, Suspense, useState } from 'react';
import { useHost } from '../hooks/host.tsx';
import { useLog } from '../hooks/use-log.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { KeyFacts } from './key-facts.tsx';
import { brokenInWords, brokenTitle } from './log-words.ts';
import { SaveKept } from './save-kept.tsx';
import './log.css';

const TrustDialog = lazy(() =>
  import('./trust-dialog.tsx').then((module) => ({ default: module.TrustDialog })),
);

/** On top of a page, until somebody asks for more. Nothing while the log is what it was. */
export function LogAlarm() {
  const state = useLog();
  const [open, setOpen] = useState(false);
  if (state?.state !== 'broken') return null;
  if (open) return <LogBroken onLess={() => setOpen(false)} />;
  return (
    <div className="log-alarm">
      <Notice
        tone="danger"
        title={brokenTitle}
        actions={<Button onPress={() => setOpen(true)}>What it means and what to do</Button>}
      >
        <p>{brokenInWords(state)}</p>
      </Notice>
    </div>
  );
}

/** The whole of it. */
export function LogBroken({ onLess }: { onLess?: () => void } = {}) {
  const host = useHost();
  const state = useLog();
  const [asking, setAsking] = useState(false);
  if (state?.state !== 'broken') return null;
  const docked = host.surface === 'docked';
  return (
    <div className="log-alarm">
      <Notice
        tone="danger"
        title={brokenTitle}
        actions={
          <>
            <SaveKept evidence />
            {docked ? (
              <Button onPress={() => void host.openSidePanel()}>Decide in the side panel</Button>
            ) : (
              <Button onPress={() => setAsking(true)}>Trust it anew …</Button>
            )}
            {onLess ? (
              <Button variant="quiet" onPress={onLess}>
                Show less
              </Button>
            ) : null}
          </>
        }
      >
        <p>{brokenInWords(state)}</p>
        <p>
          Somebody may have rewritten who asked Salesforce for a token, or hidden it. A backup that was put
          back looks the same.
        </p>
        <ol className="log-steps">
          <li>Do not rely on these records until this is explained.</li>
          <li>Save the evidence, and keep it where whoever runs Canvasback cannot change it.</li>
          <li>
            Ask whoever runs Canvasback what happened. With the evidence and an export of the log,{' '}
            <code>canvasback audit verify</code> names the first entry that is wrong.
          </li>
          <li>
            Compare these SHA-256 fingerprints with the one they published. Trust the log anew only when you
            know why.
          </li>
        </ol>
        <KeyFacts state={state} />
      </Notice>
      {asking ? (
        <Suspense>
          <TrustDialog state={state} onClose={() => setAsking(false)} />
        </Suspense>
      ) : null}
    </div>
  );
}
