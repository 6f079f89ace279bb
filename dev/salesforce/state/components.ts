// The live components of the org, of every type: what the project says, then the edits made since.

import { createHash } from 'node:crypto';
import { childDocument, childElements } from '../metadata/children.ts';
import { childNamed, prefixOf, typeNamed } from '../metadata/types.ts';
import type { ProjectGit } from './git.ts';
import type { IdMint } from './ids.ts';
import type { FileChange, Past } from './past.ts';
import type { People } from './people.ts';
import type { ProjectComponent } from './project.ts';

/** A file's content as an edit gives it: text, bytes in base64, or what a commit of the project holds. */
export type FileContent = string | { readonly base64: string } | { readonly oid: string };

/** A file's content: in git by object id, or here because it was edited. */
type Stored = { readonly oid: string } | { readonly content: Exclude<FileContent, { readonly oid: string }> };

/** Epoch milliseconds and a user. */
export interface Stamp {
  readonly at: number;
  readonly userId: string;
}

export interface FlowVersion {
  readonly id: string;
  readonly number: number;
  readonly modified: Stamp;
  readonly created: Stamp;
  readonly metadata: Stored;
}

export interface OrgComponent {
  /** Name of its metadata type: ApexClass, CustomField, CustomLabel … */
  readonly type: string;
  fullName: string;
  /** 01p…, 0PS…, and for a flow its definition's 300…; 18 characters. */
  readonly id: string;
  /** By role: `metadata`, `content`, or the path below a bundle's folder. Empty for what lies in its parent's document. */
  readonly files: Map<string, Stored>;
  readonly created: Stamp;
  modified: Stamp;
  /** What it is a part of: a field's object, a label's file. */
  readonly parent: OrgComponent | undefined;
  /** Its parts that are components of their own. */
  readonly children: Set<OrgComponent>;
  /** It lies in its parent's document; what its element held when it was last looked at. */
  inside?: string | undefined;
  /** Flow only, oldest first; the last one is what the project's head holds, unless edited. */
  readonly versions: FlowVersion[];
  /** Flow only: the number of the version an edit left active while it added another. */
  heldActive?: number | undefined;
}

export interface Change {
  /** Only the files that changed; null takes one away. */
  readonly files: Readonly<Record<string, FileContent | null>>;
  readonly activate?: boolean | undefined;
  readonly stamp: Stamp;
}

export class Components {
  readonly #git: ProjectGit;
  readonly #mint: IdMint;
  readonly #byType = new Map<string, Map<string, OrgComponent>>();
  readonly #byId = new Map<string, OrgComponent>();

  constructor(git: ProjectGit, mint: IdMint) {
    this.#git = git;
    this.#mint = mint;
  }

  /** Puts a component of the project in, with what history says of its files. */
  async admit(component: ProjectComponent, past: Past, people: People): Promise<void> {
    const changes = [...component.files.values()].flatMap((file) => past.get(file.path) ?? []);
    const stampOf = (change: FileChange | undefined): Stamp => ({
      at: change?.at ?? 0,
      userId: people.ofAuthor(change?.author ?? { name: 'Unknown', email: '' }).id,
    });
    const ordered = changes.toSorted((one, other) => one.at - other.at);
    const made = this.#make(component.type, component.fullName, stampOf(ordered[0]), stampOf(ordered.at(-1)));
    for (const [role, file] of component.files) made.files.set(role, { oid: file.oid });
    if (component.type === 'Flow') this.#admitVersions(made, component, past, stampOf);
    await this.#lookInside(made, made.modified);
  }

  /** Types that have a component. */
  types(): string[] {
    return [...this.#byType].filter(([, components]) => components.size > 0).map(([type]) => type);
  }

  list(type: string): OrgComponent[] {
    return [...(this.#byType.get(type)?.values() ?? [])];
  }

  byName(type: string, fullName: string): OrgComponent | undefined {
    return this.#byType.get(type)?.get(fullName.toLowerCase());
  }

  /** By the 15- or 18-character id of a component or of a flow's version. */
  byId(id: string): OrgComponent | undefined {
    return this.#byId.get(id.slice(0, 15));
  }

  /** A file's text; undefined when the component has no such file or the repository lost its content. */
  async text(component: OrgComponent, role: string): Promise<string | undefined> {
    if (component.inside !== undefined && role === 'metadata') {
      const text = component.parent && (await this.text(component.parent, 'metadata'));
      return text === undefined ? undefined : childDocument(component, text);
    }
    return (await this.#read(this.#stored(component, role)))?.toString();
  }

  async bytes(component: OrgComponent, role: string): Promise<Buffer | undefined> {
    return this.#read(this.#stored(component, role));
  }

  async versionText(version: FlowVersion): Promise<string | undefined> {
    return (await this.#read(version.metadata))?.toString();
  }

  /** Changes a component, or makes it; a flow gets a new version. */
  async change(type: string, fullName: string, change: Change, activeNow?: number): Promise<OrgComponent> {
    const component = this.byName(type, fullName) ?? this.#make(type, fullName, change.stamp, change.stamp);
    component.modified = change.stamp;
    for (const [role, content] of Object.entries(change.files)) {
      if (content === null) component.files.delete(role);
      else component.files.set(role, stored(content));
    }
    if (type === 'Flow' && change.files.metadata) {
      component.heldActive = change.activate === false ? activeNow : undefined;
      this.#addVersion(component, stored(change.files.metadata), change.stamp);
    }
    await this.#lookInside(component, change.stamp);
    return component;
  }

  /** Its parts go with it. */
  remove(component: OrgComponent): void {
    for (const part of component.children) this.remove(part);
    component.parent?.children.delete(component);
    this.#byType.get(component.type)?.delete(component.fullName.toLowerCase());
    this.#byId.delete(component.id.slice(0, 15));
    for (const version of component.versions) this.#byId.delete(version.id.slice(0, 15));
  }

  /** Ids stay; the names of its parts follow. */
  rename(component: OrgComponent, fullName: string): void {
    const named = this.#byType.get(component.type);
    named?.delete(component.fullName.toLowerCase());
    for (const part of component.children) {
      if (part.fullName.startsWith(`${component.fullName}.`))
        this.rename(part, fullName + part.fullName.slice(component.fullName.length));
    }
    component.fullName = fullName;
    named?.set(fullName.toLowerCase(), component);
  }

  #admitVersions(
    made: OrgComponent,
    component: ProjectComponent,
    past: Past,
    stampOf: (change: FileChange) => Stamp,
  ): void {
    const contents = (past.get(component.files.get('metadata')?.path ?? '') ?? [])
      .filter((change) => !/^0+$/.test(change.oid))
      .toReversed();
    for (const change of contents) this.#addVersion(made, { oid: change.oid }, stampOf(change));
    const live = component.files.get('metadata');
    if (made.versions.length === 0 && live) this.#addVersion(made, { oid: live.oid }, made.modified);
  }

  /** Finds the parts that lie in a component's document, and which of them the change touched. */
  async #lookInside(component: OrgComponent, stamp: Stamp): Promise<void> {
    const parts = typeNamed(component.type)?.children.filter((each) => each.suffix === undefined) ?? [];
    if (parts.length === 0) return;
    const text = (await this.text(component, 'metadata')) ?? '';
    const gone = new Set([...component.children].filter((each) => each.inside !== undefined));
    for (const { type, fullName, held } of childElements(component, text)) {
      const digest = createHash('sha256').update(held).digest('base64');
      const part = this.byName(type, fullName) ?? this.#make(type, fullName, stamp, stamp, component);
      gone.delete(part);
      if (part.inside !== undefined && part.inside !== digest) part.modified = stamp;
      part.inside = digest;
    }
    for (const part of gone) this.remove(part);
  }

  #make(
    type: string,
    fullName: string,
    created: Stamp,
    modified: Stamp,
    within?: OrgComponent,
  ): OrgComponent {
    const id = this.#mint.id18(prefixOf(type), `${type}:${fullName}`);
    const parent = within ?? this.#parentOf(type, fullName, created);
    const component: OrgComponent = {
      type,
      fullName,
      id,
      files: new Map(),
      created,
      modified,
      parent,
      children: new Set(),
      versions: [],
    };
    parent?.children.add(component);
    const named = this.#byType.get(type) ?? new Map<string, OrgComponent>();
    this.#byType.set(type, named.set(fullName.toLowerCase(), component));
    this.#byId.set(id.slice(0, 15), component);
    return component;
  }

  /** A field may be all a project says of its object, which exists all the same. */
  #parentOf(type: string, fullName: string, stamp: Stamp): OrgComponent | undefined {
    const child = childNamed(type);
    if (!child || child.alone) return undefined;
    const name = fullName.slice(0, fullName.indexOf('.'));
    return this.byName(child.parent, name) ?? this.#make(child.parent, name, stamp, stamp);
  }

  #addVersion(component: OrgComponent, metadata: Stored, stamp: Stamp): void {
    const number = component.versions.length + 1;
    const id = this.#mint.id18('301', `${component.fullName}-${number}`);
    component.versions.push({ id, number, modified: stamp, created: stamp, metadata });
    this.#byId.set(id.slice(0, 15), component);
  }

  /** A bundle's document lies beside its code under a name of its own. */
  #stored(component: OrgComponent, role: string): Stored | undefined {
    const own = component.files.get(role);
    if (own || role !== 'metadata') return own;
    const name = [...component.files.keys()].find(
      (each) => each.endsWith('-meta.xml') && !each.includes('/'),
    );
    return typeNamed(component.type)?.shape === 'bundle' && name ? component.files.get(name) : undefined;
  }

  async #read(stored: Stored | undefined): Promise<Buffer | undefined> {
    if (!stored) return undefined;
    if ('oid' in stored) return this.#git.blob(stored.oid);
    const { content } = stored;
    return typeof content === 'string' ? Buffer.from(content) : Buffer.from(content.base64, 'base64');
  }
}

function stored(content: FileContent): Stored {
  return typeof content === 'object' && 'oid' in content ? content : { content };
}
