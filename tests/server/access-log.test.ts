// The access log names people as their tenant knows them, and never shows a subject.

import { expect, test } from 'vitest';
import { listAccess } from '../../server/access-log.ts';
import type { LoggedEntry } from '../../server/delegation/protocol.ts';

const entry = (who: string): LoggedEntry => ({
  index: 1,
  at: '2026-03-02T09:00:00.000Z',
  who,
  actingAs: 'ada.king@acme.example',
  purpose: 'compare',
  component: 'Flow Route_New_Leads',
  outcome: 'granted',
});

async function list(...whos: string[]) {
  const asked: unknown[] = [];
  const entries = await listAccess(
    {
      delegation: {
        entries: async (query) => {
          asked.push(query);
          return whos.map(entry);
        },
      },
      names: async (tenantId) => new Map(tenantId === 'acme' ? [['auth0|ada', 'Ada King']] : []),
    },
    { orgId: '00D5g000004XyZaEAK', tenantId: 'acme', type: 'Flow' },
  );
  return { asked, entries };
}

test('members by name, background work in words, people who left as such', async () => {
  const { entries } = await list('auth0|ada', 'worker', 'auth0|gone');
  expect(entries.map(({ who }) => who)).toEqual([
    'Ada King',
    'Canvasback in the background',
    'A person who is no longer a member',
  ]);
  expect(entries[0]).toMatchObject({ actingAs: 'ada.king@acme.example', outcome: 'granted', index: 1 });
});

test('asks for one org, and for one component when it is named', async () => {
  expect((await list()).asked).toEqual([{ orgId: '00D5g000004XyZaEAK', type: 'Flow' }]);
});
