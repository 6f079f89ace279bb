// Serves a project as an org, retrieves everything from it into source format, and compares that with the project.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { clientId, type OrgUnderTest } from '../salesforce/org-under-test.ts';
import type { ClientProcess } from './client-process.ts';
import { type Compared, compareSource } from './compare-source.ts';
import type { Member, Moved, SdrSteps } from './sdr-client.ts';

/** Files that one retrieve may have; Salesforce refuses more than 10,000. */
const filesAtOnce = 5000;

export interface OwnSource {
  readonly rows: readonly Compared[];
  readonly members: readonly Member[];
  /** What the org or the client could not give. */
  readonly problems: readonly Moved[];
}

/**
 * `project` is a checkout of what the org serves; `into` an empty folder for what is retrieved.
 * `folders` are the package directories to compare with, below the project.
 */
export async function compareWithOwnSource(
  org: Pick<OrgUnderTest, 'dir'>,
  client: ClientProcess<SdrSteps>,
  {
    project,
    into,
    folders,
    version,
  }: { project: string; into: string; folders: readonly string[]; version: string },
): Promise<OwnSource> {
  const keyFile = join(org.dir, 'tls', 'leaf.key');
  await client.run('signIn', { username: 'ada.king@acme.example', clientId, keyFile, version });
  const members = await client.run('list', {});
  mkdirSync(into, { recursive: true });
  const problems: Moved[] = [];
  for (const part of parts(members)) {
    const outcome = await client.run('retrieve', { members: part, project: into });
    if (!outcome.success)
      throw new Error(`the retrieve ended ${outcome.status}: ${JSON.stringify(outcome.response)}`);
    problems.push(...outcome.moved.filter((each) => each.problem !== undefined));
  }
  const own = await client.run('inventory', { dirs: folders.map((folder) => join(project, folder)) });
  const retrieved = await client.run('inventory', { dirs: [join(into, 'force-app')] });
  return { rows: compareSource(own, retrieved), members, problems };
}

/** An object and its parts stay together, and labels come with their file: a part alone comes in a document of its own. */
function parts(members: readonly Member[]): Member[][] {
  const byOwner = new Map<string, Member[]>();
  for (const member of members) {
    if (member.type === 'CustomLabel') continue;
    const owner = member.fullName.split(/[.-]/)[0] ?? '';
    byOwner.set(owner, [...(byOwner.get(owner) ?? []), member]);
  }
  const made: Member[][] = [[]];
  for (const together of byOwner.values()) {
    if ((made.at(-1)?.length ?? 0) + together.length > filesAtOnce / 2) made.push([]);
    made.at(-1)?.push(...together);
  }
  return made;
}
