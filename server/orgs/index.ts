// The services of orgs, bound to their surroundings: connect, prove standing, tell the status, end it all.

import {
  type ConnectFinish,
  type ConnectRefused,
  type ConnectStart,
  connectFinish,
  connectRefused,
  connectStart,
} from './connect.ts';
import type { OrgsDeps } from './deps.ts';
import { type Disconnect, disconnect, type Unlink, unlink } from './disconnect.ts';
import { guideCheck, guideValues } from './guide.ts';
import { listMembers, type RemoveMember, removeMember } from './members.ts';
import { keepOrgApp, leaveOrgApp, makeOrgKey, nameOrgApp } from './org-app.ts';
import { noteRefused, type Refused } from './refused.ts';
import { type ProveStanding, proveStanding } from './standing.ts';
import { type Lister, listFormerOrgs, listOrgs, orgStatus } from './status.ts';

export type { OrgsDeps } from './deps.ts';

export function createOrgServices(deps: OrgsDeps) {
  return {
    listOrgs: (of: Lister) => listOrgs(deps, of),
    listFormerOrgs: (tenantId: string) => listFormerOrgs(deps, tenantId),
    orgStatus: (of: { subject: string; apiHost: string }) => orgStatus(deps, of),
    connectStart: (start: ConnectStart) => connectStart(deps, start),
    connectFinish: (finish: ConnectFinish) => connectFinish(deps, finish),
    connectRefused: (refused: ConnectRefused) => connectRefused(deps, refused),
    proveStanding: (of: ProveStanding) => proveStanding(deps, of),
    noteRefused: (of: Refused, error: unknown) => noteRefused(deps, of, error),
    disconnect: (of: Disconnect) => disconnect(deps, of),
    unlink: (of: Unlink) => unlink(deps, of),
    guideValues: (of: Parameters<typeof guideValues>[1]) => guideValues(deps, of),
    makeOrgKey: (of: Parameters<typeof makeOrgKey>[1]) => makeOrgKey(deps, of),
    nameOrgApp: (of: Parameters<typeof nameOrgApp>[1]) => nameOrgApp(deps, of),
    leaveOrgApp: (of: Parameters<typeof leaveOrgApp>[1]) => leaveOrgApp(deps, of),
    keepOrgApp: (of: Parameters<typeof keepOrgApp>[1]) => keepOrgApp(deps, of),
    guideCheck: (of: Parameters<typeof guideCheck>[1]) => guideCheck(deps, of),
    listMembers: (tenantId: string) => listMembers(deps, tenantId),
    removeMember: (of: RemoveMember) => removeMember(deps, of),
  };
}
