// The frame of every state of the panel: what is on screen, in which org, and the way out.

import { PanelRightOpen, X } from 'lucide-react';
import { type ReactNode, useRef } from 'react';
import { typeRegistry } from '#core/component.ts';
import type { OutputOf } from '../../contract/index.ts';
import { useHost } from '../hooks/host.tsx';
import { useKeptFocus } from '../hooks/use-kept-focus.ts';
import { LogAlarm } from '../log/log-alarm.tsx';
import { OrgChip } from '../orgs/org-chip.tsx';
import { Button } from '../ui/button.tsx';
import { LoginAs } from './login-as.tsx';
import type { Target } from './target.ts';

export function PanelFrame({
  target,
  org,
  fullName,
  action,
  tools,
  verdict,
  children,
}: {
  target?: Target | undefined;
  org?: OutputOf<'orgs.status'>['org'];
  /** The component's name once history or a live read told it. */
  fullName?: string | undefined;
  /** The one primary action. */
  action?: ReactNode;
  /** Small buttons beside the way out. */
  tools?: ReactNode;
  /** The verdict line, below the action. */
  verdict?: ReactNode;
  children: ReactNode;
}) {
  const host = useHost();
  const area = useRef<HTMLElement>(null);
  useKeptFocus(area);
  const apiHost = target && 'apiHost' in target ? target.apiHost : undefined;
  return (
    <main className="panel" ref={area}>
      <header className="panel-head">
        <div className="panel-title">
          <Title target={target} fullName={fullName} />
          <span className="panel-tools">
            {tools}
            {host.surface === 'docked' ? (
              <>
                <Button
                  variant="quiet"
                  icon={<PanelRightOpen aria-hidden />}
                  aria-label="Open in the side panel"
                  onPress={() => void host.openSidePanel()}
                />
                <Button
                  variant="quiet"
                  icon={<X aria-hidden />}
                  aria-label="Close panel"
                  onPress={() => void host.closePanel()}
                />
              </>
            ) : null}
          </span>
        </div>
        <div className="panel-actions">
          {action}
          <OrgChip org={org} apiHost={apiHost} />
        </div>
        {verdict}
      </header>
      <LoginAs />
      <LogAlarm />
      {children}
    </main>
  );
}

function Title({ target, fullName }: { target: Target | undefined; fullName: string | undefined }) {
  if (target?.kind !== 'component') return <h1 className="panel-name">Canvasback</h1>;
  const name = fullName ?? target.fullName ?? target.id ?? '';
  return (
    <h1 className="panel-name" title={name}>
      <span className="panel-type">{typeRegistry[target.type].label}</span>
      <span className="panel-dot" aria-hidden="true">
        ·
      </span>
      <span className="ellipsis">{name}</span>
    </h1>
  );
}
