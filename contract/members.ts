// The people of an account.

import * as z from 'zod/mini';
import { endpoint } from './endpoint.ts';
import { role } from './session.ts';

const subject = z.string().check(z.minLength(1), z.maxLength(400));

export const memberEndpoints = {
  'members.list': endpoint({
    method: 'GET',
    path: '/v1/members',
    access: 'person',
    input: z.object({}),
    output: z.object({ members: z.array(z.object({ subject, name: z.string(), role })) }),
  }),
  /** Ends a person's membership and every link of theirs to a Salesforce user. */
  'members.remove': endpoint({
    method: 'POST',
    path: '/v1/members/remove',
    access: 'person',
    forgets: true,
    input: z.object({ subject }),
    output: z.object({ unlinked: z.int() }),
  }),
};
