// The real revision pairs beside the checkout, where they are at hand, and what git says of them.

import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const corpus = join(dirname(fileURLToPath(import.meta.url)), '../../../../shared/corpus');
const types: Readonly<Record<string, string>> = {
  flow: 'Flow',
  labels: 'CustomLabels',
  layout: 'Layout',
  object: 'CustomObject',
  permset: 'PermissionSet',
  profile: 'Profile',
  translation: 'Translations',
};

export interface RealPair {
  readonly name: string;
  readonly type: string;
  readonly before: string;
  readonly after: string;
  readonly paths: readonly [before: string, after: string];
}

/** How many of each type take the tests that are long; `npm run soak` asks for all. */
const ofEachType = Number(process.env.CORPUS_PAIRS ?? 2);

/** Some of each type, spread over what there is. */
export function chosenPairs(): readonly RealPair[] {
  return [...Map.groupBy(realPairs(), ({ type }) => type).values()].flatMap((pairs) => {
    const step = Math.max(1, Math.ceil(pairs.length / ofEachType));
    return pairs.filter((_, at) => at % step === 0);
  });
}

/** Empty where there is no corpus. */
export function realPairs(): readonly RealPair[] {
  if (!existsSync(corpus)) return [];
  return Object.entries(types).flatMap(([folder, type]) =>
    readdirSync(join(corpus, folder)).map((name) => {
      const paths = [
        join(corpus, folder, name, 'before.xml'),
        join(corpus, folder, name, 'after.xml'),
      ] as const;
      const [before, after] = paths.map((one) => readFileSync(one, 'utf8'));
      return { name, type, before: before ?? '', after: after ?? '', paths };
    }),
  );
}

/** Lines that git's own comparison adds and removes. */
export function gitLines([before, after]: RealPair['paths']): { added: number; removed: number } {
  const { stdout } = spawnSync('git', ['diff', '--no-index', '--numstat', '--', before, after], {
    encoding: 'utf8',
    env: { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' },
  });
  const [added = 0, removed = 0] = stdout.split('\t').slice(0, 2).map(Number);
  return { added, removed };
}
