// What a session alone opens, and which requests ask Salesforce for a token: two short lists that only grow on purpose.

import { expect, test } from 'vitest';
import { endpoints } from '#contract/index.ts';

const all = Object.entries(endpoints);

test('a session alone reads no history: everything else needs standing', () => {
  const open = all.filter(([, { access }]) => access === 'person').map(([name]) => name);
  expect(open.sort()).toEqual([
    'admin.count',
    'admin.list',
    'guide.check',
    'guide.keepApp',
    'guide.leaveApp',
    'guide.makeKey',
    'guide.nameApp',
    'guide.values',
    'log.growth',
    'log.lines',
    'members.list',
    'members.remove',
    'orgs.connectFinish',
    'orgs.connectRefused',
    'orgs.connectStart',
    'orgs.disconnect',
    'orgs.former',
    'orgs.list',
    'orgs.standing',
    'orgs.status',
    'orgs.unlink',
    'reconcile.acknowledge',
    'session.end',
    'session.get',
  ]);
});

test('the records of an org open to an owner’s session as well', () => {
  const records = all.filter(([, { access }]) => access === 'record').map(([name]) => name);
  expect(records.sort()).toEqual([
    'audit.count',
    'audit.list',
    'log.proofs',
    'reconcile.run',
    'reconcile.state',
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

test('two requests change an org’s app, and the delegation service checks their proofs itself', () => {
  const setting = all.filter(([, { setsApp }]) => setsApp).map(([name]) => name);
  expect(setting.sort()).toEqual(['guide.keepApp', 'guide.leaveApp', 'guide.makeKey', 'guide.nameApp']);
});

test('four requests have the delegation service forget something, and it checks their proofs itself', () => {
  const forgetting = all.filter(([, { forgets }]) => forgets).map(([name]) => name);
  expect(forgetting.sort()).toEqual(['members.remove', 'orgs.disconnect', 'orgs.unlink', 'session.end']);
});
