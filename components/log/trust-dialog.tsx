// Asks before a log that is not the one that was known is trusted all the same: what that means, and which key it is.

import { useState } from 'react';
import type { LogState } from '../../utils/log-state.ts';
import { useAnnounce } from '../hooks/announce.tsx';
import { problemOf } from '../hooks/problem.ts';
import { useTrustLog } from '../hooks/use-log.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { KeyFacts } from './key-facts.tsx';
import { brokenInWords } from './log-words.ts';

export function TrustDialog({ state, onClose }: { state: LogState; onClose: () => void }) {
  const announce = useAnnounce();
  const [asked, setAsked] = useState(false);
  const trust = useTrustLog(() => {
    announce('The audit log is trusted anew.');
    onClose();
  });
  const { log, broken } = state;
  const vkey = broken?.vkey ?? log?.vkey ?? '';
  return (
    <Dialog title="Trust the audit log anew" onClose={onClose}>
      <p>{brokenInWords(state)}</p>
      <p>
        What is shown from now on will count as the log, and this browser can no longer tell what was
        different before. Save the evidence first. That it was trusted anew, and why, stays written beside the
        log.
      </p>
      <KeyFacts state={state} />
      <label className="check-line">
        <input type="checkbox" checked={asked} onChange={({ target }) => setAsked(target.checked)} />
        <span>
          I asked whoever runs Canvasback, know why this happened, and compared the key with theirs.
        </span>
      </label>
      {trust.error ? (
        <p role="alert" className="problem-line">
          {problemOf(trust.error).title} {problemOf(trust.error).action}
        </p>
      ) : null}
      <div className="dialog-actions">
        <Button onPress={onClose}>Cancel</Button>
        <Button
          variant="danger"
          isDisabled={!asked}
          busy={trust.isPending}
          onPress={() => trust.mutate(vkey)}
        >
          Trust it anew
        </Button>
      </div>
    </Dialog>
  );
}
