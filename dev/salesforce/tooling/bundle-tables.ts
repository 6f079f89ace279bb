// The files of Lightning bundles: resources of web components, definitions of Aura components.

import { createHash } from 'node:crypto';
import type { OrgComponent } from '../state/components.ts';
import { withSuffix } from '../state/ids.ts';
import type { Org } from '../state/org.ts';
import { type Column, column, stampColumns, stampParents, type Table, tableOf } from './table.ts';

interface BundleFile {
  readonly bundle: OrgComponent;
  /** Below the bundle's folder. */
  readonly path: string;
}

function files(org: Org, type: string): BundleFile[] {
  return org.components
    .list(type)
    .flatMap((bundle) => [...bundle.files.keys()].map((path): BundleFile => ({ bundle, path })));
}

function fileId(prefix: string, { bundle, path }: BundleFile): string {
  const digest = createHash('sha256').update(`${bundle.id}/${path}`).digest('hex');
  return withSuffix(`${prefix}5g0${digest.slice(0, 9)}`);
}

const source: Column<BundleFile> = column(
  'textarea',
  async ({ bundle, path }, { org }) => (await org.components.text(bundle, path)) ?? '',
);
const shared: Readonly<Record<string, Column<BundleFile>>> = {
  Source: source,
  ManageableState: column('string', () => 'unmanaged'),
  IsDeleted: column('boolean', () => false),
  ...Object.fromEntries(
    Object.entries(stampColumns).map(([name, stamp]) => [
      name,
      column<BundleFile>(stamp.type, ({ bundle }, view) => stamp.read(bundle, view)),
    ]),
  ),
};

/** The document beside the code counts as the code's format: so an org answered in a public issue; other formats from memory. */
const format = (path: string) => path.replace(/-meta\.xml$/, '').replace(/^.*\./, '');

/** A resource's path begins with the bundle's folder: `lwc/hello/hello.js`. */
const lightningComponentResource = tableOf<BundleFile>({
  name: 'LightningComponentResource',
  prefix: '0Rd',
  needs: 'ViewSetup',
  columns: {
    Id: column('id', (file) => fileId('0Rd', file)),
    LightningComponentBundleId: column('id', ({ bundle }) => bundle.id),
    FilePath: column('string', ({ bundle, path }) => `lwc/${bundle.fullName}/${path}`),
    Format: column('string', ({ path }) => format(path)),
    ...shared,
  },
  parents: {
    ...stampParents,
    LightningComponentBundle: { table: 'LightningComponentBundle', key: 'LightningComponentBundleId' },
  },
  rows: ({ org }) =>
    files(org, 'LightningComponentBundle').filter(
      ({ path }) => !path.endsWith('-meta.xml') || path.includes('.js-meta'),
    ),
});

/** By how a file of the bundle is called: its kind and its format. */
const auraKinds: readonly [RegExp, string, string][] = [
  [/\.cmp$/, 'COMPONENT', 'XML'],
  [/\.app$/, 'APPLICATION', 'XML'],
  [/\.evt$/, 'EVENT', 'XML'],
  [/\.intf$/, 'INTERFACE', 'XML'],
  [/\.tokens$/, 'TOKENS', 'XML'],
  [/\.auradoc$/, 'DOCUMENTATION', 'XML'],
  [/\.design$/, 'DESIGN', 'XML'],
  [/\.svg$/, 'SVG', 'SVG'],
  [/\.css$/, 'STYLE', 'CSS'],
  [/Controller\.js$/, 'CONTROLLER', 'JS'],
  [/Helper\.js$/, 'HELPER', 'JS'],
  [/Renderer\.js$/, 'RENDERER', 'JS'],
];
const auraKind = (path: string) => auraKinds.find(([pattern]) => pattern.test(path));

const auraDefinition = tableOf<BundleFile>({
  name: 'AuraDefinition',
  prefix: '0Ad',
  needs: 'ViewSetup',
  columns: {
    Id: column('id', (file) => fileId('0Ad', file)),
    AuraDefinitionBundleId: column('id', ({ bundle }) => bundle.id),
    DefType: column('string', ({ path }) => auraKind(path)?.[1]),
    Format: column('string', ({ path }) => auraKind(path)?.[2]),
    ...shared,
  },
  parents: {
    ...stampParents,
    AuraDefinitionBundle: { table: 'AuraDefinitionBundle', key: 'AuraDefinitionBundleId' },
  },
  rows: ({ org }) => files(org, 'AuraDefinitionBundle').filter(({ path }) => auraKind(path) !== undefined),
});

export const bundleTables: readonly Table[] = [lightningComponentResource, auraDefinition];
