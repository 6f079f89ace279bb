// Pages of Lightning outside of Setup: records, lists of records, reports, dashboards, personal settings.

import type { OrgComponent } from '../state/components.ts';
import type { Org } from '../state/org.ts';
import type { Person } from '../state/people.ts';
import { describeComponent } from './describe.ts';
import { framed } from './framed.ts';
import { columnLabel, recordName, recordRows } from './invented.ts';
import { listView } from './list-view.ts';
import type { View } from './view.ts';

/** Of what Salesforce names by the first characters of ids. */
export const recordObjects: Readonly<Record<string, string>> = {
  '001': 'Account',
  '003': 'Contact',
  '005': 'User',
  '006': 'Opportunity',
  '00Q': 'Lead',
  '500': 'Case',
  '0PL': 'Permission Set License',
};

export async function appView(org: Org, person: Person, url: URL, search: string): Promise<View> {
  const { pathname, searchParams } = url;
  const classic = /^\/lightning\/_classic\/(.+)$/.exec(pathname)?.[1];
  if (classic !== undefined) return classicPage(org, person, classic);
  const [, object = '', id = ''] =
    /^\/lightning\/r\/(?:(\w+)\/)?([0-9A-Za-z]{15,18})(?:\/\w+)?$/.exec(pathname) ?? [];
  if (id) return recordView(org, object, id);
  const list = /^\/lightning\/o\/(\w+)\/(?:list|home)$/.exec(pathname)?.[1];
  if (list) return objectList(org, list, searchParams.get('filterName') ?? '__Recent', search);
  const personal = /^\/lightning\/settings\/personal\/(\w+)\/home$/.exec(pathname)?.[1];
  if (personal) return personalPage(person, personal);
  if (pathname === '/lightning/page/home')
    return { ...titled('Home', 'Home'), kind: 'home', text: `Good morning, ${person.firstName}` };
  return gone('Home', 'Page not found', 'This page isn’t available in Salesforce.');
}

const titled = (node: string, heading: string, ...more: string[]) => ({
  node,
  tab: node,
  heading,
  title: [heading, ...more, 'Salesforce'].join(' | '),
});

const gone = (node: string, heading: string, text: string): View => ({
  ...titled(node, heading),
  kind: 'missing',
  text,
});

function classicPage(org: Org, person: Person, written: string): View {
  const path = decodeURIComponent(written);
  const at = titled('Home', 'Salesforce');
  return (
    framed(org, person, at, path.startsWith('/') ? path : `/${path}`) ?? gone('Home', 'Page not found', '')
  );
}

async function recordView(org: Org, object: string, id: string): Promise<View> {
  const component = org.components.byId(id);
  if (component?.type === 'Report')
    return viewer(
      org,
      component,
      `/reports/lightningReportApp.app?reportId=${component.id}`,
      'Report Viewer',
    );
  if (component?.type === 'Dashboard')
    return viewer(
      org,
      component,
      `/desktopDashboards/dashboardApp.app?dashboardId=${component.id}`,
      'dashboard',
    );
  if (component) {
    const { label, details, lists } = await describeComponent(org, component);
    const rows = lists.map((list) => ({
      ...list,
      rows: list.rows.map((row) => row.map((text) => ({ text }))),
    }));
    return { ...titled(component.type, label), kind: 'summary', details, lists: rows };
  }
  const known = recordObjects[id.slice(0, 3)];
  if (!known && !/^a/.test(id))
    return gone('Home', 'Page not found', 'The record you’re looking for was deleted or never existed.');
  return recordPage(org, known ?? object, id);
}

/** A report or a dashboard runs in a frame on Lightning's own host. */
async function viewer(org: Org, component: OrgComponent, path: string, title: string): Promise<View> {
  const { label } = await describeComponent(org, component);
  const src = `https://${org.settings.lightningHost}${path}`;
  return { ...titled(component.type, label), kind: 'frame', bare: true, frame: { src, title } };
}

function recordPage(org: Org, object: string, id: string): View {
  const name = org.people.byId(id)?.name ?? recordName(object, id);
  return {
    ...titled(object, name, object),
    eyebrow: columnLabel(object),
    kind: 'summary',
    details: [
      [`${columnLabel(object)} Name`, name],
      ['Owner', org.people.list()[0]?.name ?? ''],
      ['Record ID', id],
    ],
    lists: [],
  };
}

/** Through a list view, by its id or its name; `__Recent` and the like are Salesforce's own. */
async function objectList(org: Org, object: string, filter: string, search: string): Promise<View> {
  const kept = org.components.byId(filter) ?? org.components.byName('ListView', `${object}.${filter}`);
  const at = (heading: string) => ({ ...titled(object, heading, plural(object)), eyebrow: plural(object) });
  const types = { Report: 'Report', Dashboard: 'Dashboard' }[object];
  if (types)
    return { ...at('Recent'), kind: 'list', ...(await listView(org, org.components.list(types), search)) };
  const view = kept?.type === 'ListView' ? await describeComponent(org, kept) : undefined;
  if (!view && /^\d/.test(filter))
    return gone(object, plural(object), 'The list view was deleted or never existed.');
  const columns = view?.details.filter(([name]) => name === 'Columns').map(([, value]) => value) ?? [];
  const shown = columns.length > 0 ? columns : ['Name', 'Owner Alias', 'Status', 'Close Date'];
  const all = recordRows(object, shown, `${object}${filter}`);
  const rows = all.filter(([first]) => first?.text.toLowerCase().includes(search.trim().toLowerCase()));
  const heading = view?.label ?? (filter.startsWith('__') ? 'Recently Viewed' : columnLabel(filter));
  return { ...at(heading), kind: 'list', columns: shown.map(columnLabel), rows, total: rows.length };
}

function plural(object: string): string {
  const label = columnLabel(object);
  if (/(?:s|x|ch|sh)$/.test(label)) return `${label}es`;
  return label.endsWith('y') ? `${label.slice(0, -1)}ies` : `${label}s`;
}

function personalPage(person: Person, page: string): View {
  return {
    ...titled('Home', columnLabel(page)),
    eyebrow: 'Personal Settings',
    kind: 'summary',
    details: [
      ['Name', person.name],
      ['Username', person.username],
      ['Email', person.email],
      ['Profile', person.profile],
    ],
    lists: [],
  };
}
