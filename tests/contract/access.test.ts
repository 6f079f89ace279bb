// What a session alone opens, and which requests ask Salesforce for a token: two short lists that only grow on purpose.

import { expect, test } from 'vitest';
import { endpoints } from '#contract/index.ts';

const all = Object.entries(endpoints);

test('a session alone reads no history: everything else needs standing', () => {
  const open = all.filter(([, { access }]) => access === 'person').map(([name]) => name);
  expect(open.sort()).toEqual([
    'orgs.connectFinish',
    'orgs.connectStart',
    'orgs.list',
    'orgs.standing',
    'orgs.status',
    'session.end',
    'session.get',
  ]);
});

test('three requests open a delegation job, each for its own purpose', () => {
  const purposes = all.flatMap(([name, { purpose }]) => (purpose ? [[name, purpose]] : []));
  expect(Object.fromEntries(purposes)).toEqual({
    'orgs.connectFinish': 'probe',
    'orgs.standing': 'standing',
    'compare.live': 'compare',
  });
});
