// Who a commit of ours names: git has Salesforce user ids, and the database the names that belong to them.

import { erasedPerson, findPerson, putPerson, unnamed } from '../db/people.ts';
import type { Capture } from './capture.ts';
import type { HistoryDeps } from './deps.ts';
import type { Draft } from './describe-version.ts';
import type { Signature } from './write-commit.ts';

const userId = /^005[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?$/;

/** Of a person the id alone, so that nothing in git has to be erased; what is no person has its own name. */
export function signatureOf(
  orgId: string,
  { id, name }: { readonly id: string; readonly name: string },
  at: number,
): Signature {
  return { name: userId.test(id) ? id : name, email: `${id}@${orgId}.invalid`, at };
}

/** Before the commit, so that no version is ever shown without its name. */
export async function keepNames(
  { db }: Pick<HistoryDeps, 'db'>,
  { orgId, author, committer }: Pick<Capture, 'orgId' | 'author' | 'committer'>,
): Promise<void> {
  const people = [{ userId: committer.id, name: committer.name }, ...(author ? [author] : [])];
  for (const person of people) if (userId.test(person.userId)) await putPerson(db, { orgId, ...person });
}

/** Of a version that came from a project, whoever git names. */
export async function authorOf(
  { db }: Pick<HistoryDeps, 'db'>,
  orgId: string,
  { commit, origin }: Pick<Draft, 'commit' | 'origin'>,
): Promise<{ name: string; userId?: string }> {
  const [id = '', host] = commit.authorEmail.split('@');
  if (origin === 'imported' || host !== `${orgId}.invalid` || !userId.test(id))
    return { name: commit.authorName };
  const person = await findPerson(db, { orgId, userId: id });
  if (person?.erasedAt !== undefined) return { name: erasedPerson, userId: id };
  return { name: person?.name ?? (commit.authorName === id ? unnamed(id) : commit.authorName), userId: id };
}
