// Says which files hold components as their items, and which file a component of that kind goes to.

import { type ComponentKey, type Container, metadataTypes, typeRegistry } from '../component.ts';
import type { ContainerItem } from './container.ts';

export interface ContainerFile {
  readonly container: Container;
  /** The file's name without its endings: of most, an object's. */
  readonly name: string;
}

const containers = new Map<string, Container>();
for (const type of metadataTypes) {
  const { part } = typeRegistry[type];
  if (part) containers.set(part.container.suffix, part.container);
}

/** The container in a source-format file, from its path; undefined for anything else. */
export function fileToContainer(path: string): ContainerFile | undefined {
  const file = path.slice(path.lastIndexOf('/') + 1);
  return file.endsWith('-meta.xml') ? named(file.slice(0, -'-meta.xml'.length)) : undefined;
}

/** The same for the name that a file had before source format: only the type's own folder tells. */
export function oldFileToContainer(path: string): ContainerFile | undefined {
  const [file = '', folder] = path.split('/').reverse();
  const found = named(file);
  return found?.container.directory === folder ? found : undefined;
}

function named(file: string): ContainerFile | undefined {
  const dot = file.lastIndexOf('.');
  const container = containers.get(file.slice(dot + 1));
  return container && dot > 0 ? { container, name: file.slice(0, dot) } : undefined;
}

/** The component that an item of the file is. */
export function itemToComponent({ container, name }: ContainerFile, item: ContainerItem): ComponentKey {
  return { type: item.type, fullName: container.alone ? item.name : `${name}.${item.name}` };
}

/** The file that holds a component as an item, by name; undefined for one that has a file of its own. */
export function componentToContainer({ type, fullName }: ComponentKey): ContainerFile | undefined {
  const container = typeRegistry[type].part?.container;
  if (!container) return undefined;
  const name = container.alone ? container.type : fullName.slice(0, Math.max(0, fullName.indexOf('.')));
  return { container, name };
}

/** What names a component inside its container. */
export function nameInContainer({ type, fullName }: ComponentKey): string {
  return typeRegistry[type].part?.container.alone ? fullName : fullName.slice(fullName.indexOf('.') + 1);
}

export function containerFileName({ container, name }: ContainerFile): string {
  return `${name}.${container.suffix}-meta.xml`;
}
