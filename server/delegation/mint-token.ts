// Asks Salesforce for one token: recorded before it asks, checked against the connection, recorded before it leaves.

import * as z from 'zod/mini';
import type { AuditLog } from '../audit/append.ts';
import type { Attempt, Outcome } from '../audit/record.ts';
import { AppError, reasonOf } from '../errors.ts';
import type { Log } from '../log.ts';
import { callSalesforce, type Fetch, privateAddressCode } from '../salesforce/hosts.ts';
import { signAssertion } from './client-assertion.ts';
import type { LoginOutcome } from './db/logins.ts';
import type { SalesforceUser } from './policy.ts';
import type { OrgRef } from './protocol.ts';
import { revokeToken } from './revoke-token.ts';
import { explainSalesforceError, SalesforceRefusal } from './salesforce-errors.ts';
import type { SigningKey } from './signing-key.ts';

/** What an org's login history is compared with. */
export interface LoginBook {
  /** Durable when it resolves; throws `audit_unavailable`. */
  begin(of: { orgId: string; userId: string | undefined; clientId: string }): Promise<string>;
  /** Never throws: what has no outcome counts as unknown. */
  end(id: string, outcome: LoginOutcome, userId?: string): Promise<void>;
  /** Salesforce was not asked. Never throws. */
  drop(id: string): Promise<void>;
}

export interface MintDeps {
  readonly audit: Pick<AuditLog, 'intent' | 'outcome'>;
  readonly logins: LoginBook;
  readonly fetch: Fetch;
  readonly signingKey: SigningKey;
  readonly clientId: string;
  readonly now: () => number;
  readonly log: Log;
}

export interface MintOrder {
  readonly org: OrgRef;
  /** Without a user id only the org of the answer is checked: a probe of an integration user. */
  readonly user: SalesforceUser;
  readonly attempt: Omit<Attempt, 'org' | 'actingAs'>;
  /** Asked once the token is here: false when nobody waits for it any more. */
  readonly wanted: () => boolean;
}

export interface MintedToken {
  readonly accessToken: string;
  readonly userId: string;
}

const timeoutMs = 15_000;
const maxBytes = 64 * 1024;

const granted = z.object({
  access_token: z.string(),
  id: z.optional(z.string()),
  instance_url: z.optional(z.string()),
});
const refused = z.object({ error: z.optional(z.unknown()), error_description: z.optional(z.unknown()) });

/** Throws `signing_unavailable`, `audit_unavailable`, `salesforce_refused`, `salesforce_unavailable` or `identity_mismatch`. */
export async function mintToken(deps: MintDeps, order: MintOrder): Promise<MintedToken> {
  const { org, user, attempt } = order;
  const intended = await deps.audit.intent({ ...attempt, org: org.orgId, actingAs: user });
  const { ref } = intended;
  const record = (outcome: Outcome) => deps.audit.outcome(intended, outcome);

  const assertion = await sign(deps, order).catch(async (cause: unknown) => {
    const error = cause instanceof AppError ? cause : new AppError('signing_unavailable', { cause });
    await record({ result: 'refused', code: 'not_signed', reason: reasonOf(error) });
    throw error;
  });
  const { orgId } = org;
  const asked = { orgId, userId: user.userId, clientId: deps.clientId };
  const login = await deps.logins.begin(asked).catch(async (error: unknown) => {
    await record({ result: 'refused', code: 'not_called', reason: 'It could not be noted as a login.' });
    throw error;
  });
  let answer: { status: number; text: string };
  try {
    answer = await ask(deps.fetch, org, assertion);
  } catch (error) {
    const { detail = 'Salesforce did not answer.', cause } = error instanceof AppError ? error : {};
    if (cause === privateAddressCode) {
      await deps.logins.drop(login);
      deps.log.error({ alarm: 'private_address', orgId: org.orgId, host: org.apiHost, ref }, detail);
      await record({ result: 'refused', code: 'not_called', reason: detail });
    } else {
      // The request may have reached Salesforce, so what came of it is not known.
      await deps.logins.end(login, 'unknown');
      await record({ result: 'unknown', code: 'no_answer', reason: detail });
    }
    throw error;
  }

  const parsed = granted.safeParse(json(answer.text));
  if (answer.status !== 200 || !parsed.success) {
    const failed = failureOf(answer.status, json(answer.text));
    await deps.logins.end(login, failed.id === 'unavailable' ? 'unknown' : 'refused');
    await record({ result: 'refused', code: failed.id, reason: reasonOf(failed.error) });
    throw failed.error;
  }

  const { access_token: accessToken, id, instance_url: instanceUrl } = parsed.data;
  // A login it was, whatever becomes of the token here.
  await deps.logins.end(login, 'granted', namedIn(id));
  const drop = () => revokeToken(deps.fetch, org.apiHost, accessToken);
  const userId = identityOf(id, instanceUrl, org, user);
  if (!userId) {
    await drop();
    const code = otherOrgAtAddress(id, instanceUrl, org) ? 'org_replaced' : 'identity_mismatch';
    const reason = 'Salesforce answered for another user, org or address.';
    deps.log.error({ alarm: 'identity_mismatch', orgId: org.orgId, ref }, reason);
    await record({ result: 'refused', code, reason });
    throw new AppError(code);
  }
  if (!order.wanted()) {
    await drop();
    await record({ result: 'refused', code: 'job_over', reason: 'The job had ended when the token came.' });
    throw new AppError('delegation_refused', { detail: 'The job has ended.' });
  }
  try {
    await record({ result: 'granted' });
  } catch (error) {
    await drop();
    throw error;
  }
  return { accessToken, userId };
}

function sign({ signingKey, clientId, now }: MintDeps, { org, user }: MintOrder): Promise<string> {
  const { username } = user;
  return signAssertion(signingKey, { clientId, username, audience: org.loginUrl, now: now() });
}

function ask(fetch: Fetch, org: OrgRef, assertion: string) {
  return callSalesforce(fetch, `https://${org.apiHost}/services/oauth2/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
    body: new URLSearchParams({
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      assertion,
    }).toString(),
    timeoutMs,
    maxBytes,
  });
}

const namedIn = (id = '') => /\/(005\w{15})$/.exec(id)?.[1];

/** The answer's user id when org, user and address are the connection's; undefined otherwise. */
function identityOf(id = '', instanceUrl = '', org: OrgRef, user: SalesforceUser): string | undefined {
  const [, orgId, userId] = /^https:\/\/[^/?#]+\/id\/(00D\w{15})\/(005\w{15})$/.exec(id) ?? [];
  if (orgId !== org.orgId || !userId) return undefined;
  if (user.userId !== undefined && user.userId !== userId) return undefined;
  return instanceUrl.replace(/\/$/, '') === `https://${org.apiHost}` ? userId : undefined;
}

/** The address is the connection's and another org answers there: a sandbox that was refreshed. */
function otherOrgAtAddress(id = '', instanceUrl = '', { orgId, apiHost }: OrgRef): boolean {
  const [, answered] = /^https:\/\/[^/?#]+\/id\/(00D\w{15})\/005\w{15}$/.exec(id) ?? [];
  return (
    answered !== undefined && answered !== orgId && instanceUrl.replace(/\/$/, '') === `https://${apiHost}`
  );
}

function failureOf(status: number, body: unknown): { id: string; error: AppError } {
  if (status >= 500 || status === 429 || status === 200) {
    const detail =
      status === 200
        ? 'Salesforce’s answer had another shape.'
        : `Salesforce answered with status ${status}.`;
    return { id: 'unavailable', error: new AppError('salesforce_unavailable', { detail }) };
  }
  const { error, error_description: description } = refused.safeParse(body).data ?? {};
  const { id, what, fix, who, retry } = explainSalesforceError('jwt-bearer', error, description);
  return {
    id,
    error: retry
      ? new AppError('salesforce_unavailable', { detail: what, action: fix, who, cause: id })
      : new SalesforceRefusal(id, what),
  };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
