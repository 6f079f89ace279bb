// A retrieved profile holds only permissions for what else the manifest names; permission sets are whole.

import { childNamed } from '../../metadata/types.ts';
import type { XmlElement } from '../../xml.ts';
import { childText } from '../../xml.ts';
import { isStandard } from '../file-properties.ts';
import type { Named } from '../manifest.ts';

/** List element → the element that names the thing, and the type of the thing. */
const about: Readonly<Record<string, readonly [string, string]>> = {
  applicationVisibilities: ['application', 'CustomApplication'],
  classAccesses: ['apexClass', 'ApexClass'],
  customMetadataTypeAccesses: ['name', 'CustomObject'],
  customPermissions: ['name', 'CustomPermission'],
  customSettingAccesses: ['name', 'CustomObject'],
  externalCredentialPrincipalAccesses: ['externalCredentialPrincipal', 'ExternalCredential'],
  externalDataSourceAccesses: ['externalDataSource', 'ExternalDataSource'],
  fieldPermissions: ['field', 'CustomField'],
  flowAccesses: ['flow', 'Flow'],
  layoutAssignments: ['layout', 'Layout'],
  objectPermissions: ['object', 'CustomObject'],
  pageAccesses: ['apexPage', 'ApexPage'],
  recordTypeVisibilities: ['recordType', 'RecordType'],
  tabVisibilities: ['tab', 'CustomTab'],
};

/** Lists that stay whatever the manifest names are those this table leaves out: user permissions, login hours. */
export function profileFor(root: XmlElement, named: Named): XmlElement {
  return { ...root, children: root.children.filter((each) => stays(each, named)) };
}

function stays(element: XmlElement, named: Named): boolean {
  const [key, type] = about[element.name] ?? [];
  const name = key === undefined ? undefined : childText(element, key)?.trim();
  if (type === undefined || name === undefined) return true;
  if (picks(named, type, name)) return true;
  const parent = childNamed(type) && name.includes('.') ? name.slice(0, name.indexOf('.')) : undefined;
  if (parent !== undefined) return picks(named, 'CustomObject', parent);
  return type === 'ExternalCredential' && picks(named, type, name.split('-')[0] ?? '');
}

/** A wildcard doesn't speak of what Salesforce made. */
function picks(named: Named, type: string, name: string): boolean {
  if (named.has(type, name)) return true;
  return named.hasAll(type) && !childNamed(type) && !(type === 'CustomObject' && isStandard(type, name));
}
