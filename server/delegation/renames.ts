// Users whose names changed since they were probed: a person's is looked up at once, the integration user's with the next person's token.

import { AppError } from '../errors.ts';
import type { Log } from '../log.ts';
import { findConnection, noteNameRefused, renameIntegration } from './db/connections.ts';
import type { DelegationDatabase } from './db/database.ts';
import { renameLinked } from './db/links.ts';
import type { UserAsked, UsernameWanted } from './find-username.ts';
import type { MintedToken, MintOrder } from './mint-token.ts';
import { type Connection, mayReadUsers } from './policy.ts';
import type { OrgRef, Purpose } from './protocol.ts';
import { SalesforceRefusal } from './salesforce-errors.ts';

export interface RenamesDeps {
  readonly db: DelegationDatabase;
  mint(order: MintOrder, person: string | undefined): Promise<MintedToken>;
  /** As the integration user; undefined when it cannot be found out. */
  findUsername(wanted: UsernameWanted): Promise<string | undefined>;
  /** With a token that there is already; undefined the same. */
  askUsername(asked: UserAsked): Promise<string | undefined>;
  readonly now: () => number;
  readonly log: Log;
}

/** By which name Salesforce gave the token. */
export interface MintedAs extends MintedToken {
  readonly username: string;
}

export interface PersonsToken {
  readonly org: OrgRef;
  readonly purpose: Purpose;
  /** As it was before the mint. */
  readonly connection: Connection;
  readonly minted: MintedAs;
}

export interface Renames {
  /** A person's token; when their name is nobody's any more, one lookup by user id and one retry. */
  mintForPerson(order: MintOrder, person: string, mayLook: () => boolean): Promise<MintedAs>;
  /** Whether a person's token would be used to look the integration user's name up. */
  looks(of: Omit<PersonsToken, 'minted'>): boolean;
  /** The integration user's name as it is now, looked up with this token where it was refused. Never throws. */
  integrationName(token: PersonsToken): Promise<string>;
}

/** What Salesforce says of a username that is nobody's: most orgs say the first. */
const nameless: ReadonlySet<string> = new Set(['not_approved', 'user_unknown']);
const isNameless = (error: unknown) => error instanceof SalesforceRefusal && nameless.has(error.reason);
/** Nobody's, or somebody else's by now. */
const isOutdated = (error: unknown) =>
  isNameless(error) || (error instanceof AppError && error.code === 'identity_mismatch');
const isSame = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();

/** Not everybody may see every user: another person's token may tell. */
const againMs = 5 * 60_000;

/** Keeps in mind that Salesforce did not know the integration user, whoever asked for the token. Throws nothing. */
export function notingRefusals<Rest extends readonly unknown[]>(
  { db, now, log }: Pick<RenamesDeps, 'db' | 'now' | 'log'>,
  mint: (order: MintOrder, ...rest: Rest) => Promise<MintedToken>,
): (order: MintOrder, ...rest: Rest) => Promise<MintedToken> {
  return (order, ...rest) =>
    mint(order, ...rest).catch(async (error: unknown) => {
      const { org, user } = order;
      if (isOutdated(error) && user.userId !== undefined) {
        const refused = { orgId: org.orgId, userId: user.userId, username: user.username, at: now() };
        await noteNameRefused(db, refused).catch((err: unknown) =>
          log.error({ err, orgId: org.orgId }, 'that the integration user was refused could not be kept'),
        );
      }
      throw error;
    });
}

export function createRenames(deps: RenamesDeps): Renames {
  const { db, mint, now, log } = deps;
  const lookedAt = new Map<string, number>();

  function looks({ org, purpose, connection }: Omit<PersonsToken, 'minted'>): boolean {
    if (connection.nameRefusedAt === undefined || !mayReadUsers.has(purpose)) return false;
    return now() >= (lookedAt.get(org.orgId) ?? Number.NEGATIVE_INFINITY) + againMs;
  }

  async function foundName(of: PersonsToken): Promise<string | undefined> {
    const { org, connection, minted } = of;
    const { userId } = connection.integration;
    // Salesforce gave a token for that very user by this name.
    if (minted.userId === userId) return minted.username;
    if (userId === undefined || !looks(of)) return undefined;
    lookedAt.set(org.orgId, now());
    return deps.askUsername({ apiHost: org.apiHost, token: minted.accessToken, userId });
  }

  return {
    looks,

    async mintForPerson(order, person, mayLook) {
      const { org, user } = order;
      const { userId } = user;
      try {
        return { ...(await mint(order, person)), username: user.username };
      } catch (error) {
        if (!isNameless(error) || userId === undefined || !mayLook()) throw error;
        const connection = await findConnection(db, org.orgId);
        if (!connection) throw error;
        const { integration } = connection;
        // Of the integration user, the name that another person's token has told.
        const username =
          integration.userId === userId
            ? integration.username
            : await deps.findUsername({ org, connection, userId, attempt: order.attempt });
        if (username === undefined || isSame(username, user.username)) throw error;
        const minted = await mint({ ...order, user: { userId, username } }, person);
        try {
          await renameLinked(db, { orgId: org.orgId, subject: person, userId, username });
          log.info({ orgId: org.orgId, userId }, 'a linked user has another username now');
        } catch (err) {
          // The token is there, and its holder gives it back; the name is found anew the next time.
          log.error({ err, orgId: org.orgId, userId }, 'the name of a linked user could not be kept');
        }
        return { ...minted, username };
      }
    },

    async integrationName(token) {
      const { orgId } = token.org;
      const { integration, nameRefusedAt } = token.connection;
      const found = await foundName(token);
      if (found === undefined) return integration.username;
      const same = isSame(found, integration.username);
      if (same && nameRefusedAt === undefined) return integration.username;
      try {
        // Of the name alone; for whom a token is, Salesforce's answer says with every mint.
        await renameIntegration(db, { orgId, userId: integration.userId ?? '', username: found });
      } catch (err) {
        log.error({ err, orgId }, 'the integration user’s name could not be kept');
        return integration.username;
      }
      lookedAt.delete(orgId);
      if (!same)
        log.info({ orgId, userId: integration.userId }, 'the integration user has another username now');
      return found;
    },
  };
}
