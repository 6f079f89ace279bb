// Turns the errors of Salesforce's REST and SOAP APIs into ours; their texts stay behind.

import { AppError } from '../errors.ts';

/** The session is over: the one error that a new token may cure. */
export class SessionOver extends Error {
  constructor() {
    super('Salesforce ended the session.');
    this.name = 'SessionOver';
  }
}

/** The org has no such metadata type: a feature or an edition it lacks. */
export class TypeNotInOrg extends AppError {
  constructor(subject: string) {
    super('salesforce_error', {
      detail: `The org does not have the metadata type that ${subject} asked for.`,
    });
    this.name = 'TypeNotInOrg';
  }
}

export interface ApiFault {
  readonly status: number;
  /** `INVALID_FIELD`, without a namespace prefix. */
  readonly code: string | undefined;
  readonly message: string;
}

const noSetup = 'It needs “View Setup and Configuration”.';

/** `subject` names what was asked for: `ApexClass`, `readMetadata`. */
export function errorOf({ status, code, message }: ApiFault, subject: string): AppError | SessionOver {
  switch (code) {
    case 'INVALID_SESSION_ID':
      return /not valid for use with/.test(message)
        ? new AppError('salesforce_error', { detail: 'The app’s tokens lack the scope “api”.' })
        : new SessionOver();
    case 'REQUEST_LIMIT_EXCEEDED':
      return /concurrent/i.test(message)
        ? new AppError('salesforce_unavailable', { detail: 'Too many requests run in the org at once.' })
        : new AppError('salesforce_limit');
    case 'API_CURRENTLY_DISABLED':
      return new AppError('permission_missing', { detail: 'The user lacks “API Enabled”.' });
    case 'API_DISABLED_FOR_ORG':
      return new AppError('permission_missing', { detail: 'The edition of the org has no API.' });
    case 'INSUFFICIENT_ACCESS':
      return new AppError('permission_missing', {
        detail: /Metadata API/.test(message)
          ? 'It needs “Modify Metadata Through Metadata API Functions”.'
          : `The user may not read ${subject}. ${noSetup}`,
      });
    case 'INVALID_TYPE':
      if (/Cannot use: |Unknown type|type of metadata is not available/.test(message))
        return new TypeNotInOrg(subject);
      return new AppError('permission_missing', {
        detail: `Salesforce does not show ${subject} to this user. ${noSetup}`,
      });
    case 'SERVER_UNAVAILABLE':
      return new AppError('salesforce_unavailable', { detail: 'Salesforce is not available now.' });
  }
  if (status === 401) return new SessionOver();
  if (status === 429 || status >= 502 || (status >= 500 && code === undefined)) {
    return new AppError('salesforce_unavailable', { detail: `Salesforce answered with status ${status}.` });
  }
  const known = code && /^[A-Z][A-Z0-9_]{2,60}$/.test(code) ? code : `status ${status}`;
  return new AppError('salesforce_error', { detail: `Salesforce answered ${known} for ${subject}.` });
}

/** Reads REST's `[{message, errorCode}]`; anything else gives no code. */
export function restFault(status: number, text: string): ApiFault {
  try {
    const [first] = JSON.parse(text) as unknown[];
    const { errorCode, message } = (first ?? {}) as { errorCode?: unknown; message?: unknown };
    return { status, code: textOf(errorCode), message: textOf(message) ?? '' };
  } catch {
    return { status, code: undefined, message: '' };
  }
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : undefined);
