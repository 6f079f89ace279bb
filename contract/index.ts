// The whole API on one screen: every endpoint by name, with its checked input and output.

import { auditEndpoints } from './audit.ts';
import { compareEndpoints } from './compare.ts';
import { componentEndpoints } from './components.ts';
import type { Input, Output } from './endpoint.ts';
import { guideEndpoints } from './guide.ts';
import { historyEndpoints } from './history.ts';
import { logEndpoints } from './log.ts';
import { memberEndpoints } from './members.ts';
import { orgEndpoints } from './orgs.ts';
import { reconcileEndpoints } from './reconcile.ts';
import { sessionEndpoints } from './session.ts';

export const endpoints = {
  ...sessionEndpoints, // session.get, session.end
  ...memberEndpoints, // members.list, members.remove
  ...guideEndpoints, // guide.values, guide.check, guide.makeKey, guide.nameApp
  ...orgEndpoints, // orgs.list, orgs.former, orgs.status, orgs.connectStart, …Finish, …Refused, orgs.standing, .unlink, .disconnect
  ...componentEndpoints, // components.find
  ...historyEndpoints, // history.list, history.version, history.count, history.source
  ...compareEndpoints, // compare.live, compare.commit
  ...reconcileEndpoints, // reconcile.state, reconcile.run, reconcile.acknowledge
  ...auditEndpoints, // audit.list, audit.count, admin.list, admin.count
  ...logEndpoints, // log.growth, log.proofs, log.lines
};

export type Endpoints = typeof endpoints;
export type EndpointName = keyof Endpoints;
export type InputOf<N extends EndpointName> = Input<Endpoints[N]>;
export type OutputOf<N extends EndpointName> = Output<Endpoints[N]>;
