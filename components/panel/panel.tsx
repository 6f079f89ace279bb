// The panel, docked or in the side panel: one gate after the other, and behind the last the component's history.

import { useState } from 'react';
import { useHostEvent } from '../hooks/host.tsx';
import { useCurrentPage } from '../hooks/use-current-page.ts';
import { useSession } from '../hooks/use-session.ts';
import { SignedOut } from '../session/signed-out.tsx';
import { ProblemNotice } from '../ui/problem-notice.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { NothingHere } from './nothing-here.tsx';
import { OrgGate } from './org-gate.tsx';
import { PanelFrame } from './panel-frame.tsx';
import { targetOf } from './target.ts';
import './panel.css';

export function Panel() {
  const page = useCurrentPage();
  const session = useSession();
  // The shortcut may ask before the component is known: the wish waits for it.
  const [compareAsked, setCompareAsked] = useState(false);
  useHostEvent('compare', () => setCompareAsked(true));
  const error = page.error ?? session.error;
  if (error && !(page.data && session.data)) {
    return (
      <PanelFrame>
        <ProblemNotice
          error={error}
          onRetry={() => {
            void page.refetch();
            void session.refetch();
          }}
        />
      </PanelFrame>
    );
  }
  if (!page.data || !session.data) {
    return (
      <PanelFrame>
        <Skeleton label="Loading the panel" />
      </PanelFrame>
    );
  }
  const target = targetOf(page.data);
  if (session.data.state !== 'signed_in') {
    return (
      <PanelFrame target={target}>
        <SignedOut session={session.data} />
      </PanelFrame>
    );
  }
  if (target.kind !== 'component') {
    return (
      <PanelFrame target={target}>
        <NothingHere target={target} />
      </PanelFrame>
    );
  }
  return (
    <OrgGate target={target} compareAsked={compareAsked} onCompareTaken={() => setCompareAsked(false)} />
  );
}
