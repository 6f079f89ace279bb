// Says a commit's change anew where its message was made by us: such a sentence may quote what was purged.

import { compareVersions } from '../../compare/compare-versions.ts';
import { findVersionBefore, versionsOfCommit } from '../../db/versions.ts';
import type { ReadDeps } from '../deps.ts';
import { readVersion } from '../sources.ts';
import { readFiles } from '../version-files.ts';
import type { OwnCommit } from './survey.ts';

/** `purges` of `deps` are what is being purged. Undefined when a person wrote the message. */
export async function retell(
  deps: ReadDeps,
  orgId: string,
  { id, message }: OwnCommit,
): Promise<Buffer | undefined> {
  const text = message.toString();
  const [subject = ''] = text.split('\n', 1);
  for (const row of await versionsOfCommit(deps.db, orgId, id)) {
    const begins = `${row.full_name}: `;
    // A sentence of an older version of ours differs from today's, and what it quotes may be cut short.
    const isOurs =
      subject === `${begins}${row.summary}` || (subject.startsWith(begins) && subject.includes('…'));
    if (!isOurs) continue;
    const of = { orgId, type: row.type, fullName: row.full_name };
    const sourceOf = async (files: string) => (await readVersion(deps, of, readFiles(files)))?.source ?? null;
    const before = await findVersionBefore(deps.db, of, row.seq);
    const was = before && before.kind !== 'deleted' ? await sourceOf(before.files) : null;
    const is = row.kind === 'deleted' ? null : await sourceOf(row.files);
    const { summary } = await compareVersions(was, is);
    return Buffer.from(`${begins}${summary}${text.slice(subject.length)}`);
  }
  return undefined;
}
