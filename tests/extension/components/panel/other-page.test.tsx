// The panel goes on to another page while something of the last one is known, on its way, or wished for: nothing of it is taken for the new one.

import { fireEvent, screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import { Panel } from '../../../../components/panel/panel.tsx';
import { versionsAt } from '../../../../dev/gallery/data/history.ts';
import { historyAnswers } from '../../../../dev/gallery/data/history-answers.ts';
import type { Scene } from '../../../../dev/gallery/fake-host.ts';
import { pageOf, ready, scenes } from '../../../../dev/gallery/scenes.ts';
import { askedOf, scene, show } from '../show.tsx';

/** A scene whose page can be exchanged while the panel is open. */
function moving(base: Scene, answers: Scene['answers']) {
  let page = base.page;
  const host = show(
    {
      ...base,
      surface: 'side',
      get page() {
        return page;
      },
      answers: { ...base.answers, ...answers },
    },
    <Panel />,
  );
  return {
    host,
    goTo(next: Scene['page']) {
      page = next;
      host.emit('page');
    },
  };
}

test('one commit that changed two components is to each its own version', async () => {
  const all = versionsAt(Date.now());
  const [shared] = all;
  if (!shared) throw new Error('The gallery has no versions.');
  const first = 'c'.repeat(40);
  const flow = historyAnswers(
    { type: 'Flow', fullName: 'Route_New_Leads', versions: all.length, state: 'unknown' },
    all,
  );
  const apex = historyAnswers({ type: 'ApexClass', fullName: 'Billing', versions: 2, state: 'unknown' }, [
    { ...shared, number: 2, summary: 'Class line changed' },
    { ...shared, number: 1, revision: first, summary: 'Class added', kind: 'added' as const },
  ]);
  const { host, goTo } = moving(scene(scenes, 'panel/history'), {
    'history.list': (asked) => (asked.type === 'Flow' ? flow : apex)['history.list'](asked),
    'history.version': (asked) => (asked.type === 'Flow' ? flow : apex)['history.version'](asked),
  });
  await screen.findAllByRole('option');
  goTo(pageOf('ApexClass', '01p5g000000AbCdEAA'));
  fireEvent.click(await screen.findByText('Class line changed'));
  const sources = () =>
    host.asked.flatMap(({ name, input }) =>
      name === 'history.source' ? [(input as { revision: string }).revision] : [],
    );
  await waitFor(() => expect(sources()).toHaveLength(2));
  expect(new Set(sources())).toEqual(new Set([shared.revision, first]));
});

const flow = '3015g000001AbCdAAK';
const sandbox = 'other--dev.sandbox.my.salesforce.com';
const other = { ...ready.org, orgId: '00D5g000004OtHeEAK', name: 'The sandbox', apiHost: sandbox };

test.each(['confirms', 'refuses'])('what one org %s is not said of another', async (how) => {
  const settle = Promise.withResolvers<typeof ready>();
  let asked = 0;
  const { host, goTo } = moving(scene(scenes, 'panel/locked'), {
    'orgs.status': ({ apiHost }) =>
      ({
        ...ready,
        state: 'locked',
        ...(apiHost === sandbox ? { apiHost: sandbox, org: other } : {}),
      }) as typeof ready,
    'orgs.standing': () => {
      asked += 1;
      return settle.promise;
    },
  });
  await waitFor(() => expect(asked).toBe(1));
  const page = pageOf('Flow', flow);
  goTo({ tabId: 2, page: { ...page.page, apiHost: sandbox } } as Scene['page']);
  await screen.findByText(/The sandbox/);
  if (how === 'confirms') settle.resolve(ready);
  else settle.reject(new Error('Production refuses you.'));
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(screen.getByRole('button', { name: 'Check my access' })).toBeDefined();
  expect(document.body.textContent).toContain('The sandbox');
  expect(document.body.textContent).not.toContain('refuses');
  expect(askedOf(host)).not.toContain('history.list');
});

test('the shortcut on a page without a component is not for one that is opened later', async () => {
  const base = scene(scenes, 'panel/history');
  const { host, goTo } = moving({ ...base, page: scene(scenes, 'panel/nothing-here').page }, {});
  await screen.findByRole('heading', { name: 'No component on this page.' });
  host.emit('compare');
  await new Promise((resolve) => setTimeout(resolve, 2_300));
  goTo(base.page);
  await screen.findByRole('tab', { name: /^History/ });
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(askedOf(host)).not.toContain('compare.live');
});

test.each([
  ['a frame names the component a moment later', false],
  ['what is shown is still the page of before', true],
])('but it waits where %s', async (_, slow) => {
  const base = scene(scenes, 'panel/history');
  const { host, goTo } = moving({ ...base, page: scene(scenes, 'panel/nothing-here').page }, {});
  await screen.findByRole('heading', { name: 'No component on this page.' });
  const currentPage = host.currentPage;
  host.currentPage = async () => {
    if (slow) await new Promise((resolve) => setTimeout(resolve, 2_300));
    return currentPage();
  };
  if (slow) goTo(base.page);
  host.emit('compare');
  await new Promise((resolve) => setTimeout(resolve, 50));
  if (!slow) goTo(base.page);
  await screen.findByRole('tab', { name: /^History/ });
  await waitFor(() => expect(askedOf(host)).toContain('compare.live'));
});
