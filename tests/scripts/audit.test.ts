// What `npm run audit` makes of npm's answers: a high flaw fails, and no answer is not taken for a good one.

import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';

interface Audit {
  readonly codes: { good: number; flawed: number; notAsked: number };
  judge(stdout: string, stderr: string): { code: number; text: string };
}
const audit = async () =>
  (await import(pathToFileURL(new URL('../../scripts/audit.mjs', import.meta.url).pathname).href)) as Audit;

const report = (...severities: string[]) =>
  JSON.stringify({
    auditReportVersion: 2,
    vulnerabilities: Object.fromEntries(
      severities.map((severity, index) => [
        `package-${index}`,
        {
          ...{ name: `package-${index}`, severity, range: '<1.2.3' },
          via: [{ title: 'It can be made to hang', url: 'https://github.com/advisories/GHSA-x' }, 'another'],
        },
      ]),
    ),
    metadata: { dependencies: { prod: 90, dev: 300, total: 390 } },
  });

test.each([
  ['none', [], 'good', '390 locked packages were checked: 0 with known flaws, 0 of them high or critical.'],
  ['low and moderate', ['low', 'moderate'], 'good', '2 with known flaws, 0 of them high'],
  ['a high one', ['low', 'high'], 'flawed', '2 with known flaws, 1 of them high'],
  [
    'a critical one',
    ['critical'],
    'flawed',
    'critical package-0 <1.2.3\n           It can be made to hang (https://',
  ],
] as const)('with flaws: %s', async (_, severities, outcome, words) => {
  const { codes, judge } = await audit();
  const { code, text } = judge(report(...severities), '');
  expect(code).toBe(codes[outcome]);
  expect(text).toContain(words);
});

test.each([
  [
    'an endpoint that refuses',
    '{"message":"405 Method Not Allowed"}',
    'npm error audit endpoint returned an error',
  ],
  ['no network', '', 'npm error code ENOTFOUND'],
  ['a report of nothing', '{"vulnerabilities":{},"metadata":{"dependencies":{"total":0}}}', ''],
  ['a page in its place', '<html>', ''],
  ['no npm', '', 'Error: spawn npm ENOENT'],
])('%s is said in plain words, and is no pass', async (_, stdout, stderr) => {
  const { codes, judge } = await audit();
  const { code, text } = judge(stdout, stderr);
  expect(code).toBe(codes.notAsked);
  expect(text).toMatch(/^Dependencies were NOT checked for known flaws/);
});
