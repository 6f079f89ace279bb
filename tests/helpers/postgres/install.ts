// Roles, database and schemas made exactly as docs/operating.md says, under names of the test's own; the server
// is thrown away after the run, and they with it.

import { readFileSync } from 'node:fs';
import process from 'node:process';
import { openStore } from '../../../server/db/database.ts';
import { grantUse } from '../../../server/db/grants.ts';
import { delegationStore } from '../../../server/delegation/db/database.ts';
import { asSuperuser, postgresAddress } from '../databases.ts';

export interface Installation {
  readonly suffix: string;
  readonly database: string;
  /** Of the role that owns the delegation service's tables. */
  readonly ownerSetting: string;
  readonly settings: {
    readonly CANVASBACK_DATABASE: string;
    readonly CANVASBACK_DELEGATION_DATABASE: string;
  };
}

/** With what an address has to escape. */
export const passwords = { api: 'p@ss/wörd 1%', delegation: 'other:2?#', owner: 'third&3' };

const page = new URL('../../../docs/operating.md', import.meta.url);
let made = 0;

export async function installAsDocumented(): Promise<Installation> {
  made += 1;
  const suffix = `_${process.pid}_${made}`;
  const [block = ''] = /(?<=```sql\n)[\s\S]*?(?=```)/.exec(readFileSync(page, 'utf8')) ?? [];
  const named = block
    .replace(/\bcanvasback(?:_delegation)?(?:_owner)?\b/g, `$&${suffix}`)
    .replace('choose one', passwords.api)
    .replace('choose another', passwords.delegation)
    .replace('choose a third', passwords.owner);
  const [before = '', after = ''] = named.split(/^\\connect .*$/m);
  const statements = (text: string) => text.split(';').filter((each) => each.trim());
  const database = `canvasback${suffix}`;
  const owner = `canvasback_delegation_owner${suffix}`;
  const roles = [`canvasback${suffix}`, `canvasback_delegation${suffix}`, owner];
  await asSuperuser(async (client) => {
    for (const statement of statements(before)) await client.query(statement);
    // The tests' server asks these for their password.
    await client.query(`grant secured to ${roles.join(', ')}`);
  });
  await asSuperuser(async (client) => {
    for (const statement of statements(after)) await client.query(statement);
  }, database);
  const { host, port } = await postgresAddress();
  const address = (role: string, password: string, schema = role) =>
    `postgres://${role}:${encodeURIComponent(password)}@${host}:${port}/${database}?schema=${schema}`;
  const ownerSetting = address(owner, passwords.owner, `canvasback_delegation${suffix}`);
  const db = await openStore<unknown>(ownerSetting, delegationStore);
  await grantUse(db, `canvasback_delegation${suffix}`);
  await db.destroy();
  return {
    suffix,
    database,
    ownerSetting,
    settings: {
      CANVASBACK_DATABASE: address(`canvasback${suffix}`, passwords.api),
      CANVASBACK_DELEGATION_DATABASE: address(`canvasback_delegation${suffix}`, passwords.delegation),
    },
  };
}
