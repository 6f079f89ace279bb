// Proves what a sign-in claims: a token can be minted for the user, and Salesforce says what they may do.

import { Refusal } from '../delegation/refusal.ts';
import { SalesforceRefusal } from '../delegation/salesforce-errors.ts';
import { AppError } from '../errors.ts';
import type { RequestProof } from '../parties.ts';
import { openHandle, type SalesforceDeps } from '../salesforce/client.ts';
import { callSalesforce, loginUrlOf, type OrgKind, orgKindOf } from '../salesforce/hosts.ts';
import { checkStanding, type Standing } from '../salesforce/readers/check-standing.ts';
import { readOrganization } from '../salesforce/readers/organization.ts';

export interface ProbeRequest {
  readonly tenantId: string;
  readonly orgId: string;
  readonly apiHost: string;
  /** The request of `orgs.connectFinish` itself. */
  readonly proof: RequestProof;
  readonly target: { readonly userId: string; readonly username: string };
  /** What proves to the delegation service that this user signed in. */
  readonly signIn: { readonly idToken: string; readonly state: string };
  /** Set for the first connection of the org: who background work will run as. */
  readonly integrationUsername: string | undefined;
}

export interface Probed {
  readonly standing: Standing;
  /** Of an org that is connected already: what its integration user is called. */
  readonly knownIntegration: string | undefined;
  /** Only of a first connection; `another` when somebody else had the org's integration user named meanwhile. */
  readonly first: FirstProbe | 'another' | undefined;
}

export interface FirstProbe {
  readonly name: string;
  readonly kind: OrgKind;
  readonly apiVersion: string;
  readonly integrationUserId: string;
}

/** The newest version of Salesforce's APIs that the readers were written for. */
export const ourApiVersion = '66.0';

/** Throws `permission_missing` and `integration_user_invalid` for a first connection, and what a mint throws. */
export async function probe(deps: SalesforceDeps, request: ProbeRequest): Promise<Probed> {
  const { orgId, tenantId, apiHost, proof, target, signIn, integrationUsername } = request;
  const apiVersion =
    integrationUsername === undefined ? ourApiVersion : await chooseApiVersion(deps, apiHost);
  const handle = await openHandle(deps, {
    purpose: 'probe',
    org: { orgId, tenantId, apiHost, loginUrl: loginUrlOf(apiHost), apiVersion },
    person: proof,
    target,
    signIn,
    integrationUsername,
  });
  try {
    const standing = await checkStanding(handle, target.userId);
    const knownIntegration = handle.integrationUsername();
    if (integrationUsername === undefined) return { standing, knownIntegration, first: undefined };
    if (!standing.customize) {
      const detail = 'The first person to connect an org needs “Customize Application” there.';
      throw new AppError('permission_missing', { detail });
    }
    const organization = await readOrganization(handle).catch(() => undefined);
    const proven = await handle.prove('integration').catch((error: unknown) => {
      if (error instanceof Refusal && error.reason === 'integration_claimed') return 'another' as const;
      throw integrationProblem(error, integrationUsername);
    });
    if (proven === 'another') return { standing, knownIntegration, first: proven };
    const kind = orgKindOf(apiHost);
    return {
      standing,
      knownIntegration,
      first: {
        name: organization?.name ?? nameOf(apiHost),
        kind: kind === 'production' && organization?.isSandbox ? 'sandbox' : kind,
        apiVersion,
        integrationUserId: proven.userId,
      },
    };
  } finally {
    await handle.close().catch((err: unknown) => deps.log.warn({ err }, 'a probe could not be ended'));
  }
}

function integrationProblem(error: unknown, username: string): unknown {
  if (error instanceof SalesforceRefusal) {
    return new AppError('integration_user_invalid', {
      detail: `${username}: ${error.detail}`,
      action: error.action,
      who: error.who,
      cause: error,
    });
  }
  return error;
}

/** `acme--uat.sandbox.my.salesforce.com` → `Acme uat`. */
function nameOf(apiHost: string): string {
  const label = (apiHost.split('.')[0] ?? apiHost).replaceAll('--', ' ');
  return label.charAt(0).toUpperCase() + label.slice(1);
}

/** The highest version that both sides know; ours when the org does not tell. */
async function chooseApiVersion({ fetch }: SalesforceDeps, apiHost: string): Promise<string> {
  try {
    const { text } = await callSalesforce(fetch, `https://${apiHost}/services/data/`, {
      method: 'GET',
      timeoutMs: 5000,
      maxBytes: 256 * 1024,
    });
    const versions = (JSON.parse(text) as { version?: unknown }[])
      .map(({ version }) => String(version))
      .filter((version) => /^\d{2,3}\.0$/.test(version) && Number(version) <= Number(ourApiVersion));
    return versions.sort((a, b) => Number(b) - Number(a))[0] ?? ourApiVersion;
  } catch {
    return ourApiVersion;
  }
}
