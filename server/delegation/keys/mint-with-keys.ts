// One token by whichever key the org's app knows: the one in use first, and the next at the moment in which the first is refused.

import { AppError } from '../../errors.ts';
import type { Log } from '../../log.ts';
import type { KeyRow } from '../db/signing-keys.ts';
import type { MintDeps, MintedToken, MintOrder } from '../mint-token.ts';
import { SalesforceRefusal } from '../salesforce-errors.ts';
import type { KeyRing } from './key-ring.ts';

export interface KeyedMintDeps {
  readonly ring: KeyRing;
  /** `mintToken`, bound to everything but key and app. */
  mint(by: Pick<MintDeps, 'signingKey' | 'clientId'>, order: MintOrder): Promise<MintedToken>;
  /** Consumer key of the installation's app. */
  readonly clientId: string;
  readonly log: Log;
}

export type KeyedMint = (order: MintOrder, person: string | undefined) => Promise<MintedToken>;

export function createKeyedMint(deps: KeyedMintDeps): KeyedMint {
  const { ring, log } = deps;
  return async (order, person) => {
    const { keys, accepted } = await ring.keysFor(order.org, person);
    let told: unknown;
    for (const [place, row] of keys.entries()) {
      try {
        const minted = await mintBy(deps, row, order);
        const moved = accepted === undefined ? keys.length > 1 : accepted !== row.id;
        if (moved && row.state !== 'prepared') {
          // The token is recorded and good; which key is tried first next time is not worth losing it.
          await ring.accepted(order.org.apiHost, row).catch((err: unknown) => {
            log.error({ err, apiHost: order.org.apiHost }, 'that a key was accepted could not be kept');
          });
        }
        return minted;
      } catch (error) {
        const ofKey = isOfKey(error);
        const ofApp =
          isOfApp(error) && keys.slice(place + 1).some((other) => other.clientId !== row.clientId);
        // What the next key met tells more, unless the app does not know that key either.
        if (told === undefined || !ofKey) told = error;
        if (!ofKey && !ofApp) break;
      }
    }
    throw told ?? new AppError('signing_unavailable', { detail: 'There is no key for this org.' });
  };
}

export function mintBy(
  { ring, mint, clientId }: Pick<KeyedMintDeps, 'ring' | 'mint' | 'clientId'>,
  row: KeyRow,
  order: MintOrder,
): Promise<MintedToken> {
  return mint({ signingKey: ring.signerOf(row), clientId: row.clientId ?? clientId }, order);
}

/** Of the signature, or of a key that cannot be used here: another key may fare better. */
export function isOfKey(error: unknown): boolean {
  if (error instanceof SalesforceRefusal) return error.reason === 'certificate';
  return error instanceof AppError && error.code === 'signing_unavailable';
}

/** The app is not there any more: one with another consumer key may be. A blocked app is a no, and stays one. */
function isOfApp(error: unknown): boolean {
  return error instanceof SalesforceRefusal && ['app_unknown', 'app_not_installed'].includes(error.reason);
}
