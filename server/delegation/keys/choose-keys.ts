// Which keys an org's app may know, in the order in which they are tried: a pure decision over the rows.

import type { KeyRow } from '../db/signing-keys.ts';

export interface ChooseFacts {
  /** Rows of the org and of the installation. */
  readonly rows: readonly KeyRow[];
  /** Whether this service has probed this org at this address. */
  readonly connected: boolean;
  /** Auth0 subject of who asks; undefined for background work. */
  readonly person: string | undefined;
  /** The key that the org's app accepted last. */
  readonly accepted: string | undefined;
  /** The org goes back to the installation's app as soon as Salesforce accepts it. */
  readonly returning: boolean;
}

/** The first is the one to use; the others only when Salesforce refuses it. */
export function chooseKeys({ rows, connected, person, accepted, returning }: ChooseFacts): KeyRow[] {
  const own = rows.filter(({ apiHost }) => apiHost !== '');
  // Whoever connects an org with an app of its own has prepared it; what others prepared is not theirs.
  const prepared = own.find(
    ({ state, preparedBy, clientId }) =>
      state === 'prepared' && clientId !== undefined && person !== undefined && preparedBy === person,
  );
  if (!connected && prepared) return [prepared];
  const find = (of: readonly KeyRow[], state: KeyRow['state']) => of.filter((row) => row.state === state);
  const installation = rows.filter(({ apiHost }) => apiHost === '');
  const ownInUse = find(own, 'in_use');
  const installed = [...find(installation, 'in_use'), ...find(installation, 'next')];
  const base = ownInUse.length > 0 ? ownInUse : installed;
  const back = returning && ownInUse.length > 0 ? installed : [];
  const all = [...base, ...find(own, 'next'), ...back];
  return [...all.filter(({ id }) => id === accepted), ...all.filter(({ id }) => id !== accepted)];
}
