// The org's state as plain data, for the control server.

import { setupPath } from '../pages/nodes.ts';
import type { Org } from './org.ts';
import { standing } from './org.ts';

export function orgState(org: Org): Record<string, unknown> {
  const types = org.components.types().sort();
  return {
    orgId: org.settings.orgId,
    commit: org.commit,
    now: new Date(org.now()).toISOString(),
    signIn: org.signIn,
    usage: org.usage,
    openSessions: org.sessions.list().length,
    users: org.people.list().map((person) => ({
      id: person.id,
      username: person.username,
      name: person.name,
      ...standing(org, person),
      permissions: [...person.permissions],
    })),
    components: types.flatMap((type) =>
      org.components.list(type).map((component) => ({
        type,
        fullName: component.fullName,
        id: component.id,
        setupPath: setupPath(component),
        latestVersionId: component.versions.at(-1)?.id,
        lastModifiedDate: new Date(component.modified.at).toISOString(),
        lastModifiedBy: org.people.byId(component.modified.userId)?.name,
      })),
    ),
    edits: org.ledger.edits.map(({ type, fullName, by, at, files }) => ({
      type,
      fullName,
      by,
      at,
      deleted: !files,
    })),
    faults: org.faults,
  };
}
