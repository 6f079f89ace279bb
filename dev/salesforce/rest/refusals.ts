// Who is not let in, in the words of the REST API.

import type { AdmitProblem } from './admit.ts';
import { ApiRefusal } from './answers.ts';

const refusals: Readonly<Record<AdmitProblem, readonly [number, string, string]>> = {
  'bad-header': [401, 'INVALID_AUTH_HEADER', 'INVALID_HEADER_TYPE'],
  'no-session': [401, 'INVALID_SESSION_ID', 'Session expired or invalid'],
  'wrong-kind': [401, 'INVALID_SESSION_ID', 'This session is not valid for use with the REST API'],
  'api-disabled': [403, 'API_CURRENTLY_DISABLED', 'API is currently disabled for this user'],
  'org-without-api': [403, 'API_DISABLED_FOR_ORG', 'API is not enabled for this Organization or Partner'],
  limit: [403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.'],
  concurrent: [403, 'REQUEST_LIMIT_EXCEEDED', 'ConcurrentRequests (Concurrent API Requests) Limit exceeded.'],
};

export function refusalOf(problem: AdmitProblem): ApiRefusal {
  return new ApiRefusal(...refusals[problem]);
}
