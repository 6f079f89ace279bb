// Which metadata types a call may name: in this API version, in this org, and by which calls.

import {
  type ChildType,
  childNamed,
  type MetadataType,
  metadataTypes,
  typeNamed,
} from '../metadata/types.ts';
import type { Org } from '../state/org.ts';
import { fault } from './faults.ts';

/** First API version of types that came after 31.0, as far as the Metadata API's guide names it. */
const since: Readonly<Record<string, number>> = {
  AuraDefinitionBundle: 32,
  CspTrustedSite: 39,
  CustomMetadata: 31,
  CustomNotificationType: 46,
  DuplicateRule: 38,
  ExternalCredential: 56,
  ExternalServiceRegistration: 40,
  GlobalValueSet: 38,
  GlobalValueSetTranslation: 38,
  LightningComponentBundle: 45,
  LightningMessageChannel: 47,
  MutingPermissionSet: 46,
  NamedCredential: 33,
  PathAssistant: 34,
  PermissionSetGroup: 45,
  PlatformEventChannel: 45,
  PlatformEventChannelMember: 47,
  Prompt: 46,
  RestrictionRule: 52,
  StandardValueSet: 38,
  StandardValueSetTranslation: 38,
  TopicsForObjects: 38,
};

/** Last API version of types that are gone. */
const until: Readonly<Record<string, number>> = { GlobalPicklist: 37, PersonAccountOwnerPowerUser: 32 };

/** Types of features most orgs don't buy; an org has them when it has a component of them. */
const licensed =
  /^(?:Wave|Discovery|Territory|Omni|Mkt|Cnfg|LifeSci|Care|Analytics[DVW]|Data(?:Kit|Stream|Src)|AI(?:App|Usecase))/;

export type ApiType = MetadataType | ChildType;

export const folderTypes: Readonly<Record<string, string>> = {
  Dashboard: 'DashboardFolder',
  Document: 'DocumentFolder',
  EmailTemplate: 'EmailFolder',
  Report: 'ReportFolder',
};

export type Standing = 'served' | 'unknown' | 'not in this version' | 'not in this org';

/** Where a type's name stands with this org; a child's parent decides for it. */
export function standingOf(org: Org, name: string, version: number): Standing {
  const child = childNamed(name);
  if (child) return child.addressable ? standingOf(org, child.parent, version) : 'unknown';
  if (!typeNamed(name)) return 'unknown';
  if (version < (since[name] ?? 0) || version > (until[name] ?? version)) return 'not in this version';
  const missing = licensed.test(name) && org.components.list(name).length === 0;
  return missing || org.faults.typesMissing.includes(name) ? 'not in this org' : 'served';
}

/** The type, or the fault that listMetadata and readMetadata answer instead. */
export function servedType(org: Org, name: string, version: number): ApiType {
  const standing = standingOf(org, name, version);
  if (standing === 'not in this version') throw fault('INVALID_TYPE', `Cannot use: ${name} in this version`);
  if (standing === 'not in this org') throw fault('INVALID_TYPE', `Cannot use: ${name} in this organization`);
  const type = childNamed(name) ?? typeNamed(name);
  if (standing === 'unknown' || !type) throw fault('INVALID_TYPE', `Unknown type:${name}`);
  return type;
}

/** The top-level types of this version and org. Folders have types that no description names. */
export function describedTypes(org: Org, version: number): MetadataType[] {
  return metadataTypes().filter(
    (type) => type.shape !== 'folder' && standingOf(org, type.name, version) === 'served',
  );
}

export function isChild(type: ApiType): type is ChildType {
  return 'parent' in type;
}
