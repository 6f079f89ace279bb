// Writes docs/metadata-types.md from the tables of core/metadata/rules: `node scripts/metadata-types.ts`.

import { writeFileSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { tabledTypes, tableOf } from '../core/metadata/identity.ts';
import { reasons, sources } from '../core/metadata/rules/legend.ts';
import { rowsOf, type Table } from '../core/metadata/rules/table.ts';

/** The whole page. */
export function metadataTypesPage(): string {
  return `${[head(), ...groups()].join('\n\n')}\n`;
}

function head(): string {
  return `# Metadata types

Written by \`node scripts/metadata-types.ts\` from the tables in \`core/metadata/rules/\`; a test holds the two equal.

What a table says of a list: what identifies an item, whether the order of the items means something, and who says so.
Lists that no table names keep their order, and the difference says that it is not exact; so do types without a table.
\`tests/core/metadata/tables.ts\` holds the tables against the public sources, list by list, and gives a reason for each
place where they differ.

## How to read a row

A list is written \`parent/list\` where it is meant below that parent only; otherwise the row holds wherever the list stands
in a document of the type.

| identified by | means |
| --- | --- |
| \`a\` | the child \`a\`; \`a.b\`: the child \`b\` of \`a\` |
| \`a + b\` | both together; a missing one counts as empty |
| \`a, else b\` | the first one that is present |
| the value | the item is a plain value |
| nothing | items are compared whole; \`like a\`: what is left over pairs up when \`a\` agrees |

Items that share a key are a multiset: paired by key, then by equality, then in the order they come.

| order | why it means something |
| --- | --- |
${Object.entries(reasons)
  .map(([letter, why]) => `| ${letter} | ${why} |`)
  .join('\n')}

| source | who |
| --- | --- |
${Object.entries(sources)
  .map(([letter, who]) => `| ${letter} | ${who} |`)
  .join('\n')}

## What else does not count

- **Spelling of values.** Booleans, doubles and moments are known by the element's name, from the Metadata API WSDL v63.0
  (\`core/metadata/rules/values.ts\`); line endings, entities, prefixes and indents never count.
- **Nulls.** An element with \`xsi:nil\` is a missing one, as readMetadata and Tooling write nulls where files have nothing.
  Where an element may hold any type, its \`xsi:nil\` and \`xsi:type\` are part of the value, as files have them too.
- **The name.** \`fullName\` below the root repeats what the component is called.
- **Defaults.** Only where a source says what a missing element means; listed with the type.`;
}

/** Types with the same rows share a section. */
function groups(): readonly string[] {
  const byRows = new Map<string, string[]>();
  for (const type of tabledTypes) {
    const section = sectionOf(tableOf(type) ?? {});
    byRows.set(section, [...(byRows.get(section) ?? []), type]);
  }
  return [...byRows].map(([section, types]) => `## ${types.join(', ')}\n\n${section}`);
}

function sectionOf(table: Table): string {
  const rows = rowsOf(table).map(
    ({ key, marks, tags }) =>
      `| ${tags.map((tag) => `\`${tag}\``).join(', ')} | ${keyInWords(key)} | ${orderOf(marks)} | ${marks.replace(/[a-z]/g, '').split('').join(' ')} |`,
  );
  const parts =
    rows.length > 0
      ? ['| lists | identified by | order | source |', '| --- | --- | --- | --- |', ...rows]
      : ['No lists.'];
  const notes = [
    ...Object.entries(table.missing ?? {}).map(([path, value]) => `Without \`${path}\` it is \`${value}\`.`),
    ...(table.anyType ? [`\`${table.anyType}\` may hold any type.`] : []),
    ...(table.named ? ["Files of this type give the component's own name in `fullName`."] : []),
  ];
  return [...parts, ...(notes.length > 0 ? ['', ...notes] : [])].join('\n');
}

function keyInWords(key: string): string {
  if (key === '-') return 'nothing';
  if (key === '#text') return 'the value';
  if (key.startsWith('?')) return `nothing; like \`${key.slice(1)}\``;
  const [sign, word] = key.includes('|') ? ['|', ', else '] : ['+', ' + '];
  return key
    .split(sign)
    .map((part) => `\`${part}\``)
    .join(word);
}

function orderOf(marks: string): string {
  return marks.replace(/[A-Z]/g, '') || 'set';
}

const page = new URL('../docs/metadata-types.md', import.meta.url);
if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(page, metadataTypesPage());
