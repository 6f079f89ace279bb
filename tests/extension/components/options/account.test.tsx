// The account on the options page, and the connect page: what an owner may end, and what an admin is told to create.

import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import type { OutputOf } from '#contract/index.ts';
import { Options } from '../../../../components/options/options.tsx';
import { scenes } from '../../../../dev/gallery/scenes.ts';
import { scene, show } from '../show.tsx';

describe('disconnecting', () => {
  test('waits for the org’s name, then tells what became of the history', async () => {
    const host = show(scene(scenes, 'options/options'), <Options />);
    fireEvent.click(await screen.findByRole('button', { name: 'Disconnect Acme…' }));
    const dialog = await screen.findByRole('dialog');
    expect(within(dialog).getByText(/The records stay, and owners go on reading them/)).toBeDefined();
    const confirm = within(dialog).getByRole('button', { name: 'Disconnect' });
    const field = within(dialog).getByLabelText('Type Acme to confirm');
    fireEvent.change(field, { target: { value: 'acme' } });
    expect(confirm.hasAttribute('disabled')).toBe(true);
    fireEvent.change(field, { target: { value: 'Acme' } });
    fireEvent.click(confirm);
    expect(await screen.findByText(/git repository kept\//)).toBeDefined();
    expect(host.asked.find(({ name }) => name === 'orgs.disconnect')?.input).toEqual({
      orgId: '00D5g000004XyZaEAK',
      name: 'Acme',
      history: 'keep',
    });
  });
});

describe('a certificate', () => {
  test.each([
    [{ waits: true }, /A new certificate waits for Acme: upload it/],
    [{ waits: false, endsAt: '2026-12-20T00:00:00.000Z' }, /certificate of Acme’s app ends/],
  ])('that needs an owner is told of: %o', async (certificate, words) => {
    const kept = scene(scenes, 'options/options');
    const list = await kept.answers?.['orgs.list']?.({});
    const orgs = list?.orgs ?? [];
    const answers = {
      ...kept.answers,
      'orgs.list': () => ({ orgs: orgs.map((org) => ({ ...org, certificate })) }),
    };
    show({ ...kept, answers }, <Options />);
    expect(await screen.findByText(words)).toBeDefined();
  });
});

describe('the connect page', () => {
  test('has each value to copy, checks what the server sees, and says who mends what is wrong', async () => {
    show(scene(scenes, 'options/connect-guide'), <Options connect="acme.my.salesforce.com" />);
    expect(await screen.findByText('Admin approved users are pre-authorized')).toBeDefined();
    expect(screen.getByRole('button', { name: 'Copy Callback URL' })).toBeDefined();
    fireEvent.click(screen.getAllByRole('button', { name: 'Check' })[0] as HTMLElement);
    expect(await screen.findByText(/does not let sign-in end at.*A Salesforce admin/s)).toBeDefined();
    const steps = screen.getAllByRole('listitem').filter(({ className }) => className === 'step');
    expect(steps.map(({ dataset }) => dataset.done ?? '')).toEqual(['true', '', '', '', '', '', '']);
  });

  test('gives an org an app of its own: a key is made, then its consumer key is named', async () => {
    const kept = scene(scenes, 'options/connect-guide');
    let own: Partial<OutputOf<'guide.values'>> = {};
    const host = show(
      {
        ...kept,
        answers: {
          ...kept.answers,
          'guide.values': (of) => ({
            ...(kept.answers?.['guide.values']?.(of) as OutputOf<'guide.values'>),
            ...own,
          }),
          'guide.makeKey': () => {
            own = { own: true, state: 'prepared', clientId: undefined };
            return { state: 'prepared', fingerprint: 'f' };
          },
          'guide.nameApp': ({ clientId }: { clientId: string }) => {
            own = { own: true, state: 'next', clientId };
            return { state: 'next', fingerprint: 'f' };
          },
        },
      },
      <Options connect="acme.my.salesforce.com" />,
    );
    fireEvent.click(await screen.findByRole('button', { name: 'Use an app of this org’s own' }));
    const field = await screen.findByLabelText('Consumer Key of the app that you created');
    fireEvent.change(field, { target: { value: ' 3MVG9.own ' } });
    fireEvent.click(screen.getByRole('button', { name: 'Use this app' }));
    expect(await screen.findByText(/used as soon as Salesforce accepts it/)).toBeDefined();
    expect(host.asked.find(({ name }) => name === 'guide.nameApp')?.input).toEqual({
      apiHost: 'acme.my.salesforce.com',
      clientId: '3MVG9.own',
    });
  });
});

test('an org goes back to this server’s app: asked once more, told why not yet, and may stay', async () => {
  const kept = scene(scenes, 'options/connect-guide');
  let now: Partial<OutputOf<'guide.values'>> = { own: true, state: 'in_use', clientId: '3MVG9.own' };
  const host = show(
    {
      ...kept,
      answers: {
        ...kept.answers,
        'guide.values': (of) => ({
          ...(kept.answers?.['guide.values']?.(of) as OutputOf<'guide.values'>),
          ...now,
        }),
        'guide.leaveApp': () => {
          now = { own: false, state: 'next', returning: true };
          return { done: false, refused: 'The org does not know the app.' };
        },
        'guide.keepApp': () => {
          now = { own: true, state: 'in_use', clientId: '3MVG9.own' };
          return { state: 'in_use', fingerprint: 'f' };
        },
      },
    },
    <Options connect="acme.my.salesforce.com" />,
  );
  const asked = (name: string) => host.asked.filter((one) => one.name === name).length;
  fireEvent.click(await screen.findByRole('button', { name: 'Go back to this server’s app' }));
  fireEvent.click(await screen.findByRole('button', { name: 'Cancel' }));
  expect(asked('guide.leaveApp')).toBe(0);
  fireEvent.click(screen.getByRole('button', { name: 'Go back to this server’s app' }));
  fireEvent.click(await screen.findByRole('button', { name: 'Go back' }));
  expect(await screen.findByText(/does not accept it yet: The org does not know the app\./)).toBeDefined();
  expect(screen.getByText(/Until then its own app stays in use/)).toBeDefined();
  expect(screen.queryByRole('button', { name: 'Use an app of this org’s own' })).toBeNull();
  fireEvent.click(screen.getByRole('button', { name: 'Stay with its own app' }));
  expect(await screen.findByText('This org goes by an app of its own.')).toBeDefined();
  expect([asked('guide.leaveApp'), asked('guide.keepApp')]).toEqual([1, 1]);
});

test('an owner reads the records of the account and of each org, asked for when they are wanted', async () => {
  const host = show(scene(scenes, 'options/options'), <Options />);
  const open = await screen.findByRole('button', { name: 'Show the records' });
  expect(host.asked.some(({ name }) => name === 'admin.list' || name === 'audit.list')).toBe(false);
  fireEvent.click(open);
  const rows = async () =>
    within(await screen.findByRole('region', { name: 'Entries' })).findAllByRole('listitem');
  const texts = (await rows()).map(({ textContent }) => textContent);
  expect(texts.join()).toContain('Somebody of another account tried to connect Acme');
  const which = screen.getByRole('combobox', { name: 'Which log' });
  fireEvent.change(which, { target: { value: '00D5g000004XyZaEAK' } });
  await waitFor(async () => expect((await rows()).at(-1)?.textContent).toContain('Connect'));
  expect(host.asked.findLast(({ name }) => name === 'audit.list')).toEqual({
    name: 'audit.list',
    input: { orgId: '00D5g000004XyZaEAK', routine: 'without' },
  });
});

test('an owner reads the records of an org that is disconnected, and is told what of them', async () => {
  const host = show(scene(scenes, 'options/options'), <Options />);
  fireEvent.click(await screen.findByRole('button', { name: 'Show the records' }));
  const which = await screen.findByRole('combobox', { name: 'Which log' });
  await within(which).findByRole('option', { name: 'Access to Acme UAT, disconnected' });
  fireEvent.change(which, { target: { value: '00D5g00000GoneAEAK' } });
  const told = await screen.findByText(/Ada King disconnected this org on .* nothing that came later/);
  expect(told).toBeDefined();
  expect(host.asked.findLast(({ name }) => name === 'audit.list')).toEqual({
    name: 'audit.list',
    input: { orgId: '00D5g00000GoneAEAK', routine: 'without' },
  });
  expect(screen.getByRole<HTMLAnchorElement>('link', { name: 'Login History' }).href).toMatch(
    /^https:\/\/acme--uat\./,
  );
});

test.each(['release_manager', 'viewer'] as const)('a %s is not asked for them', async (role) => {
  const kept = scene(scenes, 'options/options');
  const person = { subject: 'auth0|sam', name: 'Sam Okafor' };
  const session = () => ({ person, tenant: { id: 't1', name: 'Acme', role } });
  const host = show({ ...kept, answers: { ...kept.answers, 'session.get': session } }, <Options />);
  await screen.findByRole('heading', { name: 'Orgs' });
  await waitFor(() => expect(host.asked.some(({ name }) => name === 'members.list')).toBe(true));
  expect(host.asked.filter(({ name }) => name === 'orgs.former')).toEqual([]);
  expect(screen.queryByRole('heading', { name: 'Records' })).toBeNull();
});
