// Roles, database and schemas made exactly as docs/operating.md says, under names of the test's own; the server
// is thrown away after the run, and they with it.

import { readFileSync } from 'node:fs';
import process from 'node:process';
import { asSuperuser, postgresAddress } from '../databases.ts';

export interface Installation {
  readonly suffix: string;
  readonly database: string;
  readonly settings: {
    readonly CANVASBACK_DATABASE: string;
    readonly CANVASBACK_DELEGATION_DATABASE: string;
  };
}

/** With what an address has to escape. */
export const passwords = { api: 'p@ss/wörd 1%', delegation: 'other:2?#' };

const page = new URL('../../../docs/operating.md', import.meta.url);
let made = 0;

export async function installAsDocumented(): Promise<Installation> {
  made += 1;
  const suffix = `_${process.pid}_${made}`;
  const [block = ''] = /(?<=```sql\n)[\s\S]*?(?=```)/.exec(readFileSync(page, 'utf8')) ?? [];
  const named = block
    .replace(/\bcanvasback(?:_delegation)?\b/g, `$&${suffix}`)
    .replace('choose one', passwords.api)
    .replace('choose another', passwords.delegation);
  const [before = '', after = ''] = named.split(/^\\connect .*$/m);
  const statements = (text: string) => text.split(';').filter((each) => each.trim());
  const database = `canvasback${suffix}`;
  const roles = [`canvasback${suffix}`, `canvasback_delegation${suffix}`];
  await asSuperuser(async (client) => {
    for (const statement of statements(before)) await client.query(statement);
    // The tests' server asks these for their password.
    await client.query(`grant secured to ${roles.join(', ')}`);
  });
  await asSuperuser(async (client) => {
    for (const statement of statements(after)) await client.query(statement);
  }, database);
  const { host, port } = await postgresAddress();
  const address = (role: string, password: string) =>
    `postgres://${role}:${encodeURIComponent(password)}@${host}:${port}/${database}?schema=${role}`;
  return {
    suffix,
    database,
    settings: {
      CANVASBACK_DATABASE: address(`canvasback${suffix}`, passwords.api),
      CANVASBACK_DELEGATION_DATABASE: address(`canvasback_delegation${suffix}`, passwords.delegation),
    },
  };
}
