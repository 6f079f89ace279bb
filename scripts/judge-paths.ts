// Holds our reading of file paths against Salesforce's own: `node scripts/judge-paths.ts DIR…`, each an SFDX work tree.
// Every file below the package directories is resolved by source-deploy-retrieve and by us; differences are listed by reason.

import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import process from 'node:process';
import { MetadataResolver } from '@salesforce/source-deploy-retrieve';
import { isMetadataType } from '../core/component.ts';
import { pathToComponent } from '../server/history/project.ts';

export interface Judged {
  /** Files that both give the same type and name. */
  same: number;
  /** Files of types that have no history, and files of none. */
  other: number;
  /** Reason → `path: ours / theirs`. */
  readonly differ: Map<string, string[]>;
}

export function judgePaths(dir: string): Judged {
  const resolver = new MetadataResolver(undefined, undefined, false);
  const judged: Judged = { same: 0, other: 0, differ: new Map() };
  for (const root of packageDirectories(dir)) {
    for (const path of filesBelow(join(dir, root))) {
      const ours = nameOf(pathToComponent(relative(dir, path)));
      const theirs = resolved(resolver, path);
      if (ours === theirs) judged[ours === undefined ? 'other' : 'same'] += 1;
      else {
        const reason = reasonOf(path, ours, theirs);
        const list = judged.differ.get(reason) ?? [];
        judged.differ.set(reason, [
          ...list,
          `${relative(dir, path)}: ${ours ?? 'nothing'} / ${theirs ?? 'nothing'}`,
        ]);
      }
    }
  }
  return judged;
}

function nameOf(found: { type: string; fullName: string } | undefined): string | undefined {
  return found && `${found.type}:${found.fullName}`;
}

/** Undefined for a type without history, and for what the resolver refuses. */
function resolved(resolver: MetadataResolver, path: string): string | undefined {
  try {
    const [component] = resolver.getComponentsFromPath(path);
    if (!component || !isMetadataType(component.type.name)) return undefined;
    return `${component.type.name}:${component.fullName}`;
  } catch {
    return undefined;
  }
}

function reasonOf(path: string, ours: string | undefined, theirs: string | undefined): string {
  if (/\/__(?:tests|mocks)__\//.test(path))
    return 'tests beside a bundle: deploys leave them out, the resolver does not';
  if (ours && !theirs) return `only we take it for a component (${ours.split(':')[0]})`;
  if (!ours) return `only Salesforce takes it for a component (${theirs?.split(':')[0]})`;
  return `another name or type (${path.slice(path.lastIndexOf('.'))})`;
}

function packageDirectories(dir: string): string[] {
  const project = JSON.parse(readFileSync(join(dir, 'sfdx-project.json'), 'utf8')) as {
    packageDirectories: { path: string }[];
  };
  return project.packageDirectories.map(({ path }) => path);
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

if (import.meta.main) {
  for (const dir of process.argv.slice(2)) {
    const { same, other, differ } = judgePaths(dir);
    const different = [...differ.values()].flat().length;
    process.stdout.write(
      `${dir}: ${same} files alike, ${other} of no type with history, ${different} differ\n`,
    );
    for (const [reason, paths] of differ) {
      process.stdout.write(
        `  ${paths.length}: ${reason}\n${paths
          .slice(0, 5)
          .map((path) => `      ${path}\n`)
          .join('')}`,
      );
    }
  }
}
