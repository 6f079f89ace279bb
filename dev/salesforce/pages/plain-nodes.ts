// Setup nodes that list no metadata: users, logins, the nodes below a node, and pages of one settings document.

import type { Org } from '../state/org.ts';
import { describeComponent } from './describe.ts';
import { shownDate } from './format.ts';
import type { CellView } from './list-view.ts';
import { nodeLabel, setupTree, type TreeEntry } from './tree.ts';
import type { View } from './view.ts';

type Plain = Pick<View, 'kind'> & Partial<View>;

/** Node → the settings whose document its page shows. */
const settingsOf: Readonly<Record<string, string>> = {
  AccountSettings: 'Account',
  ApexSettings: 'Apex',
  CaseSettings: 'Case',
  DevHub: 'DevHub',
  LanguageSettings: 'Language',
  SecurityPolicies: 'Security',
  SecuritySession: 'Security',
  UserInterfaceUI: 'UserInterface',
  UserManagementSettings: 'UserManagement',
};

/** What such a node's page shows; undefined for every other node. */
export async function plainNode(org: Org, node: string): Promise<Plain | undefined> {
  if (node === 'ManageUsers') return users(org);
  if (node === 'OrgLoginHistory') return logins(org);
  if (node === 'ConnectedAppsUsage' || node === 'ExternalClientApplicationOauthUsage') return appsInUse(org);
  if (node === 'ReleaseUpdates') return releaseUpdates;
  if (node === 'DeployStatus') return list(['Name', 'Status', 'Completed'], []);
  if (node === 'PermissionSetLicense') return list(['License', 'Status', 'Total', 'Used'], licences);
  const settings = Object.hasOwn(settingsOf, node) ? settingsOf[node] : undefined;
  if (settings) return settingsPage(org, settings);
  const below = childrenOf(node);
  return below && list(['Name'], below);
}

function list(columns: readonly string[], rows: readonly (readonly CellView[])[]): Plain {
  return { kind: 'list', columns, rows, total: rows.length };
}

const texts = (...cells: string[]): CellView[] => cells.map((text) => ({ text }));

const licences = [
  texts('Sales User', 'Active', '40', '31'),
  texts('Service User', 'Active', '25', '22'),
  texts('Identity Connect', 'Active', '100', '3'),
];

const releaseUpdates = list(
  ['Release Update', 'Status', 'Complete Steps By'],
  [
    texts('Enforce Profile Filtering', 'Getting Started', '1/2/2027'),
    texts('Run Flows in Bot User Context', 'Getting Started', '1/2/2027'),
  ],
);

function users(org: Org): Plain {
  const rows = org.people.list().map(({ id, name, username, profile, active }) => [
    {
      text: name,
      href: `/lightning/setup/ManageUsers/page?address=${encodeURIComponent(`/${id}?noredirect=1`)}`,
    },
    ...texts(username, profile, active ? '✓' : ''),
  ]);
  return list(['Full Name', 'Username', 'Profile', 'Active'], rows);
}

function logins(org: Org): Plain {
  const rows = org.ledger.logins
    .slice(-60)
    .toReversed()
    .map(({ userId, at, application, status, address }) =>
      texts(org.people.byId(userId)?.username ?? '', shownDate(at), application, status, address ?? ''),
    );
  return list(['Username', 'Login Time', 'Application', 'Status', 'Source IP'], rows);
}

function appsInUse(org: Org): Plain {
  const names = [org.app.name, ...[...org.createdApps.values()].map(({ name }) => name)];
  return list(
    ['App Name', 'Type'],
    names.map((name) => texts(name, 'External Client App')),
  );
}

async function settingsPage(org: Org, settings: string): Promise<Plain> {
  const component = org.components.byName('Settings', settings);
  if (!component)
    return { kind: 'summary', details: [['Settings', `${settings}: as Salesforce sets them`]], lists: [] };
  const { details, lists } = await describeComponent(org, component);
  const shown = lists.map((each) => ({ ...each, rows: each.rows.map((row) => texts(...row)) }));
  return { kind: 'summary', details, lists: shown };
}

/** Nodes that only lead to those below them: `ProcessAutomation`. */
function childrenOf(node: string): CellView[][] | undefined {
  const wanted = (entry: TreeEntry) => entry.children && entry.label.replaceAll(' ', '') === node;
  const found = setupTree.flatMap(({ entries }) => entries).find(wanted);
  return found?.children?.flatMap((child) =>
    child.node ? [[{ text: nodeLabel(child.node), href: `/lightning/setup/${child.node}/home` }]] : [],
  );
}
