// Writes a profile's document: what it sees and may do, list by list in the order that Salesforce keeps.

import { type Child, metadataFile, values } from '../xml.ts';

/** Letters of create, read, edit, delete, view all, modify all. */
type Letters = string;

export interface Profile {
  readonly about: string;
  readonly custom?: boolean;
  readonly license?: string;
  /** Apps it sees; the first one opens. */
  readonly apps: readonly string[];
  readonly classes?: readonly string[];
  readonly pages?: readonly string[];
  readonly objects: Readonly<Record<string, Letters>>;
  /** Field → `edit`, `read` or `none`. */
  readonly fields: Readonly<Record<string, Access>>;
  /** Layout → record type it is for, or empty. */
  readonly layouts?: Readonly<Record<string, string>>;
  /** Record types it may use; the first one of an object is the default. */
  readonly recordTypes?: readonly string[];
  readonly tabs?: Readonly<Record<string, 'DefaultOn' | 'DefaultOff' | 'Hidden'>>;
  readonly may?: readonly string[];
  readonly addresses?: readonly (readonly [from: string, to: string, about: string])[];
}

export type Access = 'edit' | 'read' | 'none';

const sorted = (names: Iterable<string>) => [...names].sort((one, other) => (one < other ? -1 : 1));

export function profileFile(profile: Profile): string {
  const seen = new Set<string>();
  const first = (recordType: string): boolean => {
    const object = recordType.slice(0, recordType.indexOf('.'));
    return !seen.has(object) && Boolean(seen.add(object));
  };
  return metadataFile('Profile', [
    ...profile.apps.map(
      (application, at): Child => [
        'applicationVisibilities',
        values({ application, default: at === 0, visible: true }),
      ],
    ),
    ...sorted(profile.classes ?? []).map(
      (apexClass): Child => ['classAccesses', values({ apexClass, enabled: true })],
    ),
    ...values({ custom: profile.custom ?? true, description: profile.about }),
    ...sorted(Object.keys(profile.fields)).map(
      (field): Child => [
        'fieldPermissions',
        values({
          editable: profile.fields[field] === 'edit',
          field,
          readable: profile.fields[field] !== 'none',
        }),
      ],
    ),
    ...Object.entries(profile.layouts ?? {}).map(
      ([layout, recordType]): Child => [
        'layoutAssignments',
        values({ layout, recordType: recordType || undefined }),
      ],
    ),
    ...(profile.addresses ?? []).map(
      ([startAddress, endAddress, description]): Child => [
        'loginIpRanges',
        values({ description, endAddress, startAddress }),
      ],
    ),
    ...sorted(Object.keys(profile.objects)).map(
      (object): Child => ['objectPermissions', objectAccess(object, profile.objects[object] ?? '')],
    ),
    ...sorted(profile.pages ?? []).map(
      (apexPage): Child => ['pageAccesses', values({ apexPage, enabled: true })],
    ),
    ...(profile.recordTypes ?? []).map(
      (recordType): Child => [
        'recordTypeVisibilities',
        values({ default: first(recordType), recordType, visible: true }),
      ],
    ),
    ...Object.entries(profile.tabs ?? {}).map(
      ([tab, visibility]): Child => ['tabVisibilities', values({ tab, visibility })],
    ),
    ['userLicense', profile.license ?? 'Salesforce'],
    ...sorted(profile.may ?? []).map((name): Child => ['userPermissions', values({ enabled: true, name })]),
  ]);
}

const objectAccess = (object: string, letters: Letters): Child[] =>
  values({
    allowCreate: letters.includes('c'),
    allowDelete: letters.includes('d'),
    allowEdit: letters.includes('e'),
    allowRead: letters.includes('r'),
    modifyAllRecords: letters.includes('m'),
    object,
    viewAllFields: false,
    viewAllRecords: letters.includes('v'),
  });
