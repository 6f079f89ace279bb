// The external client app in an org: the checks of the connect page, as lines of the doctor's.

import { type AppSettings, checkOrg as lookAt, type OrgCheck } from '../../server/orgs/check-org.ts';
import type { Fetch, Finding } from './finding.ts';

export async function checkOrg(fetch: Fetch, apiHost: string, app: AppSettings): Promise<Finding[]> {
  return (await lookAt(fetch, apiHost, app)).map(asFinding);
}

function asFinding({ state, what, advice }: OrgCheck): Finding {
  return advice === undefined ? { state, what } : { state, what, advice };
}
