// An org's own app: its key is made here, and its consumer key is taken from a person's live request at that very address.

import { AppError } from '../errors.ts';
import type { Person, PersonVerifier } from '../identity/verify-person.ts';
import type { Log } from '../log.ts';
import { isApiHost } from '../salesforce/hosts.ts';
import { beginReturn, endReturn, isReturning } from './db/app-returns.ts';
import type { DelegationDatabase } from './db/database.ts';
import { changeState, changingKeys, insertKey, type KeyRow, listKeys, nameApp } from './db/signing-keys.ts';
import { publicPartOf } from './keys/certificate-of.ts';
import { chooseKeys } from './keys/choose-keys.ts';
import { withNewKey } from './keys/rotate.ts';
import type { Caller } from './policy.ts';
import type { ChangeOrgApp, MakeOrgKey, NameOrgApp, OrgApp, PersonProof } from './protocol.ts';
import { Refusal } from './refusal.ts';

export interface OrgAppsDeps {
  readonly db: DelegationDatabase;
  readonly verifier: Pick<PersonVerifier, 'verify'>;
  readonly folder: string | undefined;
  /** Consumer key of the installation's app. */
  readonly clientId: string;
  /** Tries the installation's app at once; undefined when Salesforce accepts it, else why not. */
  returnNow(apiHost: string): Promise<string | undefined>;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly log: Log;
}

export interface OrgApps {
  /** The app of an org as `subject` will meet it; with `anew`, as if the org were not connected yet. */
  view(caller: Caller, of: { apiHost: string; subject: string; anew: boolean }): Promise<OrgApp>;
  /** Makes the key of an app that is yet to be created; the same one when it was made before. */
  makeKey(caller: Caller, input: MakeOrgKey): Promise<OrgApp>;
  /** Names the app that was created with that key's certificate. */
  name(caller: Caller, input: NameOrgApp): Promise<OrgApp>;
  /** Back to the installation's app as soon as Salesforce accepts it; the own one stays in use until then. */
  leave(caller: Caller, input: ChangeOrgApp): Promise<OrgApp>;
  /** Stays with the own app after all. */
  keep(caller: Caller, input: ChangeOrgApp): Promise<OrgApp>;
}

/** The requests of the public API whose proofs ask for it: each names all that it changes. */
export const orgAppRoutes = {
  makeKey: (apiHost: string) => `/v1/org-apps/${apiHost}/key`,
  leave: (apiHost: string) => `/v1/org-apps/${apiHost}/installation`,
  keep: (apiHost: string) => `/v1/org-apps/${apiHost}/own`,
  name: (apiHost: string, clientId: string) => `/v1/org-apps/${apiHost}/consumer-key/${clientId}`,
} as const;

const mostPrepared = 20;

export function createOrgApps(deps: OrgAppsDeps): OrgApps {
  const { db, verifier, folder, clientId: installation, now, log } = deps;

  async function personAt(
    caller: Caller,
    apiHost: string,
    path: string,
    proof: PersonProof,
  ): Promise<Person> {
    if (caller !== 'api') throw new Refusal('purpose_not_for_caller');
    if (!isApiHost(apiHost)) throw new Refusal('host_not_allowed');
    if (proof.method !== 'POST' || proof.path !== path) throw new Refusal('proof_for_other_request');
    const { authorization, dpop } = proof;
    const person = await verifier.verify({ method: 'POST', path, headers: { authorization, dpop } });
    if (await isStranger(apiHost, person.subject)) throw new Refusal('not_of_this_org');
    return person;
  }

  /** Of a connected org, only who connected it or is linked to it may say by which app it goes. */
  async function isStranger(apiHost: string, subject: string): Promise<boolean> {
    const org = await connectionAt(db, apiHost);
    if (!org || org.claimed_by === subject) return false;
    const link = db.selectFrom('person_links').select('user_id').where('org_id', '=', org.org_id);
    return (await link.where('subject', '=', subject).executeTakeFirst()) === undefined;
  }

  async function view(apiHost: string, subject: string, anew: boolean): Promise<OrgApp> {
    const rows = await listKeys(db, { hosts: ['', apiHost], states: ['prepared', 'next', 'in_use'] });
    const connected = !anew && (await connectionAt(db, apiHost)) !== undefined;
    const returning = connected && (await isReturning(db, apiHost));
    const [first] = chooseKeys({ rows, connected, person: subject, accepted: undefined, returning });
    const of = (state: KeyRow['state'], host: string) =>
      rows.find((row) => row.state === state && row.apiHost === host);
    const prepared = rows.find((row) => row.state === 'prepared' && row.preparedBy === subject);
    const ownRow = returning ? undefined : (of('next', apiHost) ?? of('in_use', apiHost));
    const shown = (returning ? undefined : prepared) ?? ownRow ?? of('next', '') ?? of('in_use', '');
    if (!first || !shown)
      throw new AppError('signing_unavailable', { detail: 'No signing key is recorded.' });
    const own = shown.apiHost !== '';
    const named = own ? shown.clientId : installation;
    return {
      signInClientId: first.clientId ?? installation,
      ...(named === undefined ? {} : { clientId: named }),
      own,
      state: shown.state === 'retired' || returning ? 'next' : shown.state,
      ...(returning ? { returning } : {}),
      ...publicPartOf(shown),
    };
  }

  return {
    async view(caller, { apiHost, subject, anew }) {
      if (caller !== 'api') throw new Refusal('purpose_not_for_caller');
      return view(apiHost, subject, anew);
    },

    async makeKey(caller, { apiHost, person: proof }) {
      const { subject } = await personAt(caller, apiHost, orgAppRoutes.makeKey(apiHost), proof);
      const theirs = (await listKeys(db, { states: ['prepared'] })).filter(
        (row) => row.preparedBy === subject,
      );
      if (theirs.some((row) => row.apiHost === apiHost)) return view(apiHost, subject, false);
      if (theirs.length >= mostPrepared) throw new Refusal('too_many_keys');
      if (folder === undefined) {
        const detail = 'The delegation service has no folder to keep an org’s key in.';
        const action = 'Ask your operator to set CANVASBACK_SIGNING_KEY_FOLDER.';
        throw new AppError('signing_unavailable', { detail, action, who: 'operator' });
      }
      await withNewKey({ db, folder, now }, { apiHost }, async (transaction, made) => {
        const prepared = { apiHost, state: 'prepared', clientId: undefined, preparedBy: subject } as const;
        await insertKey(transaction, { ...made, ...prepared }, subject);
      });
      log.info({ apiHost, by: subject }, 'a key for an org’s own app is made');
      return view(apiHost, subject, false);
    },

    async name(caller, { apiHost, clientId, person: proof }) {
      const { subject } = await personAt(caller, apiHost, orgAppRoutes.name(apiHost, clientId), proof);
      const facts = { at: now(), by: subject };
      await changingKeys(db, async (transaction) => {
        const rows = await listKeys(transaction, { hosts: [apiHost], states: ['prepared', 'next'] });
        const prepared = rows.find((row) => row.state === 'prepared' && row.preparedBy === subject);
        if (!prepared) throw new Refusal('key_not_made');
        await endReturn(transaction, apiHost, facts);
        await nameApp(transaction, prepared, clientId, facts);
        // An org that is not connected yet takes it with the probe of the same person.
        const connected = await transaction
          .selectFrom('connections')
          .select('org_id')
          .where('api_host', '=', apiHost)
          .executeTakeFirst();
        if (!connected) return;
        const before = rows.find((row) => row.state === 'next');
        if (before)
          await changeState(transaction, before, 'retired', { ...facts, detail: 'Another is the next.' });
        await changeState(transaction, prepared, 'next', facts);
      });
      log.info({ apiHost, by: subject }, 'an org’s own app is named');
      return view(apiHost, subject, false);
    },

    async leave(caller, { apiHost, person: proof }) {
      const { subject } = await personAt(caller, apiHost, orgAppRoutes.leave(apiHost), proof);
      const facts = { at: now(), by: subject };
      const began = await changingKeys(db, (transaction) => beginReturn(transaction, apiHost, facts));
      if (!began) throw new Refusal('no_own_app');
      const refused = began === 'dropped' ? undefined : await deps.returnNow(apiHost);
      log.info({ apiHost, by: subject, refused }, 'an org goes back to the installation’s app');
      return { ...(await view(apiHost, subject, false)), ...(refused === undefined ? {} : { refused }) };
    },

    async keep(caller, { apiHost, person: proof }) {
      const { subject } = await personAt(caller, apiHost, orgAppRoutes.keep(apiHost), proof);
      const facts = { at: now(), by: subject };
      await changingKeys(db, (transaction) => endReturn(transaction, apiHost, facts));
      log.info({ apiHost, by: subject }, 'an org stays with its own app');
      return view(apiHost, subject, false);
    },
  };
}

function connectionAt(db: DelegationDatabase, apiHost: string) {
  return db
    .selectFrom('connections')
    .select(['org_id', 'claimed_by'])
    .where('api_host', '=', apiHost)
    .executeTakeFirst();
}
