// The panel, docked or in the side panel: one gate after the other, and behind the last the component's history.

import { useEffect, useRef, useState } from 'react';
import { useHostEvent } from '../hooks/host.tsx';
import { useCurrentPage } from '../hooks/use-current-page.ts';
import { useSession } from '../hooks/use-session.ts';
import { SignedOut } from '../session/signed-out.tsx';
import { ProblemNotice } from '../ui/problem-notice.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { NoComponent } from './no-component.tsx';
import { OrgGate } from './org-gate.tsx';
import { PanelFrame } from './panel-frame.tsx';
import { targetOf } from './target.ts';
import './panel.css';

/** So long an inner frame that names the component may take to arrive. */
const frameMs = 2_000;

export function Panel() {
  const page = useCurrentPage();
  const session = useSession();
  // The shortcut may ask before the component is known: the wish waits for it.
  const [compareAsked, setCompareAsked] = useState(false);
  useHostEvent('compare', () => setCompareAsked(true));
  const openingClick = useRef(true);
  const target = page.data && targetOf(page.data);
  const elsewhere = target !== undefined && target.kind !== 'component' && target.kind !== 'ambiguous';
  // Opened on a page without a component: a later page is not what the click, or the shortcut, was for.
  useEffect(() => {
    if (elsewhere) openingClick.current = false;
  }, [elsewhere]);
  const nowhere = elsewhere && !page.isFetching;
  useEffect(() => {
    if (!nowhere || !compareAsked) return;
    const timer = setTimeout(() => setCompareAsked(false), frameMs);
    return () => clearTimeout(timer);
  }, [nowhere, compareAsked]);
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
  if (!target || !session.data) {
    return (
      <PanelFrame>
        <Skeleton label="Loading the panel" />
      </PanelFrame>
    );
  }
  if (session.data.state !== 'signed_in') {
    return (
      <PanelFrame target={target}>
        <SignedOut session={session.data} />
      </PanelFrame>
    );
  }
  if (target.kind !== 'component' && target.kind !== 'ambiguous') {
    return <NoComponent key={'apiHost' in target ? target.apiHost : undefined} target={target} />;
  }
  return (
    // What one org answers, or was being asked, is nothing to the next.
    <OrgGate
      key={target.apiHost}
      target={target}
      openingClick={openingClick}
      compareAsked={compareAsked}
      onCompareTaken={() => setCompareAsked(false)}
    />
  );
}
