// `canvasback tenant create`: an account and its people, as often as one likes.

import { join } from 'node:path';
import { Command } from 'commander';
import { afterEach, expect, test, vi } from 'vitest';
import { parsePerson, register } from '../../cli/tenant.ts';
import { openDatabase } from '../../server/db/database.ts';
import { makeFolder } from '../server/history/git-project.ts';

const data = makeFolder();
afterEach(() => vi.restoreAllMocks());

async function create(name: string, ...people: string[]): Promise<string> {
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  const program = new Command().exitOverride();
  register(program);
  const members = people.flatMap((person) => ['--member', person]);
  await program.parseAsync(['tenant', 'create', name, '--data', data, ...members], { from: 'user' });
  return String(write.mock.lastCall?.[0]);
}

test('is idempotent, changes names and roles, and is on record', async () => {
  const said = await create('Acme', 'auth0|ada:owner:Ada King', 'auth0|mia:viewer:"Mia Berg"');
  expect(await create('Acme', 'auth0|ada:owner:Ada King', 'auth0|mia:release_manager:Mia Lindqvist')).toBe(
    said,
  );
  await create('Else', 'auth0|zoe:owner:Zoe Novak');
  await expect(create('Else', 'auth0|new:viewer:New', 'auth0|ada:owner:Ada King')).rejects.toThrow(
    /auth0\|ada belongs to another account/,
  );
  const db = await openDatabase(join(data, 'canvasback.sqlite'));
  const members = await db
    .selectFrom('members')
    .select(['subject', 'name', 'role'])
    .orderBy('subject')
    .execute();
  const log = await db.selectFrom('admin_log').select(['action', 'subject']).orderBy('seq').execute();
  await db.destroy();
  expect(members).toEqual([
    { subject: 'auth0|ada', name: 'Ada King', role: 'owner' },
    { subject: 'auth0|mia', name: 'Mia Lindqvist', role: 'release_manager' },
    { subject: 'auth0|zoe', name: 'Zoe Novak', role: 'owner' },
  ]);
  expect(log.map(({ action }) => action)).toEqual([
    'tenant.create',
    'member.role',
    'member.role',
    'member.name',
    'member.role',
    'tenant.create',
    'member.role',
  ]);
  expect(new Set(log.map(({ subject }) => subject))).toEqual(new Set(['operator']));
});

test('a person is subject, role and name', () => {
  expect(parsePerson('auth0|ada:owner:King: Ada')).toEqual({
    subject: 'auth0|ada',
    role: 'owner',
    name: 'King: Ada',
  });
  for (const wrong of ['auth0|ada', 'auth0|ada:admin:Ada', ':owner:Ada', 'auth0|ada:owner:', '']) {
    expect(() => parsePerson(wrong), wrong).toThrow(/not subject:role:name/);
  }
});
