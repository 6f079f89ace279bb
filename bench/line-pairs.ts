// Pairs of texts for the line diff: real revisions, a very large Apex class, and the worst cases.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { largeProfile } from './diff/documents.ts';
import { randomFrom } from './diff/names.ts';

export interface LinePair {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

const corpus = new URL('../../shared/corpus/', import.meta.url);

/** Empty where the corpus is not at hand. */
export function realLinePairs(): readonly LinePair[] {
  if (!existsSync(corpus)) return [];
  const folders = readdirSync(corpus, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders.flatMap(({ name: folder }) =>
    readdirSync(new URL(`${folder}/`, corpus)).map((name) => {
      const read = (side: string) => readFileSync(new URL(`${folder}/${name}/${side}.xml`, corpus), 'utf8');
      return { name, before: read('before'), after: read('after') };
    }),
  );
}

const words =
  'account amount case contact count entry item lead limit line list map name order owner price rate record result total value'.split(
    ' ',
  );

/** Writes classes of many methods, always the same for a seed. */
function apexWriter(seed: number) {
  const random = randomFrom(seed);
  const below = (count: number) => Math.floor(random() * count);
  const word = () => words[below(words.length)] ?? 'any';
  const type = () => word().replace(/^./, (first) => first.toUpperCase());
  const statement = (depth: number): string[] => {
    const indent = '    '.repeat(depth);
    const kind = random();
    if (kind < 0.12 && depth < 5)
      return [
        `${indent}if (${word()} != null) {`,
        ...statement(depth + 1),
        ...statement(depth + 1),
        `${indent}}`,
      ];
    if (kind < 0.2 && depth < 5)
      return [`${indent}for (${type()} ${word()} : ${word()}s) {`, ...statement(depth + 1), `${indent}}`];
    if (kind < 0.3) return [`${indent}return ${word()};`];
    if (kind < 0.4) return [`${indent}// ${word()} ${word()} ${word()}`];
    if (kind < 0.46) return [''];
    return [`${indent}${type()} ${word()} = ${word()}.get${type()}(${word()}, ${below(50)});`];
  };
  const method = (number: number): string[] => [
    '',
    '    /**',
    `     * ${word()} ${word()}`,
    '     */',
    `    public static ${type()} ${word()}${type()}${number}(${type()} ${word()}) {`,
    ...Array.from({ length: 4 + below(22) }, () => statement(2)).flat(),
    '    }',
  ];
  return { random, below, word, statement, method };
}

function apexClass(seed: number): string[] {
  const { method } = apexWriter(seed);
  return ['public class Large {', ...Array.from({ length: 1050 }, (_, i) => method(i)).flat(), '}'];
}

/** About 1 MB with about 850 places edited: a line changed, lines added or removed, a method added. */
function editedApex(lines: readonly string[]): string[] {
  const { random, below, word, statement, method } = apexWriter(31);
  const every = lines.length / 940;
  let next = every / 2;
  const edited: string[] = [];
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] as string;
    if (i < next || i === lines.length - 1) {
      edited.push(line);
      continue;
    }
    next += every * (0.5 + random());
    const kind = random();
    if (kind < 0.45) edited.push(line.replace(/\w+/, `${word()}Changed`));
    else if (kind < 0.7) edited.push(line, ...statement(2), ...statement(2));
    else if (kind < 0.85) i += below(6);
    else edited.push(...method(5000 + i), line);
  }
  return edited;
}

const text = (lines: readonly string[]) => `${lines.join('\n')}\n`;

/** The shapes that peers are compared on, and those that are meant to be bad. */
export function madePairs(): { large: readonly LinePair[]; worst: readonly LinePair[] } {
  const apex = apexClass(11);
  const { base, variants } = largeProfile();
  const variant = (name: string): LinePair => ({
    name: `p5, ${name}`,
    before: base,
    after: variants.find((one) => one.name === name)?.text ?? '',
  });
  const numbered = Array.from({ length: 150_000 }, (_, i) => `line ${i}`);
  const random = randomFrom(7);
  const shuffled = numbered
    .map((line) => ({ line, at: random() }))
    .sort((one, other) => one.at - other.at)
    .map(({ line }) => line);
  const few = (kinds: number) =>
    text(Array.from({ length: 150_000 }, () => `kind ${Math.floor(random() * kinds)}`));
  return {
    large: [
      { name: 'Apex class, about 850 hunks', before: text(apex), after: text(editedApex(apex)) },
      variant('10 edits'),
      variant('10 % edits'),
    ],
    worst: [
      variant('shuffled'),
      variant('shuffled, 10 edits'),
      variant('all different'),
      {
        name: '150,000 unique lines, all different',
        before: text(numbered),
        after: text(numbered.map((line) => `${line}!`)),
      },
      { name: '150,000 unique lines, shuffled', before: text(numbered), after: text(shuffled) },
      {
        name: '150,000 unique lines, reversed',
        before: text(numbered),
        after: text([...numbered].reverse()),
      },
      { name: '150,000 lines of two kinds', before: few(2), after: few(2) },
      { name: '150,000 lines of fifty kinds', before: few(50), after: few(50) },
      { name: 'two unrelated Apex classes', before: text(apexClass(1)), after: text(apexClass(2)) },
    ],
  };
}
