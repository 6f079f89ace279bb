// FileProperties: what lists and retrieves tell of a component, and where they tell less.

import { packagePath } from '../metadata/document.ts';
import { currentVersion } from '../metadata/flow.ts';
import { childNamed, typeNamed } from '../metadata/types.ts';
import type { OrgComponent, Stamp } from '../state/components.ts';
import type { Org } from '../state/org.ts';
import type { Person } from '../state/people.ts';
import { escapeXml } from '../xml.ts';

/** Documents that are only the sum of their parts: they have no id and no date of their own. */
const sums = new Set([
  'AssignmentRules',
  'AutoResponseRules',
  'CustomLabels',
  'EscalationRules',
  'ManagedTopics',
  'MatchingRules',
  'Settings',
  'SharingRules',
  'Workflow',
]);

/** What Salesforce made, not the org's people. */
export function isStandard(type: string, fullName: string): boolean {
  if (sums.has(type)) return true;
  if (type === 'CustomObject') return !/__[a-z]+$/i.test(fullName);
  if (type === 'CustomTab') return fullName.startsWith('standard-');
  return type === 'CustomApplication' && fullName.startsWith('standard__');
}

/** The type a component is listed as may differ from its own: a flow is its definition too. */
export interface Listed {
  readonly component: OrgComponent;
  readonly type: string;
  readonly fullName: string;
  /** The file it lies in, below the package's folder. */
  readonly fileName: string;
}

export function listed(component: OrgComponent, type = component.type): Listed {
  const { fullName } = component;
  return { component, type, fullName, fileName: packagePath({ type, fullName }) };
}

/** The elements inside one FileProperties. `asker` is who a standard component seems to be from. */
export async function fileProperties(org: Org, asker: Person, row: Listed, folder = ''): Promise<string> {
  const { component, type, fullName } = row;
  const fileName = folder + row.fileName;
  if (isStandard(type, fullName)) {
    const never: Stamp = { at: 0, userId: asker.id };
    return elements([
      ...stamp(org, 'created', never),
      ['fileName', fileName],
      ['fullName', fullName],
      ['id', ''],
      ...stamp(org, 'lastModified', never),
      ['namespacePrefix', ''],
      ['type', type],
    ]);
  }
  const version = type === 'Flow' ? await currentVersion(org.components, component) : undefined;
  return elements([
    ...stamp(org, 'created', version?.created ?? component.created),
    ['fileName', fileName],
    ['fullName', fullName],
    ['id', version?.id ?? component.id],
    ...stamp(org, 'lastModified', version?.modified ?? component.modified),
    ...managed(row),
    ['type', type],
  ]);
}

/** The row of the manifest itself in a retrieve. */
export function manifestProperties(org: Org, asker: Person, fileName: string): string {
  const now: Stamp = { at: org.now(), userId: asker.id };
  return elements([
    ...stamp(org, 'created', now),
    ['fileName', fileName],
    ['fullName', fileName],
    ['id', ''],
    ...stamp(org, 'lastModified', now),
    ['manageableState', 'unmanaged'],
    ['type', 'Package'],
  ]);
}

/** A namespace stands before the name: `npsp__Allocation__c`, `npsp__Utils`. */
function managed({ type, fullName }: Listed): [string, string][] {
  const name = fullName.slice(childNamed(type)?.alone === false ? fullName.indexOf('.') + 1 : 0);
  const custom = /__(?:c|mdt|e|b|x|kav|r)$/i.test(name) ? name.replace(/__[a-z]+$/i, '') : name;
  const prefix = /^([A-Za-z][A-Za-z0-9]{0,14})__(?=[A-Za-z])/.exec(custom)?.[1];
  const named = prefix !== undefined && typeNamed(type)?.shape !== 'whole';
  return named
    ? [
        ['manageableState', 'installed'],
        ['namespacePrefix', prefix],
      ]
    : [['manageableState', 'unmanaged']];
}

function elements(values: readonly [string, string][]): string {
  return values.map(([name, value]) => `<${name}>${escapeXml(value)}</${name}>`).join('');
}

function stamp(org: Org, word: 'created' | 'lastModified', at: Stamp): [string, string][] {
  return [
    [`${word}ById`, at.userId],
    [`${word}ByName`, org.people.byId(at.userId)?.name ?? ''],
    [`${word}Date`, new Date(at.at).toISOString()],
  ];
}
