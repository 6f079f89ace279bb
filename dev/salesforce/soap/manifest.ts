// A package manifest, as a request's `unpackaged` or as package.xml: types, their members, the API version.

import { typeNamed } from '../metadata/types.ts';
import { childText, localName, writeFile, type XmlElement } from '../xml.ts';
import { texts } from './values.ts';

export interface ManifestType {
  readonly name: string;
  readonly members: readonly string[];
}

export interface Manifest {
  readonly types: readonly ManifestType[];
  /** As written: `66.0`. */
  readonly version: string | undefined;
}

/** Types in the order given; the same type may come twice. */
export function readManifest(element: XmlElement): Manifest {
  const types = element.children
    .filter((each) => localName(each) === 'types')
    .map((each) => {
      const name = childText(each, 'name')?.trim() ?? '';
      return { name, members: texts(each, 'members').map((member) => withoutSlash(name, member)) };
    });
  return { types, version: childText(element, 'version')?.trim() };
}

/**
 * `Finance/` names a folder as `Finance` does: source-deploy-retrieve writes folders of reports, dashboards and
 * templates so, that the Metadata API may tell them from what lies in them.
 */
function withoutSlash(type: string, member: string): string {
  return typeNamed(type)?.inFolder && member.endsWith('/') ? member.slice(0, -1) : member;
}

/** package.xml as Salesforce writes it: members before the name, the version last. */
export function writeManifest(manifest: Manifest): string {
  const leaf = (name: string, text: string): XmlElement => ({ name, attributes: {}, children: [], text });
  const types = manifest.types.map((type) => ({
    ...leaf('types', ''),
    children: [...type.members.map((each) => leaf('members', each)), leaf('name', type.name)],
  }));
  const version = manifest.version === undefined ? [] : [leaf('version', manifest.version)];
  return writeFile({ ...leaf('Package', ''), children: [...types, ...version] });
}

/** Whether a manifest names a component: by name, or by a wildcard where the type has one. */
export class Named {
  readonly #types = new Map<string, Set<string>>();

  constructor(manifest: Manifest) {
    for (const { name, members } of manifest.types) {
      const known = this.#types.get(name) ?? new Set();
      this.#types.set(name, known);
      for (const member of members) known.add(member.toLowerCase());
    }
  }

  has(type: string, fullName: string): boolean {
    return this.#types.get(type)?.has(fullName.toLowerCase()) === true;
  }

  hasAll(type: string): boolean {
    return this.has(type, '*');
  }
}
