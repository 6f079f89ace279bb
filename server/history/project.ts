// What of a project's tree is the org's: its package directories, what .forceignore leaves out, which file is which component.

import ignore from 'ignore';
import { type ComponentKey, metadataTypes, typeRegistry } from '#core/component.ts';
import {
  type ContainerFile,
  componentToContainer,
  fileToContainer,
  nameInContainer,
  oldFileToContainer,
} from '#core/metadata/container-path.ts';
import { componentToFileNames, type FileOfComponent, fileToComponent } from '#core/metadata/file-path.ts';
import { wholeObjectName } from '#core/metadata/without-parts.ts';
import type { Assumed } from './assumed.ts';

export interface ProjectConfig {
  /** Without trailing slash; `''` is the whole tree. The default directory comes first. */
  readonly packageDirectories: readonly string[];
  /** True when .forceignore leaves the path out. */
  ignores(path: string): boolean;
}

/** `line` of what could not be understood, in words; empty when all was. */
export interface ReadConfig {
  readonly config: ProjectConfig;
  readonly problems: readonly string[];
}

export const projectFile = 'sfdx-project.json';
export const ignoreFile = '.forceignore';

const everything: Assumed = { directories: [''], words: 'every folder is read' };

/** Reads both files' texts; undefined stands for a file that is not there. `assumed` is read where no project file says it. */
export function readConfig(
  project: string | undefined,
  forceignore: string | undefined,
  assumed: Assumed = everything,
): ReadConfig {
  const problems: string[] = [];
  const packageDirectories = readPackageDirectories(project, problems, assumed);
  const ignores = readForceignore(forceignore ?? '', problems);
  return { config: { packageDirectories, ignores }, problems };
}

function readPackageDirectories(
  text: string | undefined,
  problems: string[],
  { directories: assumed, words }: Assumed,
): readonly string[] {
  if (text === undefined) {
    problems.push(`There is no ${projectFile}: ${words}.`);
    return assumed;
  }
  const listed = parseDirectories(text);
  if (!listed) {
    problems.push(`${projectFile} is not valid: ${words}.`);
    return assumed;
  }
  const directories: string[] = [];
  for (const { path, isDefault } of listed) {
    const normal = normalize(path);
    if (normal === undefined) problems.push(`${projectFile} names a directory outside the project: ${path}`);
    else if (isDefault) directories.unshift(normal);
    else directories.push(normal);
  }
  return directories.length > 0 ? directories : assumed;
}

/** True for a project file that says which directories are packages. */
export function isProject(text: string | undefined): text is string {
  return text !== undefined && parseDirectories(text) !== undefined;
}

function parseDirectories(text: string): { path: string; isDefault: boolean }[] | undefined {
  try {
    const parsed: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    const list = (parsed as { packageDirectories?: unknown } | null)?.packageDirectories;
    if (!Array.isArray(list)) return undefined;
    return list.flatMap((entry: { path?: unknown; default?: unknown } | null) =>
      typeof entry?.path === 'string' ? [{ path: entry.path, isDefault: entry.default === true }] : [],
    );
  } catch {
    return undefined;
  }
}

function normalize(path: string): string | undefined {
  if (/^(?:[/\\]|[A-Za-z]:)/.test(path)) return undefined;
  const parts = path.split(/[/\\]/).filter((part) => part !== '' && part !== '.');
  return parts.includes('..') ? undefined : parts.join('/');
}

/** A step with more stars could keep the matcher busy for ever. */
function isQuick(pattern: string): boolean {
  const steps = pattern.split('/');
  return (
    pattern.length <= 1000 &&
    steps.filter((step) => step === '**').length <= 8 &&
    steps.every((step) => step === '**' || step.split('*').length <= 4)
  );
}

function readForceignore(text: string, problems: string[]): (path: string) => boolean {
  const lines = text.split(/\r?\n/).filter((line) => {
    const quick = line.startsWith('#') || isQuick(line);
    if (!quick) problems.push(`${ignoreFile} has a pattern with too many stars: ${line.slice(0, 60)}…`);
    return quick;
  });
  if (lines.every((line) => line.trim() === '' || line.startsWith('#'))) return () => false;
  const matcher = ignore().add(lines);
  return (path) => matcher.ignores(path);
}

/** The package directory that holds the path (the deepest one), or undefined outside all of them. */
export function packageDirectoryOf(config: ProjectConfig, path: string): string | undefined {
  let found: string | undefined;
  for (const directory of config.packageDirectories) {
    const holds = directory === '' || path.startsWith(`${directory}/`);
    if (holds && (found === undefined || directory.length > found.length)) found = directory;
  }
  return found;
}

export interface ComponentPath extends ComponentKey {
  /** The path of the main file, of the bundle's folder, or without an ending of a resource: the same for all its files. */
  readonly main: string;
  /** The file's name as source format has it today, below a bundle's folder; of an object with its parts, the older one. */
  readonly name: string;
}

/** The component that a path in git belongs to, in source format or under its older name. */
export function pathToComponent(path: string): ComponentPath | undefined {
  const today = fileToComponent(path);
  const found = today ?? oldNameToComponent(path);
  if (!found || whyUnsafe(found)) return undefined;
  const { type, role, bundle } = found;
  // A Mac may have written an umlaut as two characters; Salesforce and everybody else have one.
  const fullName = found.fullName.normalize('NFC');
  if (bundle) return { type, fullName, main: bundle.folder, name: bundle.name };
  // This one holds more than the file of today's name does: the object's fields and other parts.
  if (!today && type === 'CustomObject')
    return { type, fullName, main: path, name: wholeObjectName(fullName) };
  const name = componentToFileNames({ type, fullName }).find((file) => file.role === role)?.name ?? '';
  const beside = typeRegistry[type].shape === 'code' && role === 'metadata';
  return { type, fullName, main: beside ? path.slice(0, -'-meta.xml'.length) : path, name };
}

/** Before source format, documents had no `-meta.xml`; a suffix like `md` or `app` means one only in its own folder. */
function oldNameToComponent(path: string): FileOfComponent | undefined {
  const steps = path.split('/');
  const name = steps.at(-1) ?? '';
  if (inFolders.some((suffix) => name.endsWith(suffix))) return fileToComponent(`${path}-meta.xml`);
  if (/^[^.]+-meta\.xml$/.test(name)) return oldFolder(path, steps);
  const type = byDirectory.get(steps.at(-2) ?? '');
  const ending = type && `.${typeRegistry[type].suffix}`;
  if (!ending || !name.endsWith(ending) || name.length === ending.length) return undefined;
  return { type, fullName: name.slice(0, -ending.length), role: 'metadata' };
}

/** `reports/Sales-meta.xml` described a folder. */
function oldFolder(path: string, steps: readonly string[]): FileOfComponent | undefined {
  const type = folderTypes.find((each) => steps.includes(typeRegistry[each].directory));
  return type && fileToComponent(path.replace(/-meta\.xml$/, `.${typeRegistry[type].suffix}-meta.xml`));
}

const folderTypes = metadataTypes.filter((type) => typeRegistry[type].isFolder);
const documents = metadataTypes.filter((type) => typeRegistry[type].shape === 'document');
const byDirectory = new Map(
  documents
    .filter((type) => !typeRegistry[type].inFolder && !typeRegistry[type].isFolder)
    .map((type) => [typeRegistry[type].directory, type]),
);
const inFolders = documents
  .filter((type) => typeRegistry[type].inFolder)
  .map((type) => `.${typeRegistry[type].suffix}`);

/** Why a path that looks like a component's is none, in words. */
export function whyNoComponent(path: string): string | undefined {
  const found = fileToComponent(path) ?? oldNameToComponent(path);
  return found && whyUnsafe(found);
}

/** The file at a path in git whose items are components, under its name of today or its older one. */
export function pathToContainer(path: string): ContainerFile | undefined {
  const found = fileToContainer(path) ?? oldFileToContainer(path);
  return found && isSafeStep(found.name) ? found : undefined;
}

/** A name that can be part of a path, of a line and of a screen. Only folders are set apart by slashes in it. */
export function isSafeName(key: ComponentKey): boolean {
  return whyUnsafe(key) === undefined;
}

const longestName = 400;

function whyUnsafe({ type, fullName }: ComponentKey): string | undefined {
  if (fullName.length > longestName) return `its name has more than ${longestName} characters`;
  const { inFolder, isFolder } = typeRegistry[type];
  const container = componentToContainer({ type, fullName });
  // An item's own name is part of no path.
  const own = container && nameInContainer({ type, fullName });
  if (own !== undefined && (own === '' || /\p{Cc}/u.test(own)))
    return 'its name has characters no component’s has';
  const steps = container ? [container.name] : inFolder || isFolder ? fullName.split('/') : [fullName];
  if (!steps.every(isSafeStep)) return 'its name has characters no component’s has';
  return fullName.includes('\uFFFD') ? 'its name is not UTF-8' : undefined;
}

function isSafeStep(step: string): boolean {
  return !/[/\\\p{Cc}]/u.test(step) && !/^\.{0,2}$/.test(step) && step.toLowerCase() !== '.git';
}

/** True for a path whose every step stays inside a tree. */
export function isSafePath(path: string): boolean {
  return path
    .split('/')
    .every((part) => part !== '' && part !== '.' && part !== '..' && part.toLowerCase() !== '.git');
}
