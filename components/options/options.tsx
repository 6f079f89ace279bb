// The options page: how things look, which orgs are left alone, keys, and every byte the extension stores.

import { ConnectGuide } from '../guide/connect-guide.tsx';
import { useChangeSettings, useSettings } from '../hooks/use-settings.ts';
import { ProblemNotice } from '../ui/problem-notice.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { AuditLog } from './audit-log.tsx';
import { Choice } from './choice.tsx';
import { HiddenOrgs } from './hidden-orgs.tsx';
import { Keys } from './keys.tsx';
import { Members } from './members.tsx';
import { Orgs } from './orgs.tsx';
import { AccountRecords } from './records.tsx';
import { Shortcuts } from './shortcuts.tsx';
import { Stored } from './stored.tsx';
import './options.css';

/** `connect`: the org whose connect page is wanted in place of the options. */
export function Options({ connect }: { connect?: string | undefined } = {}) {
  return connect ? <ConnectGuide apiHost={connect} /> : <AllOptions />;
}

function AllOptions() {
  const settings = useSettings();
  const change = useChangeSettings();
  return (
    <main className="options">
      <h1>Canvasback options</h1>
      <section aria-labelledby="look">
        <h2 id="look">Look</h2>
        {settings.error ? (
          <ProblemNotice error={settings.error} onRetry={() => void settings.refetch()} />
        ) : null}
        {change.error ? <ProblemNotice error={change.error} /> : null}
        {settings.data ? (
          <>
            <Choice
              label="Theme"
              value={settings.data.theme}
              choices={[
                { value: 'system', label: 'As the system' },
                { value: 'light', label: 'Light' },
                { value: 'dark', label: 'Dark' },
              ]}
              onChange={(theme) => change.mutate({ theme })}
            />
            <Choice
              label="Colours of differences"
              value={settings.data.diffColours}
              choices={[
                { value: 'red-green', label: 'Red and green' },
                { value: 'blue-orange', label: 'Blue and orange' },
              ]}
              onChange={(diffColours) => change.mutate({ diffColours })}
            />
            <p className="sample code" aria-hidden="true">
              <span className="plus">+ added</span> <span className="minus">− removed</span>{' '}
              <span className="changed">± changed</span> <span className="moved">↕ moved</span>
            </p>
          </>
        ) : settings.error ? null : (
          <Skeleton label="Loading the settings" rows={3} />
        )}
      </section>
      {settings.data ? (
        <HiddenOrgs
          hidden={settings.data.hiddenOrgs}
          onChange={(hiddenOrgs) => change.mutate({ hiddenOrgs })}
        />
      ) : null}
      <Orgs />
      <Members />
      <AccountRecords />
      <AuditLog />
      <Shortcuts />
      <Keys />
      <Stored />
    </main>
  );
}
