// Writes docs/types.md from the registry in core/types: `node scripts/component-types.ts`.

import { writeFileSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { type MetadataType, metadataTypes, typeRegistry } from '../core/component.ts';
import { rulesFor } from '../core/metadata/identity.ts';
import { leftOut } from '../core/types/left-out.ts';

/** The whole page. */
export function componentTypesPage(): string {
  const rows = [...metadataTypes].sort().map(rowOf);
  const without = Object.entries(leftOut)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([type, why]) => `| ${type} | ${why} |`);
  return `# What has a history

Written by \`node scripts/component-types.ts\` from \`core/types/\`; a test holds the two equal.

Each of these ${metadataTypes.length} types is listed, read from the live org, committed, compared and shown. *Ids* are the first three
characters of the ids that Setup's addresses carry. *Read* says which calls a comparison makes: \`row\` is one row of a Tooling
object, asked for by its id; \`document\` is the whole document by \`readMetadata\`, beside a list of the type with who saved
it last; \`retrieve\` is an archive of files, asked for by name, beside the same list. A place with \`#\` is an item of a file
with several: its history is that of the item, and a commit rewrites nothing else in the file. *Exact* is yes where a table says
what identifies the items of each list; elsewhere lists keep their order, and a
comparison says that it is not exact. Secrets are taken out of documents before anything is stored: [secrets.md](secrets.md).
External client apps are several files; those of OAuth, policies and SAML have a history and no page of their own in Setup.

| type | in Setup | ids | in git | read | exact |
| --- | --- | --- | --- | --- | --- |
${rows.join('\n')}

## What has none yet

| type | why |
| --- | --- |
${without.join('\n')}
`;
}

function rowOf(type: MetadataType): string {
  const { label, keyPrefixes, lane, tooling } = typeRegistry[type];
  const row = `row of ${type === 'Flow' ? 'Flow' : tooling?.object}`;
  const read = { tooling: row, 'read-metadata': 'document', retrieve: 'retrieve' }[lane];
  const cells = [
    type,
    label,
    keyPrefixes.join(', ') || '–',
    `\`${placeOf(type)}\``,
    read,
    rulesFor(type).known ? 'yes' : 'no',
  ];
  return `| ${cells.join(' | ')} |`;
}

function placeOf(type: MetadataType): string {
  const { directory, suffix, shape, inFolder, part } = typeRegistry[type];
  if (part) {
    const file = part.container.alone ? part.container.type : 'Object';
    return `${directory}/${file}.${suffix}-meta.xml#${part.element}`;
  }
  const name = inFolder ? 'Folder/Name' : 'Name';
  if (shape === 'child') return `objects/Object/${directory}/Name.${suffix}-meta.xml`;
  if (type === 'CustomObject') return `objects/Name/Name.${suffix}-meta.xml`;
  return shape === 'code' ? `${directory}/${name}.${suffix}` : `${directory}/${name}.${suffix}-meta.xml`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(new URL('../docs/types.md', import.meta.url), componentTypesPage());
}
