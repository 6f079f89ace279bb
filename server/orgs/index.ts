// The services of orgs, bound to their surroundings: connect, prove standing, tell the status.

import { type ConnectFinish, type ConnectStart, connectFinish, connectStart } from './connect.ts';
import type { OrgsDeps } from './deps.ts';
import { type ProveStanding, proveStanding } from './standing.ts';
import { listOrgs, orgStatus } from './status.ts';

export type { OrgsDeps } from './deps.ts';

export function createOrgServices(deps: OrgsDeps) {
  return {
    listOrgs: (tenantId: string) => listOrgs(deps, tenantId),
    orgStatus: (of: { subject: string; apiHost: string }) => orgStatus(deps, of),
    connectStart: (start: ConnectStart) => connectStart(deps, start),
    connectFinish: (finish: ConnectFinish) => connectFinish(deps, finish),
    proveStanding: (of: ProveStanding) => proveStanding(deps, of),
  };
}
