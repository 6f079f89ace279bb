// An open alarm about logins is loud wherever the org is shown, with what to do; a history that cannot be read says why.

import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { Options } from '../../../../components/options/options.tsx';
import { Panel } from '../../../../components/panel/panel.tsx';
import { Popup } from '../../../../components/popup/popup.tsx';
import { scenes } from '../../../../dev/gallery/scenes.ts';
import { scene, show } from '../show.tsx';

const setup = 'https://acme.my.salesforce.com/lightning/setup';

describe('an open alarm', () => {
  test('is told over the history, and leads to what was seen and what to do', async () => {
    show(scene(scenes, 'panel/login-alarm'), <Panel />);
    fireEvent.click(await screen.findByRole('button', { name: 'See what was seen, and what to do' }));
    const alarm = (await screen.findByText(/came from an address that is not Canvasback’s/)).closest(
      'section',
    );
    const within_ = within(alarm as HTMLElement);
    expect(within_.getAllByText(/198\.51\.100\.66/).length).toBeGreaterThan(0);
    expect(within_.getByText('and 4 more logins')).toBeDefined();
    expect(within_.getAllByRole('link').map((link) => link.getAttribute('href'))).toEqual([
      `${setup}/ConnectedAppsUsage/home`,
      `${setup}/OrgLoginHistory/home`,
    ]);
    // Nothing is closed where a page could cover it.
    expect(within_.queryByRole('button')).toBeNull();
    expect(within_.getByText(/in the popup or on the options page/)).toBeDefined();
  });

  test.each([
    ['popup/login-alarm', <Popup key="p" />],
    ['options/login-alarm', <Options key="o" />],
  ])('is closed by an owner with what they found: %s', async (name, page) => {
    const host = show(scene(scenes, name), page);
    fireEvent.click(await screen.findByRole('button', { name: 'Close this alarm…' }));
    const close = screen.getByRole('button', { name: 'Close the alarm' });
    expect(close.hasAttribute('disabled')).toBe(true);
    fireEvent.change(screen.getByLabelText(/What you found/), { target: { value: ' Key rotated. ' } });
    fireEvent.click(close);
    await waitFor(() => expect(screen.queryByRole('button', { name: /alarm/ })).toBeNull());
    expect(host.asked.find((one) => one.name === 'reconcile.acknowledge')?.input).toEqual({
      ...{ orgId: '00D5g000004XyZaEAK', alarmId: '6a1f0000-0000-4000-8000-000000000001' },
      ...{ logins: 7, note: 'Key rotated.' },
    });
  });

  test('is closed by no one else', async () => {
    const kept = scene(scenes, 'popup/login-alarm');
    const me = { person: { subject: 'auth0|sam', name: 'Sam' } };
    const session = { ...me, tenant: { id: 't1', name: 'Acme', role: 'viewer' as const } };
    show({ ...kept, answers: { ...kept.answers, 'session.get': () => session } }, <Popup />);
    expect(await screen.findByText('An owner of your account closes it.')).toBeDefined();
    expect(screen.queryByRole('button', { name: 'Close this alarm…' })).toBeNull();
  });

  test('is told without its logins to who may not see them', async () => {
    const kept = scene(scenes, 'popup/login-alarm');
    const locked = scene(scenes, 'panel/access-locked').answers?.['audit.list'];
    const refused = () => locked?.({ orgId: '' }) as never;
    show({ ...kept, answers: { ...kept.answers, 'reconcile.state': refused } }, <Popup />);
    expect(await screen.findByText('An alarm is open about logins at Acme.')).toBeDefined();
  });
});

describe('without one', () => {
  test('it is said quietly up to when logins are compared, and they are compared at a click', async () => {
    const host = show(scene(scenes, 'panel/access-org'), <Panel />);
    expect(await screen.findByText(/Each one through Canvasback was asked for here/)).toBeDefined();
    fireEvent.click(screen.getByRole('button', { name: 'Compare logins now' }));
    await waitFor(() => expect(host.asked.some(({ name }) => name === 'reconcile.run')).toBe(true));
  });

  test('a history that cannot be read says why, and what to do', async () => {
    show(scene(scenes, 'popup/not-reconciled'), <Popup />);
    const said = await screen.findByText(/Logins are not compared/);
    expect(said.textContent).toMatch(/may not read the logins of others.*“Monitor Login History”/);
  });
});
