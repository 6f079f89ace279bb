// Lists an org's components with their last saves, without reading any content.

import { isMetadataType, type MetadataType, typeRegistry } from '#core/component.ts';
import { standardValueSets } from '#core/types/standard-value-sets.ts';
import { TypeNotInOrg } from '../api-errors.ts';
import type { JobHandle } from '../client.ts';
import { flowIds } from './flow-ids.ts';
import { settled } from './settled.ts';
import { instantOf } from './stamp-row.ts';

/** What Salesforce says of a component without giving its content. */
export interface Stamp {
  readonly type: MetadataType;
  readonly fullName: string;
  /** What Salesforce's calls name it by, where that is not its full name: of a document, with the file's ending. */
  readonly calledBy?: string | undefined;
  /** Salesforce id: of a flow, its definition's; some types have none. */
  readonly id?: string | undefined;
  /** Other ids that lead to it: of a flow, its versions'. */
  readonly otherIds?: readonly string[];
  /** Epoch milliseconds; left out where Salesforce does not tell of the last save. */
  readonly lastModifiedAt?: number | undefined;
  readonly lastModifiedById?: string | undefined;
  readonly lastModifiedByName?: string | undefined;
  /** Salesforce lists none of these: only a read shows whether the org has the one of this name. */
  readonly unlisted?: true;
}

/** What was not listed, and why. */
export interface LeftOut {
  readonly name: string;
  readonly why: string;
}

/** A type, and of one whose components lie in folders, the folder. */
export interface ListQuery {
  readonly type: MetadataType;
  readonly folder?: string | undefined;
}

interface Listed extends Stamp {
  /** Not an installed package's. */
  readonly own: boolean;
}

/** Salesforce's bound on queries in one call. */
const queriesPerList = 3;
/** Listing some sixty types one call after the other would take many seconds. */
const callsAtOnce = 5;
/** Folders of one type that are looked into: three a call, and a job may make 2,000 calls. */
export const mostFolders = 1000;
/** Where Salesforce keeps what lies in no folder; its list of folders does not name it. */
export const unfiled = 'unfiled$public';
const mayBeUnfiled: readonly MetadataType[] = ['Report', 'EmailTemplate'];

/** Installed packages' components are left out: they are not the org's own to keep. */
export async function listStamps(handle: JobHandle, types: readonly MetadataType[]): Promise<Stamp[]> {
  return (await listOrg(handle, types)).stamps;
}

/** The same, and what was not listed. */
export async function listOrg(
  handle: JobHandle,
  types: readonly MetadataType[],
): Promise<{ stamps: Stamp[]; leftOut: LeftOut[] }> {
  const foldered = types.filter((type) => typeRegistry[type].inFolder);
  const folderTypes = foldered.map(folderTypeOf);
  const plain = types.filter((type) => !foldered.includes(type) && type !== 'StandardValueSet');
  const listed = await list(
    handle,
    [...new Set([...plain, ...folderTypes])].map((type) => ({ type })),
  );
  const leftOut: LeftOut[] = [];
  const inFolders: ListQuery[] = [];
  for (const type of foldered) {
    const folders = listed.filter((row) => row.type === folderTypeOf(type)).map(({ fullName }) => fullName);
    const asked = [...(mayBeUnfiled.includes(type) ? [unfiled] : []), ...folders];
    inFolders.push(...asked.slice(0, mostFolders).map((folder) => ({ type, folder })));
    const more = asked.length - mostFolders;
    if (more > 0)
      leftOut.push({
        name: `${type} in ${more} folders`,
        why: `Only ${mostFolders} folders are looked into.`,
      });
  }
  const rows = [...listed.filter(({ type }) => types.includes(type)), ...(await list(handle, inFolders))];
  const stamps = rows.filter(({ own }) => own).map(({ own: _, ...stamp }): Stamp => stamp);
  if (types.includes('StandardValueSet'))
    stamps.push(
      ...standardValueSets.map((fullName): Stamp => ({ type: 'StandardValueSet', fullName, unlisted: true })),
    );
  return { stamps: types.includes('Flow') ? await withFlowIds(handle, stamps) : stamps, leftOut };
}

/** The type of the folders that a type's components lie in. */
export function folderTypeOf(type: MetadataType): MetadataType {
  const name = typeRegistry[type].inFolder ?? '';
  if (!isMetadataType(name)) throw new Error(`${type} lies in no folders.`);
  return name;
}

/** Also what packages brought. */
export async function list(handle: JobHandle, queries: readonly ListQuery[]): Promise<Listed[]> {
  const calls: ListQuery[][] = [];
  for (let at = 0; at < queries.length; at += queriesPerList) {
    calls.push(queries.slice(at, at + queriesPerList));
  }
  const lists: Listed[][] = [];
  for (let at = 0; at < calls.length; at += callsAtOnce) {
    const some = calls.slice(at, at + callsAtOnce).map((call) => listApart(handle, call));
    lists.push(...(await settled(some)));
  }
  return lists.flat();
}

/** A type that the org does not have spoils the answer for those asked beside it, so they are asked again alone. */
async function listApart(handle: JobHandle, queries: readonly ListQuery[]): Promise<Listed[]> {
  try {
    return await listTogether(handle, queries);
  } catch (error) {
    if (!(error instanceof TypeNotInOrg)) throw error;
    if (queries.length === 1) return [];
    const lists: Listed[][] = [];
    for (const query of queries) lists.push(await listApart(handle, [query]));
    return lists.flat();
  }
}

async function listTogether(handle: JobHandle, queries: readonly ListQuery[]): Promise<Listed[]> {
  const elements = await handle.soap('listMetadata', [
    ...queries.map(({ type, folder }) => {
      const within = folder === undefined ? [] : [['folder', folder] as const];
      return ['queries', [...within, ['type', type] as const]] as const;
    }),
    ['asOfVersion', handle.org.apiVersion],
  ]);
  return elements.flatMap(({ texts }) => {
    const { type = '', fullName, id, manageableState, lastModifiedDate } = texts;
    if (!fullName || !isMetadataType(type)) return [];
    const own = !manageableState || manageableState === 'unmanaged';
    // Their rows have no id, and the beginning of time for a date.
    if (typeRegistry[type].unstamped) return [{ type, fullName, own }];
    // What Salesforce made has neither of its own: of objects it is the org's to change, tabs and apps are left out.
    if (!id) return type === 'CustomObject' ? [{ type, fullName, own }] : [];
    if (!lastModifiedDate) return [];
    return [
      {
        type,
        ...nameOf(type, fullName),
        id,
        otherIds: [],
        lastModifiedAt: Date.parse(instantOf(lastModifiedDate)),
        lastModifiedById: texts.lastModifiedById ?? '',
        lastModifiedByName: texts.lastModifiedByName ?? 'Unknown user',
        own,
      },
    ];
  });
}

/** Salesforce names a document with the ending of its file, source format without. */
function nameOf(type: MetadataType, fullName: string): Pick<Stamp, 'fullName' | 'calledBy'> {
  if (type !== 'Document') return { fullName };
  return { fullName: fullName.replace(/\.[^/]*$/, ''), calledBy: fullName };
}

async function withFlowIds(handle: JobHandle, stamps: readonly Stamp[]): Promise<Stamp[]> {
  const ids = await flowIds(handle);
  return stamps.map((stamp) => (stamp.type === 'Flow' ? { ...stamp, ...ids.get(stamp.fullName) } : stamp));
}
