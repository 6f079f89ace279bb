// The closed list of failures a caller can act on; docs/errors.md and the code are held equal to it by a test.

export interface ErrorEntry {
  /** HTTP status of the problem+json answer. */
  readonly status: number;
  /** What happened, in one sentence a person can read. */
  readonly title: string;
  /** What the person can do. */
  readonly action: string;
  /** True when the same request may work later unchanged. */
  readonly retry: boolean;
}

const entry = (status: number, title: string, action: string, retry = false): ErrorEntry => ({
  status,
  title,
  action,
  retry,
});

export const errorCatalog = {
  invalid_request: entry(
    400,
    'The request is not well formed.',
    'Update the extension; if it persists, report the request id.',
  ),
  not_authenticated: entry(401, 'Your session has ended.', 'Sign in again.'),
  use_dpop_nonce: entry(
    401,
    'The server asked for a fresh proof.',
    'Nothing to do: the extension retries by itself.',
    true,
  ),
  sign_in_unavailable: entry(
    503,
    'The sign-in service did not answer, so your session could not be checked.',
    'Try again in a moment.',
    true,
  ),
  forbidden: entry(403, 'Your role does not allow this.', 'Ask an owner of your Canvasback account.'),
  not_a_member: entry(
    403,
    'You are not a member of the account that owns this org.',
    'Ask an owner to invite you.',
  ),
  not_found: entry(404, 'There is nothing at this address.', 'Check the address.'),
  method_not_allowed: entry(405, 'This address does not take this method.', 'Update the extension.'),
  component_deleted: entry(
    404,
    'The component no longer exists in Salesforce.',
    'Its history stays; open a version to see it.',
  ),
  version_unavailable: entry(
    404,
    'The content of this version is not available.',
    'Fetch the missing objects of the repository.',
  ),
  alarm_grown: entry(
    409,
    'There are more logins in this alarm than you saw.',
    'Look at the newer ones first, then close it.',
  ),
  compare_expired: entry(410, 'This comparison is too old to commit.', 'Compare again.'),
  payload_too_large: entry(413, 'The request is larger than allowed.', 'Report it with the request id.'),
  rate_limited: entry(429, 'Too many requests.', 'Wait for the time shown, then try again.', true),
  org_not_connected: entry(404, 'This org is not connected.', 'Connect it from the popup.'),
  org_claimed: entry(409, 'Another account has connected this org.', 'Ask its owner to invite you.'),
  org_blocked: entry(403, 'The connection to this org is blocked.', 'See the reason in the popup.'),
  not_linked: entry(
    403,
    'Your Salesforce user is not linked to this org.',
    'Link it from the popup with Salesforce’s own sign-in.',
  ),
  no_standing: entry(
    403,
    'Salesforce has not confirmed your access in the last 15 minutes.',
    'Check your access; history opens when Salesforce confirms it.',
  ),
  user_linked: entry(
    409,
    'Another person has linked this Salesforce user.',
    'Sign in to Salesforce with your own user.',
  ),
  permission_missing: entry(
    403,
    'Your Salesforce user lacks a permission this needs.',
    'Ask your Salesforce admin for the permission named.',
  ),
  connect_state_invalid: entry(
    400,
    'This sign-in does not belong to you or is too old.',
    'Start connecting again from the popup.',
  ),
  connect_denied: entry(
    403,
    'Salesforce refused the sign-in.',
    'Read Salesforce’s reason and ask your admin to assign you to the app.',
  ),
  connect_busy: entry(
    409,
    'Somebody of your account is connecting this org at this moment.',
    'Wait until they are done, then link your Salesforce user.',
    true,
  ),
  org_replaced: entry(
    409,
    'This address belongs to another org now.',
    'If the org was refreshed, an owner can connect it anew; the history of the earlier org stays.',
  ),
  last_owner: entry(409, 'An account needs an owner.', 'Make somebody else an owner first.'),
  confirmation_wrong: entry(
    400,
    'What you typed is not the org’s name.',
    'Type the name exactly as it is shown.',
  ),
  connect_wrong_org: entry(
    409,
    'You signed in to a different org than the one on screen.',
    'Sign in with a user of this org.',
  ),
  integration_user_invalid: entry(
    422,
    'The integration user could not be used.',
    'Check the username and that the app is assigned to it.',
  ),
  identity_mismatch: entry(
    409,
    'Salesforce answered for a different user or org; nothing was read.',
    'Ask the owner to check the connection.',
  ),
  salesforce_refused: entry(
    403,
    'Salesforce refused to issue a token for your user.',
    'Read Salesforce’s reason; your admin can lift it.',
  ),
  salesforce_unavailable: entry(503, 'Salesforce did not answer.', 'Try again in a moment.', true),
  salesforce_limit: entry(
    503,
    'The org has used its API requests for today, or nearly.',
    'Try again when the limit resets.',
    true,
  ),
  salesforce_error: entry(
    502,
    'Salesforce answered with an error.',
    'Read the detail; try again, then report the request id.',
    true,
  ),
  delegation_unavailable: entry(
    503,
    'The delegation service does not answer.',
    'Try again in a moment; nothing was asked of Salesforce.',
    true,
  ),
  delegation_refused: entry(
    403,
    'The delegation service refused this request.',
    'Report the request id to your operator.',
  ),
  signing_unavailable: entry(
    503,
    'The signing key cannot be used at the moment, so no token was asked for.',
    'Tell your operator.',
    true,
  ),
  audit_unavailable: entry(
    503,
    'The audit record could not be written, so no token was issued.',
    'Tell your operator: the audit log must be writable.',
    true,
  ),
  database_unavailable: entry(
    503,
    'The server’s database does not answer.',
    'Try again in a moment; nothing was lost.',
    true,
  ),
  history_reading: entry(
    503,
    'The history of this org is being read.',
    'Wait a moment; it is shown as soon as all of it is there.',
    true,
  ),
  storage_full: entry(
    507,
    'The server has no room left to record this.',
    'Tell your operator; nothing was lost.',
    true,
  ),
  internal: entry(
    500,
    'Something failed on our side.',
    'Try again; if it persists, report the request id.',
    true,
  ),
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof errorCatalog;

/** Who can mend it: the person, an owner of the account, an admin of the Salesforce org, who runs the servers, nobody. */
export const whoCanAct = ['you', 'owner', 'salesforce_admin', 'operator', 'nobody'] as const;
export type WhoCanAct = (typeof whoCanAct)[number];

/** Where it is not the person. */
const others: Readonly<Partial<Record<ErrorCode, WhoCanAct>>> = {
  use_dpop_nonce: 'nobody',
  forbidden: 'owner',
  not_a_member: 'owner',
  component_deleted: 'nobody',
  version_unavailable: 'operator',
  payload_too_large: 'operator',
  org_claimed: 'owner',
  org_blocked: 'salesforce_admin',
  org_replaced: 'owner',
  last_owner: 'owner',
  permission_missing: 'salesforce_admin',
  connect_denied: 'salesforce_admin',
  integration_user_invalid: 'salesforce_admin',
  identity_mismatch: 'owner',
  salesforce_refused: 'salesforce_admin',
  salesforce_error: 'operator',
  delegation_refused: 'operator',
  signing_unavailable: 'operator',
  audit_unavailable: 'operator',
  storage_full: 'operator',
  internal: 'operator',
};

export const whoMends = (code: ErrorCode): WhoCanAct => others[code] ?? 'you';

/** RFC 9457 problem details, as the API sends them and the extension receives them. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: ErrorCode;
  readonly action: string;
  readonly retry: boolean;
  readonly who?: WhoCanAct;
  /** Facts of this occurrence, never a secret. */
  readonly detail?: string;
  readonly requestId?: string;
}
