// The records in the panel: who, what for, as whom, and what came of it; found by filter, read to the end, for owners both logs.

import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { accessInput } from '../../../../components/access/records-filter.ts';
import { Panel } from '../../../../components/panel/panel.tsx';
import { accessAt, manyAttempts, recordAnswers } from '../../../../dev/gallery/data/records.ts';
import type { FakeHost } from '../../../../dev/gallery/fake-host.ts';
import { problem, scenes } from '../../../../dev/gallery/scenes.ts';
import { scene, show } from '../show.tsx';

const base = scene(scenes, 'panel/access');
const org = scene(scenes, 'panel/access-org');
const admin = scene(scenes, 'panel/access-admin');
const entries = async () =>
  within(await screen.findByRole('region', { name: 'Entries' })).findAllByRole('listitem');
const which = () => screen.findByRole('combobox', { name: 'Which log' });
const asked = (host: FakeHost, name = 'audit.list') =>
  host.asked.filter((call) => call.name === name).map(({ input }) => input as Record<string, unknown>);
const texts = async () => (await entries()).map(({ textContent }) => textContent ?? '');

test('those of the component come first, newest on top, each with what came of it', async () => {
  const host = show(base, <Panel />);
  const rows = await texts();
  expect(rows[0]).toMatch(/Compare.*under way.*Ada King, as ada\.king@acme\.example/);
  expect(rows[1]).toMatch(/Compare.*granted/);
  expect(asked(host)[0]).toMatchObject({ type: 'Flow', fullName: 'Route_New_Leads' });
});

test('each outcome shows, refusals with their own word and as a sentence', async () => {
  show(org, <Panel />);
  const rows = await texts();
  const row = (part: string) => rows.find((text) => text.includes(part)) ?? '';
  expect(row('identity_mismatch')).toMatch(/refused.*Salesforce answered for another user/);
  expect(row('not_approved')).toMatch(/refused.*not approved for this Salesforce user.*permission set/);
  expect(row('not_linked')).toMatch(
    /Permission set Sales_Manager.*refused.*before a Salesforce user was chosen/,
  );
  expect(row('blocked')).toMatch(/Read in the background.*Canvasback in the background.*unblock it/);
  expect(row('interrupted')).toMatch(/outcome unknown/);
  expect(row('Check access')).toMatch(/granted/);
  expect(row('Connectgranted')).toMatch(/granted/);
});

test('of a whole org, granted looks at the login history are left out until somebody asks for them', async () => {
  const host = show(org, <Panel />);
  await entries();
  expect(asked(host)[0]).toMatchObject({ routine: 'without' });
  expect((await texts()).join()).not.toContain('Check the login history');
  await screen.findByText('11 of 14');
  const chip = { name: 'Remove the filter 3 routine checks of the login history left out' };
  expect(screen.queryByRole('button', { name: 'Clear filters' })).toBeNull();
  fireEvent.click(screen.getByRole('button', chip));
  await waitFor(async () => expect((await texts()).join()).toContain('Check the login history'));
  expect(asked(host).at(-1)).not.toHaveProperty('routine');
  fireEvent.click(screen.getByRole('button', { name: /Routine checks too/ }));
  await waitFor(async () => expect((await texts()).join()).not.toContain('Check the login history'));
  await screen.findByRole('button', chip);
});

test('where there is nothing but routine, that is said, and it can be shown', async () => {
  const routine = recordAnswers(
    accessAt(Date.now()).filter(({ purpose }) => purpose === 'reconcile'),
    [],
  );
  show({ ...org, answers: { ...org.answers, ...routine } }, <Panel />);
  await screen.findByText('Only routine checks so far.');
  expect(screen.getByRole('button', { name: /3 routine checks .* left out/ })).toBeDefined();
  expect(screen.queryByText(/Nobody has wanted a token/)).toBeNull();
  fireEvent.click(screen.getByRole('button', { name: 'Show them' }));
  expect(await entries()).toHaveLength(3);
});

test('of one component, or where a purpose or an outcome was chosen, nothing is left out', () => {
  const whole = {};
  expect(accessInput(whole, whole)).toEqual({ routine: 'without' });
  expect(accessInput({ who: 'Ada King' }, whole)).toEqual({ who: 'Ada King', routine: 'without' });
  expect(accessInput(whole, { type: 'Flow' })).toEqual({});
  expect(accessInput({ purposes: ['reconcile'] }, whole)).toEqual({ purposes: 'reconcile' });
  expect(accessInput({ outcomes: ['granted'] }, whole)).toEqual({ outcomes: 'granted' });
  expect(accessInput({ purposes: [] }, whole)).toEqual({ routine: 'without' });
});

test('says where Salesforce’s own records are', async () => {
  show(base, <Panel />);
  await entries();
  const links = ['Login History', 'Connected Apps OAuth Usage', 'Setup Audit Trail'].map(
    (name) => screen.getByRole<HTMLAnchorElement>('link', { name }).href,
  );
  const setup = 'https://acme.my.salesforce.com/lightning/setup';
  expect(links).toEqual([
    `${setup}/OrgLoginHistory/home`,
    `${setup}/ConnectedAppsUsage/home`,
    `${setup}/SecurityEvents/home`,
  ]);
});

test('person, purpose, outcome and date: each is asked for, counted, and has its chip', async () => {
  const host = show(org, <Panel />);
  await entries();
  fireEvent.click(screen.getByRole('button', { name: 'Filter by person, purpose, outcome and date' }));
  await screen.findByRole('option', { name: 'Ada King (4)' });
  expect(document.activeElement).toBe(screen.getByRole('combobox', { name: 'Person' }));
  fireEvent.change(screen.getByRole('combobox', { name: 'Person' }), { target: { value: 'Sam Okafor' } });
  await screen.findByText('2 of 14');
  fireEvent.click(screen.getByRole('checkbox', { name: /^Refused/ }));
  fireEvent.click(screen.getByRole('checkbox', { name: /^Compare/ }));
  fireEvent.click(screen.getByRole('button', { name: '7 days' }));
  await waitFor(() => expect(asked(host).at(-1)).toHaveProperty('from'));
  expect(asked(host).at(-1)).toMatchObject({ who: 'Sam Okafor', outcomes: 'refused', purposes: 'compare' });
  const chips = screen.getByRole('list', { name: 'Filters that are on' });
  expect(
    within(chips)
      .getAllByRole('button')
      .map(({ textContent }) => textContent),
  ).toEqual([
    'Remove the filter Sam Okafor',
    expect.stringMatching(/^Remove the filter .* – /),
    'Remove the filter Compare',
    'Remove the filter Refused',
    'Clear filters',
  ]);
  fireEvent.keyDown(screen.getByRole('combobox', { name: 'Person' }), { key: 'Escape' });
  fireEvent.click(screen.getByRole('button', { name: 'Clear filters' }));
  await waitFor(async () => expect(await entries()).toHaveLength(11));
});

test('where nothing matches, one press shows everything', async () => {
  const state = { tab: 'access', records: 'org', recordsFilter: { who: 'Nobody' } };
  const [key = ''] = Object.keys(org.panelState ?? {});
  show({ ...org, panelState: { [key]: state } }, <Panel />);
  await screen.findByRole('heading', { name: 'No entry matches.' });
  fireEvent.click(screen.getAllByRole('button', { name: 'Clear filters' })[0] as HTMLElement);
  expect(await entries()).toHaveLength(11);
});

test('which log and which entries are remembered', async () => {
  const host = show(base, <Panel />);
  fireEvent.change(await which(), { target: { value: 'org' } });
  await waitFor(async () => expect(await entries()).toHaveLength(11));
  const [key = ''] = [...host.remembered.keys()].filter((name) => name.includes('/Flow/'));
  expect(host.remembered.get(key)).toMatchObject({ records: 'org' });
});

test('of five thousand, those in view are drawn, and the next come as the end comes near', async () => {
  const many = recordAnswers(manyAttempts(Date.now(), 5_000), []);
  const host = show({ ...org, answers: { ...org.answers, ...many } }, <Panel />);
  const rows = await entries();
  expect(rows.length).toBeLessThan(60);
  expect(rows[0]?.getAttribute('aria-setsize')).toBe('5000');
  expect(asked(host)).toHaveLength(1);
  const region = screen.getByRole('region', { name: 'Entries' });
  Object.defineProperty(region, 'scrollTop', { value: 47 * 45, writable: true });
  fireEvent.scroll(region);
  await waitFor(() => expect(asked(host)).toHaveLength(2));
  expect(asked(host)[1]).toMatchObject({ before: expect.stringMatching(/\.4951$/) });
});

test('an owner reads the administrative log beside it, in words', async () => {
  const host = show(admin, <Panel />);
  const rows = await texts();
  const row = (part: string) => rows.find((text) => text.includes(part)) ?? '';
  expect(row('committed')).toMatch(/Flow Route_New_Leads committed.*Ada King, in Acme/);
  expect(row('claim_refused')).toMatch(/Somebody of another account tried to connect Acme, and was refused/);
  expect(row('→ revoked')).toMatch(
    /Connection of Sam Okafor: connected → revoked at Salesforce.*not approved/,
  );
  expect(row('→ blocked')).toMatch(/connected → blocked at Salesforce/);
  expect(row('UAT')).toMatch(/Acme UAT disconnected; its history was kept\. Salesforce did not confirm/);
  expect(row('release manager')).toMatch(/Sam Okafor made release manager.*The operator/);
  fireEvent.click(screen.getByRole('button', { name: 'Filter by person, kind and date' }));
  fireEvent.click(await screen.findByRole('checkbox', { name: /^People/ }));
  await screen.findByText('3 of 18');
  expect(asked(host, 'admin.list').at(-1)).toEqual({ kinds: 'people' });
});

test('what happened to signing keys and what the operator did stands among it, in words', async () => {
  const host = show(admin, <Panel />);
  const rows = await texts();
  expect(rows[0]).toMatch(/key 3f9a1c0b7d52e468 of Acme destroyed.*Canvasback, in Acme$/);
  const of = (action: string) => rows.find((text) => text.includes(action)) ?? '';
  expect(of('key.accepted')).toMatch(/^.*Salesforce accepted signing key b07e44d19c3f2a65 in Acme/);
  expect(of('key.made')).toMatch(
    /Next signing key b07e.* made for Acme; the one in use stays.*The operator, in Acme.*SHA-256 (?:b07e44d19c3f2a65){4}$/,
  );
  expect(of('schedule its deletion')).toMatch(
    /Signing key a1b2.* of the whole installation given up.*Canvasback, for the whole installation/,
  );
  expect(of('history.import')).toMatch(
    /History of Acme read from the project \/srv\/.*, main at 9b1c4d779b1c/,
  );
  expect(of('people.read')).toMatch(/Names of people in the history of Acme read, 212 of them.*The operator/);
  expect(of('records.grant')).toMatch(
    /delegation service’s database.*The operator, for the whole installation/,
  );
  fireEvent.click(screen.getByRole('button', { name: 'Filter by person, kind and date' }));
  fireEvent.click(await screen.findByRole('checkbox', { name: /^Signing keys/ }));
  await screen.findByText('6 of 18');
  expect(asked(host, 'admin.list').at(-1)).toEqual({ kinds: 'keys' });
});

test('while the delegation service does not answer, what is missing is said, and can be asked for again', async () => {
  const host = show(scene(scenes, 'panel/access-admin-keys-missing'), <Panel />);
  await screen.findByText(/What happened to signing keys is missing/);
  expect((await texts())[0]).toMatch(/Flow Route_New_Leads committed/);
  const before = asked(host, 'admin.list').length;
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
  await waitFor(() => expect(asked(host, 'admin.list').length).toBe(before + 1));
});

test.each(['release_manager', 'viewer'] as const)('a %s is not offered it', async (role) => {
  const session = {
    person: { subject: 'auth0|sam', name: 'Sam Okafor' },
    tenant: { id: 't1', name: 'Acme', role },
  };
  const host = show({ ...base, answers: { ...base.answers, 'session.get': () => session } }, <Panel />);
  await entries();
  const options = within(await which())
    .getAllByRole('option')
    .map(({ textContent }) => textContent);
  expect(options).toEqual(['This component', 'Everything in Acme']);
  expect(asked(host, 'admin.list')).toEqual([]);
});

test('none yet', async () => {
  show(scene(scenes, 'panel/access-empty'), <Panel />);
  expect(await screen.findByRole('heading', { name: 'No entries yet.' })).toBeDefined();
});

test('a failure can be tried again', async () => {
  let fails = true;
  const empty = recordAnswers([], []);
  const list: (typeof empty)['audit.list'] = (input) => {
    if (fails) throw problem('delegation_unavailable');
    return empty['audit.list'](input);
  };
  show({ ...base, answers: { ...base.answers, ...empty, 'audit.list': list } }, <Panel />);
  const again = await screen.findByRole('button', { name: 'Try again' });
  fails = false;
  fireEvent.click(again);
  expect(await screen.findByRole('heading', { name: 'No entries yet.' })).toBeDefined();
});

test('where Salesforce’s word is missing, it can be asked for there', async () => {
  let locked = true;
  const list: NonNullable<(typeof base.answers & object)['audit.list']> = (input) => {
    if (locked) throw problem('no_standing');
    return recordAnswers([], [])['audit.list'](input);
  };
  const host = show({ ...base, answers: { ...base.answers, 'audit.list': list } }, <Panel />);
  const check = await screen.findByRole('button', { name: 'Check my access' });
  locked = false;
  fireEvent.click(check);
  expect(await screen.findByRole('heading', { name: 'No entries yet.' })).toBeDefined();
  expect(asked(host, 'orgs.standing')).toHaveLength(1);
});
