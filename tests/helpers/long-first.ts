// The order of test files: those that take longest first, so that none of them is left alone at the end of a run.

import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** From the longest on, as measured on a clean clone. Files that are not here follow, as Vitest orders them. */
const longest = [
  'dev/clients/sdr-round-trip',
  'server/types/every-type',
  'dev/start/start',
  'dev/smoke/smoke',
  'server/history/capture',
  'server/history/import',
  'server/history/items',
  'server/history/hostile-objects',
  'server/whole/postgres/two-servers',
  'cli/doctor',
  'server/whole/main-job',
  'server/whole/baseline-trouble',
  'server/history/content',
  'server/history/older-layout',
  'cli/diff',
  'core/diff/type-laws',
  'dev/clients/large',
  'extension/manifest/built-extension',
  'extension/components/diff/corpus',
  'extension/components/diff/diff-lenses',
];

export class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const at = longest.findIndex((name) => moduleId.includes(`/tests/${name}.test.`));
      return at === -1 ? longest.length : at;
    };
    const sorted = await super.sort(files);
    return sorted.toSorted((a, b) => place(a) - place(b));
  }
}
