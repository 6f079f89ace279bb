// The verdict in one sentence, on differences that the real comparison finds.

import { expect, test } from 'vitest';
import type { ComponentSource } from '#core/component.ts';
import { diffComponent } from '#core/diff/component.ts';
import { judge, judgeDeleted } from '../../../server/compare/verdict.ts';

const flow = (body: string): ComponentSource => ({
  type: 'Flow',
  fullName: 'Route',
  files: [
    {
      role: 'metadata',
      name: 'Route.flow-meta.xml',
      text: `<?xml version="1.0" encoding="UTF-8"?>\n<Flow xmlns="http://soap.sforce.com/2006/04/metadata">${body}</Flow>\n`,
    },
  ],
});
const element = (x: number) =>
  `<decisions><name>Is_VIP</name><label>Is VIP</label><locationX>${x}</locationX><locationY>1</locationY></decisions>`;
const judged = (before: ComponentSource | null, after: ComponentSource) =>
  judge(diffComponent(before, after), before !== null);

test('equal', () => {
  expect(judged(flow(element(1)), flow(element(1)))).toEqual({
    verdict: 'in_sync',
    summary: 'In sync with the last commit',
    changes: 0,
    noise: 0,
  });
});

test('moved on the canvas alone is in sync, and counted', () => {
  const { verdict, summary, changes, noise } = judged(flow(element(1)), flow(element(500)));
  expect({ verdict, changes }).toEqual({ verdict: 'in_sync', changes: 0 });
  expect(noise).toBeGreaterThan(0);
  expect(summary).toMatch(/^In sync with the last commit; not counted: .*moved on canvas$/);
});

test('one change and several are counted in words', () => {
  expect(judged(flow('<label>A</label>'), flow('<label>B</label>'))).toMatchObject({
    verdict: 'differs',
    summary: '1 change not committed',
    changes: 1,
  });
  const two = judged(
    flow('<label>A</label><status>Draft</status>'),
    flow('<label>B</label><status>Active</status>'),
  );
  expect(two.summary).toBe('2 changes not committed');
});

test('malformed XML falls back to lines and says so, with the place', () => {
  const { verdict, note } = judged(flow('<label>A</label>'), flow('<label>A</lable>'));
  expect(verdict).toBe('differs');
  expect(note).toMatch(/^Route\.flow-meta\.xml was compared as lines: .+ \(line \d+, column \d+\)$/);
});

test('nothing before', () => {
  expect(judged(null, flow(element(1)))).toMatchObject({
    verdict: 'never_committed',
    summary: 'Never committed',
  });
});

test('gone from Salesforce, with and without a commit that says so', () => {
  expect(judgeDeleted(true)).toMatchObject({ verdict: 'deleted_live', changes: 1 });
  expect(judgeDeleted(false)).toMatchObject({
    verdict: 'deleted_live',
    changes: 0,
    summary: 'It no longer exists in Salesforce, and its deletion is committed',
  });
});
