// The content of a component as one file: what the project keeps unpacked is packed.

import { packageFiles } from '../metadata/document.ts';
import { pack } from '../soap/retrieve/files.ts';
import type { OrgComponent } from '../state/components.ts';
import type { View } from './table.ts';

/** Undefined when the component has no content beside its document. */
export async function contentBytes(component: OrgComponent, { org }: View): Promise<Buffer | undefined> {
  const own = await org.components.bytes(component, 'content');
  if (own) return own;
  const [content] = await packageFiles(org.components, component, pack);
  return content && !content.path.endsWith('-meta.xml') ? content.bytes : undefined;
}
