// What a Setup address shows, as data: the page's own script draws it, as Lightning does.

import { componentFacts } from '../metadata/facts.ts';
import type { Org } from '../state/org.ts';
import type { Person } from '../state/people.ts';
import { appView } from './app-view.ts';
import { describeComponent } from './describe.ts';
import { shownDate, shownPerson } from './format.ts';
import { framed } from './framed.ts';
import { type CellView, type ListView, listView, shownRows } from './list-view.ts';
import { componentsOf } from './nodes.ts';
import { objectManagerView } from './object-manager.ts';
import { readPermissions } from './permission-xml.ts';
import { plainNode } from './plain-nodes.ts';
import { nodeLabel } from './tree.ts';

export interface View {
  readonly node: string;
  /** The tab it lies under, where that is not Setup's own. */
  readonly tab?: string;
  readonly title: string;
  readonly heading: string;
  /** The small line over the heading; Setup where there is none. */
  readonly eyebrow?: string;
  /** The frame has a heading of its own. */
  readonly bare?: boolean;
  readonly kind: 'home' | 'list' | 'frame' | 'summary' | 'missing';
  readonly columns?: readonly string[];
  readonly rows?: readonly (readonly CellView[])[];
  readonly total?: number;
  /** Further lists of a summary. */
  readonly lists?: readonly NamedList[];
  /** Other pages of the same thing. */
  readonly links?: readonly CellView[];
  readonly frame?: { readonly src: string; readonly title: string };
  readonly details?: readonly (readonly [string, string])[];
  readonly text?: string;
}

export type Titled = Pick<View, 'node' | 'title' | 'heading'>;

interface NamedList extends ListView {
  readonly heading: string;
}

/** `to` is a path with its query and fragment, of a Setup or Lightning host. */
export async function viewOf(org: Org, person: Person, to: string, search: string): Promise<View> {
  const url = legacyPlace(new URL(to, 'https://here.invalid'));
  if (!/^\/lightning\/(?!setup\/)/.test(url.pathname)) return setupView(org, person, url, search);
  return appView(org, person, url, search);
}

async function setupView(org: Org, person: Person, url: URL, search: string): Promise<View> {
  const path = /^\/lightning\/setup\/([A-Za-z]+)(?:\/(.*))?$/.exec(url.pathname);
  const node = path?.[1] ?? 'SetupOneHome';
  const rest = path?.[2] ?? 'home';
  const titled = { node, title: `${nodeLabel(node)} | Salesforce`, heading: nodeLabel(node) };
  if (node === 'SetupOneHome')
    return { ...titled, title: 'Home | Salesforce', heading: 'Home', kind: 'home' };
  const addresses = url.searchParams.getAll('address');
  const inner = addresses.length === 1 ? (addresses[0] ?? null) : null;
  if (node === 'ObjectManager') return objectManagerView(org, person, { rest, inner, search });
  if (rest === 'home') {
    const components = await componentsOf(org.components, node);
    if (components) return { ...titled, kind: 'list', ...(await listView(org, components, search)) };
    const plain = await plainNode(org, node);
    if (plain) return { ...titled, ...plain };
  }
  const summary = /^(0PS[0-9A-Za-z]{12,15})\/summary$/.exec(rest);
  if (node === 'PermSets' && summary) return permissionSummary(org, titled, summary[1] ?? '');
  const own = /^([0-9A-Za-z]{15,18})\/[a-z]+$/.exec(rest)?.[1];
  if (own) return ownPage(org, titled, own);
  const page = rest === 'page' ? framed(org, person, titled, inner) : undefined;
  return page ?? { ...titled, kind: 'missing', text: 'This page is not part of the local org.' };
}

/** `/one/one.app#/setup/…` and `#/alohaRedirect/…` name their page in the fragment. */
function legacyPlace(url: URL): URL {
  if (url.pathname !== '/one/one.app') return url;
  const path = url.hash.slice(1);
  if (path.startsWith('/setup/')) return new URL(`/lightning${path}`, url);
  const classic = /^\/alohaRedirect(\/.+)$/.exec(path)?.[1];
  return new URL(
    classic ? `/lightning/_classic/${encodeURIComponent(classic)}` : '/lightning/page/home',
    url,
  );
}

/** A page of Lightning's own: `CustomNotifications/0ML…/detail`. */
async function ownPage(org: Org, titled: Titled, id: string): Promise<View> {
  const component = org.components.byId(id);
  if (!component) {
    const plain = await plainNode(org, titled.node);
    return plain
      ? { ...titled, ...plain }
      : { ...titled, kind: 'missing', text: 'It was deleted or never existed.' };
  }
  const { label, details, lists } = await describeComponent(org, component);
  const shown = lists.map((list) => ({
    ...list,
    rows: list.rows.map((row) => row.map((text) => ({ text }))),
  }));
  return { ...titled, heading: label, kind: 'summary', details, lists: shown };
}

async function permissionSummary(org: Org, titled: Titled, id: string): Promise<View> {
  const component = org.components.byId(id);
  if (!component)
    return { ...titled, kind: 'missing', text: 'The permission set was deleted or never existed.' };
  const facts = await componentFacts(org.components, component);
  const permissions = readPermissions((await org.components.text(component, 'metadata')) ?? '');
  return {
    ...titled,
    heading: facts.label ?? component.fullName,
    kind: 'summary',
    details: [
      ['API Name', component.fullName],
      ['Description', facts.description ?? ''],
      ['License', facts.license ?? ''],
      ['Last Modified By', `${shownPerson(org, component.modified)}, ${shownDate(component.modified.at)}`],
    ],
    lists: [
      {
        heading: 'Field Permissions',
        columns: ['Field', 'Read Access', 'Edit Access'],
        rows: permissions.fields
          .slice(0, shownRows)
          .map((field) => [
            { text: field.field },
            { text: field.readable ? '✓' : '' },
            { text: field.editable ? '✓' : '' },
          ]),
        total: permissions.fields.length,
      },
    ],
  };
}
