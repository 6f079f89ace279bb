// What the panel says of secrets in the texts it shows: of markers to everybody, of covers to viewers, and nothing else.

import { screen } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { Panel } from '../../../../components/panel/panel.tsx';
import type { Scene } from '../../../../dev/gallery/fake-host.ts';
import { scenes } from '../../../../dev/gallery/scenes.ts';
import { scene, show } from '../show.tsx';

const marker = `canvasback-redacted:${'0a'.repeat(16)}`;

/** The scene of a comparison, with a label before each label and with the word that something was covered. */
function withSecrets(label: string, covered: boolean): Scene {
  const at = scene(scenes, 'panel/changes');
  const read = at.answers?.['history.source'];
  if (!read) throw new Error('The scene reads no versions');
  return {
    ...at,
    answers: {
      ...at.answers,
      'history.source': async (input) => {
        const { revision, files } = await read(input);
        const labelled = files.map((file) => ({
          ...file,
          text: file.text.replaceAll('<label>', `<label>${label}`),
        }));
        return { revision, files: labelled, ...(covered ? { covered: true as const } : {}) };
      },
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
    const shown = await text();
    expect([shown.includes(kept), shown.includes(cover)]).toEqual(expected);
  });
});
