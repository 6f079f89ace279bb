// A project with a component of every type that source-deploy-retrieve keeps as one document, by its own registry.

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { RegistryAccess } from '@salesforce/source-deploy-retrieve';
import { git } from '../salesforce/tiny-project.ts';

const root = 'force-app/main/default';

/** Kept as one document, but by rules of their own: a part of another component, or made from one. */
const special = new Set(['FlowDefinition', 'Package']);

export interface PlainType {
  readonly name: string;
  readonly directory: string;
  readonly suffix: string;
}

/** Types kept as one document below one folder, without parts or folders. */
export function plainTypes(): PlainType[] {
  const { types } = new RegistryAccess().getRegistry();
  return Object.values(types).flatMap((type) => {
    const { name, directoryName, suffix, inFolder, folderType, folderContentType } = type;
    if (!suffix || inFolder || folderType || folderContentType || special.has(name)) return [];
    if (type.children || type.strategies || type.versionSeparator || type.aliasFor) return [];
    return [{ name, directory: directoryName, suffix }];
  });
}

/** Commits one component `Sample` of each of these types into `dir`. */
export function makeOneOfEachProject(dir: string, types: readonly PlainType[] = plainTypes()): void {
  const files: Record<string, string> = {
    'sfdx-project.json': JSON.stringify({
      packageDirectories: [{ path: 'force-app', default: true }],
      sourceApiVersion: '66.0',
    }),
  };
  for (const { name, directory, suffix } of types) {
    files[`${root}/${directory}/Sample.${suffix}-meta.xml`] =
      `<?xml version="1.0" encoding="UTF-8"?>\n<${name} xmlns="http://soap.sforce.com/2006/04/metadata">\n    <description>One ${name} &amp; no more</description>\n</${name}>\n`;
  }
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), text);
  }
  git(dir, {}, 'init', '-q', '-b', 'main');
  git(dir, {}, 'add', '-A');
  git(
    dir,
    {},
    '-c',
    'user.name=Ada King',
    '-c',
    'user.email=ada.king@acme.example',
    'commit',
    '-qm',
    'One of each',
  );
}
