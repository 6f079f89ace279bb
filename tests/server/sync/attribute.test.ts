// Who made the live difference: no more is claimed than Salesforce tells.

import { expect, test } from 'vitest';
import { attributeLive } from '../../../server/sync/attribute.ts';

const leo = { at: 1000, userId: '005L', name: 'Leo Marin' };
const nora = (at: number) => ({ at, userId: '005N', name: 'Nora Haddad' });

test.each([
  ['the last save after the last commit', { committedAt: 500 }, 'certain', 'Salesforce’s LastModifiedBy'],
  [
    'nothing differs, however old the save',
    { differs: false, committedAt: 2000 },
    'certain',
    'Salesforce’s LastModifiedBy',
  ],
  ['nothing was committed', {}, 'certain', 'Salesforce’s LastModifiedBy'],
  [
    'another person saved in between',
    { committedAt: 500, seen: nora(700) },
    'likely',
    'Salesforce’s LastModifiedBy; Nora Haddad also saved it after the last commit',
  ],
  [
    'the same person saved in between',
    { committedAt: 500, seen: { ...leo, at: 700 } },
    'certain',
    'Salesforce’s LastModifiedBy',
  ],
  [
    'another person saved before the commit',
    { committedAt: 500, seen: nora(400) },
    'certain',
    'Salesforce’s LastModifiedBy',
  ],
  ['we saw this very save before', { committedAt: 500, seen: leo }, 'certain', 'Salesforce’s LastModifiedBy'],
  [
    'the commit is newer than the save',
    { committedAt: 2000 },
    'unknown',
    'Salesforce’s LastModifiedBy, but the last commit is newer than this save',
  ],
])('%s', (_, facts, certainty, evidence) => {
  expect(attributeLive({ last: leo, differs: true, ...facts })).toEqual({
    name: 'Leo Marin',
    certainty,
    evidence,
  });
});
