// An org's way from its own app back to the installation's: asked once more, tried at once, and its own stays until that is accepted.

import { useState } from 'react';
import { useCommand } from '../hooks/endpoint.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ProblemNotice } from '../ui/problem-notice.tsx';

interface LeaveAppProps {
  readonly apiHost: string;
  /** It is on its way already. */
  readonly returning: boolean;
  /** Only an owner may change it. */
  readonly owner: boolean;
  readonly onChanged: () => void;
}

export function LeaveApp({ apiHost, returning, owner, onChanged }: LeaveAppProps) {
  const [asks, setAsks] = useState(false);
  const leave = useCommand('guide.leaveApp', () => {
    setAsks(false);
    onChanged();
  });
  const keep = useCommand('guide.keepApp', onChanged);
  const { refused } = leave.data ?? {};
  const error = leave.error ?? keep.error;
  return (
    <>
      {returning ? (
        <p className="muted small">
          This org goes back to this server’s app, whose values are shown here, as soon as Salesforce accepts
          it. Until then its own app stays in use. It is tried again by itself, up to every six hours.
        </p>
      ) : null}
      {returning && refused ? <p role="status">Salesforce does not accept it yet: {refused}</p> : null}
      {owner ? (
        <div className="row wrap">
          {returning ? (
            <>
              <Button busy={leave.isPending} onPress={() => leave.mutate({ apiHost })}>
                Try now
              </Button>
              <Button busy={keep.isPending} onPress={() => keep.mutate({ apiHost })}>
                Stay with its own app
              </Button>
            </>
          ) : (
            <Button onPress={() => setAsks(true)}>Go back to this server’s app</Button>
          )}
        </div>
      ) : null}
      {error && !asks ? <ProblemNotice error={error} /> : null}
      {asks ? (
        <Dialog title="Go back to this server’s app?" onClose={() => setAsks(false)}>
          <p>
            Salesforce is asked for a token by this server’s app, as the integration user. When it gives one,
            everybody of this org goes by that app, and the key of the org’s own app is destroyed.
          </p>
          <p>When it does not, nothing changes: the org’s own app stays in use until Salesforce does.</p>
          {leave.error ? <ProblemNotice error={leave.error} /> : null}
          <div className="dialog-actions">
            <Button onPress={() => setAsks(false)}>Cancel</Button>
            <Button variant="primary" busy={leave.isPending} onPress={() => leave.mutate({ apiHost })}>
              Go back
            </Button>
          </div>
        </Dialog>
      ) : null}
    </>
  );
}
