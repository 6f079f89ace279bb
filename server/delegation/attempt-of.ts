// How a job's attempts stand in the audit log: whose it is, for what, and because of which component.

import type { Attempt } from '../audit/record.ts';
import { type Caller, isBackground } from './policy.ts';
import type { OpenJob } from './protocol.ts';

export function attemptOf(caller: Caller, input: OpenJob, person: string | undefined): Attempt {
  const { component, purpose, org, target, tenant } = input;
  return {
    org: org.orgId,
    tenant,
    who: person ?? (isBackground(purpose) ? caller : 'not proven'),
    caller,
    purpose,
    actingAs: target,
    component: component && [component.type, component.fullName ?? component.id].filter(Boolean).join(' '),
  };
}
