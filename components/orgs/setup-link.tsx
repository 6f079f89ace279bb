// Links to pages of an org's own Setup, by its My Domain, which leads on to the right host.

import { ExternalLink } from 'lucide-react';
import './orgs.css';

const nodes = {
  apps: ['External Client App Manager', 'ManageExternalClientApplication'],
  permissionSets: ['Permission Sets', 'PermSets'],
  users: ['Users', 'ManageUsers'],
  profiles: ['Profiles', 'EnhancedProfiles'],
  session: ['Session Settings', 'SecuritySession'],
  network: ['Network Access', 'NetworkAccess'],
  usage: ['Connected Apps OAuth Usage', 'ConnectedAppsUsage'],
  logins: ['Login History', 'OrgLoginHistory'],
  trail: ['Setup Audit Trail', 'SecurityEvents'],
  domain: ['My Domain', 'OrgDomain'],
} as const;

export type SetupNode = keyof typeof nodes;

export function SetupLink({ apiHost, to }: { apiHost: string; to: SetupNode }) {
  const [label, node] = nodes[to];
  return (
    <a
      className="setup-link"
      href={`https://${apiHost}/lightning/setup/${node}/home`}
      target="_blank"
      rel="noreferrer"
    >
      {label}
      <ExternalLink aria-hidden />
    </a>
  );
}

/** Where an admin of the org sees what was blocked, by whom, and what was signed in. */
export function BlockedLinks({ apiHost }: { apiHost: string }) {
  return (
    <p className="muted small row wrap">
      In Setup: <SetupLink apiHost={apiHost} to="usage" /> <SetupLink apiHost={apiHost} to="logins" />{' '}
      <SetupLink apiHost={apiHost} to="trail" />
    </p>
  );
}
