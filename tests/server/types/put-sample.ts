// Puts the sample of a type into an org stand-in: new, or with its edit made.

import { isMetadataType, type MetadataType, typeRegistry } from '../../../core/component.ts';
import { rulesFor } from '../../../core/metadata/identity.ts';
import { type Sample, samples } from './documents.ts';

export const envelope = 'xmlns="http://soap.sforce.com/2006/04/metadata"';
const schemas =
  'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"';

export function documentOf(
  type: MetadataType,
  { fullName, inside, root = type }: Sample,
  changed = false,
): string {
  const own = fullName.slice(fullName.indexOf('.') + 1);
  const name = rulesFor(type).named ? `<fullName>${own}</fullName>` : '';
  const [from, to] = samples[type].edit;
  const text = `<${root} ${envelope} ${schemas}>${name}${changed ? inside.replace(from, to) : inside}</${root}>`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n${text}\n`;
}

function filesOf(type: MetadataType, sample: Sample, changed: boolean): Record<string, string> {
  const [from, to] = sample.edit;
  const metadata = documentOf(type, sample, changed);
  const code = Object.entries(sample.code ?? {}).map(([name, text]) => [
    name,
    changed ? text.replace(from, to) : text,
  ]);
  const main =
    typeRegistry[type].shape === 'bundle'
      ? `${sample.fullName}.${typeRegistry[type].suffix}-meta.xml`
      : 'metadata';
  return { ...Object.fromEntries(code), [main]: metadata };
}

/** `edit` is the org's control; the folder it lies in is there before it. Answers with its id. */
export async function putSample(
  edit: (body: unknown) => Promise<{ id: string }>,
  type: MetadataType,
  changed = false,
): Promise<string> {
  const { inFolder } = typeRegistry[type];
  if (inFolder && isMetadataType(inFolder)) await putSample(edit, inFolder);
  const sample = samples[type];
  const fullName = sample.calledBy ?? sample.fullName;
  return (await edit({ type, fullName, files: filesOf(type, sample, changed) })).id;
}
