// The order of test files: those that take longest first, so that none of them is left alone at the end of a run.

import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** From the longest on, as measured on a clean clone. Files that are not here follow, as Vitest orders them, those of core last. */
const longest = [
  'server/whole/baseline-trouble',
  'dev/clients/sdr-round-trip',
  'dev/start/start',
  'server/whole/postgres/two-servers',
  'dev/smoke/smoke',
  'server/history/items',
  'server/history/capture',
  'server/whole/main-job',
  'server/types/every-type',
  'server/history/import',
  'server/config/start',
  'server/db/migrations',
  'server/history/hostile-objects',
  'server/whole/killed-services',
  'dev/canary/canary',
  'dev/salesforce/replay',
  'cli/doctor',
  'server/history/content',
  'server/history/older-layout',
  'cli/diff',
  'dev/clients/large',
  'extension/manifest/built-extension',
  'extension/components/diff/corpus',
  'extension/components/diff/diff-lenses',
];

/** They leave a worker with a large memory, and from such a one it takes several times as long to start a git. */
const last = '/tests/core/';

export class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const at = longest.findIndex((name) => moduleId.includes(`/tests/${name}.test.`));
      if (at !== -1) return at;
      return longest.length + (moduleId.includes(last) ? 1 : 0);
    };
    const sorted = await super.sort(files);
    return sorted.toSorted((a, b) => place(a) - place(b));
  }
}
