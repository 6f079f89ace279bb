// A live reading differs in values or not at all.

import { expect, test } from 'vitest';
import { diffComponent } from '#core/diff/component.ts';
import { asLiveReading } from '#core/diff/live-reading.ts';

const flow = (text: string) => ({
  type: 'Flow' as const,
  fullName: 'Greet',
  files: [{ role: 'metadata' as const, name: 'Greet.flow-meta.xml', text }],
});
const committed =
  '<Flow xmlns="http://soap.sforce.com/2006/04/metadata">\r\n\t<label>Greet</label>\r\n</Flow>';
const read =
  '<?xml version="1.0" encoding="UTF-8"?>\n<Flow xmlns="http://soap.sforce.com/2006/04/metadata">\n    <label>Greet</label>\n</Flow>\n';

test('formatting is dropped, meaning stays', () => {
  const plain = diffComponent(flow(committed), flow(read));
  expect(plain.noiseCount).toBeGreaterThan(0);
  expect(asLiveReading(plain)).toMatchObject({ same: true, noiseCount: 0, summary: 'No change' });
  const edited = asLiveReading(diffComponent(flow(committed), flow(read.replace('>Greet<', '>Meet<'))));
  expect(edited).toMatchObject({ same: false, changeCount: 1, noiseCount: 0 });
});

test('a canvas move is still counted', () => {
  const element = (x: number) =>
    read.replace(
      '</Flow>',
      `    <decisions><name>A</name><label>A</label><locationX>${x}</locationX><locationY>1</locationY></decisions>\n</Flow>`,
    );
  const moved = asLiveReading(diffComponent(flow(element(1)), flow(element(2))));
  expect(moved).toMatchObject({ same: true, noiseCount: 1, summary: 'Moved on canvas' });
});
