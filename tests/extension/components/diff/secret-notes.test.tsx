// What the panel says of secrets in the texts it shows: of markers to everybody, of covers to viewers, and nothing else.

import { screen, waitFor } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { Panel } from '../../../../components/panel/panel.tsx';
import { flowSource } from '../../../../dev/gallery/data/flow.ts';
import { scenes } from '../../../../dev/gallery/scenes.ts';
import { scene, show } from '../show.tsx';

const marker = `canvasback-redacted:${'0a'.repeat(16)}`;

function withSecrets(label: string, covered: boolean) {
  const at = scene(scenes, 'panel/changes');
  const files = (revision: string) =>
    flowSource(revision.startsWith('live') ? 'after' : 'before').files.map((file) => ({
      ...file,
      text: file.text.replace(/<label>/, `<label>${label}`),
    }));
  return {
    ...at,
    answers: {
      ...at.answers,
      'history.source': ({ revision }: { revision: string }) => ({
        revision,
        files: files(revision),
        ...(covered ? { covered: true as const } : {}),
      }),
    },
  };
}

const text = async () => {
  await screen.findByRole('region', { name: 'List of changes' });
  return document.body.textContent ?? '';
};
const kept = 'Secrets are not kept';
const cover = 'What looks like a secret is covered, because your role here is viewer.';

describe('a comparison', () => {
  test.each([
    ['without secrets says nothing of them', '', false, [false, false]],
    ['with markers says what they stand for', marker, false, [true, false]],
    ['with covers says why', '', true, [false, true]],
  ] as const)('%s', async (_, label, covered, expected) => {
    show(withSecrets(label, covered), <Panel />);
    await waitFor(async () => {
      const shown = await text();
      expect([shown.includes(kept), shown.includes(cover)]).toEqual(expected);
    });
  });
});
