// The access record in the panel: who, as whom, why, and what came of it.

import { fireEvent, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { Panel } from '../../../../components/panel/panel.tsx';
import { problem, scenes } from '../../../../dev/gallery/scenes.ts';
import { scene, show } from '../show.tsx';

test('newest first, refusals with their reason', async () => {
  show(scene(scenes, 'panel/access'), <Panel />);
  const rows = await screen.findAllByRole('listitem');
  expect(rows[0]?.textContent).toContain('Compare by Ada King, as ada.king@acme.example');
  expect(rows[0]?.textContent).toContain('granted');
  const refused = rows.find((row) => row.textContent?.includes('refused'));
  expect(refused?.textContent).toContain('OAUTH_APP_ACCESS_DENIED');
});

test('none yet', async () => {
  const base = scene(scenes, 'panel/access');
  show({ ...base, answers: { ...base.answers, 'audit.list': () => ({ entries: [] }) } }, <Panel />);
  expect(await screen.findByRole('heading', { name: 'No access recorded.' })).toBeDefined();
});

test('a failure can be tried again', async () => {
  let fails = true;
  const base = scene(scenes, 'panel/access');
  show(
    {
      ...base,
      answers: {
        ...base.answers,
        'audit.list': () => (fails ? Promise.reject(problem('delegation_unavailable')) : { entries: [] }),
      },
    },
    <Panel />,
  );
  const again = await screen.findByRole('button', { name: 'Try again' });
  fails = false;
  fireEvent.click(again);
  expect(await screen.findByRole('heading', { name: 'No access recorded.' })).toBeDefined();
});
