// The live components of the org: what the project says, then the edits made since.

import type { ProjectGit } from './git.ts';
import type { IdMint } from './ids.ts';
import type { Past } from './past.ts';
import type { People } from './people.ts';
import { type ComponentType, type FileRole, fileKind, type ProjectComponent } from './project.ts';

/** A file's text: in git by object id, or here because it was edited. */
type Stored = { readonly oid: string } | { readonly text: string };

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
  readonly type: ComponentType;
  readonly fullName: string;
  /** 01p…, 0PS…, and for a flow its definition's 300…. */
  readonly id: string;
  readonly files: Map<FileRole, Stored>;
  readonly created: Stamp;
  modified: Stamp;
  /** Flow only, oldest first; the last one is what the project's head holds, unless edited. */
  readonly versions: FlowVersion[];
  /** Flow only: the number of the version an edit left active while it added another. */
  heldActive?: number | undefined;
}

export interface Change {
  readonly files: Partial<Record<FileRole, string>>;
  readonly activate?: boolean | undefined;
  readonly stamp: Stamp;
}

export class Components {
  readonly #git: ProjectGit;
  readonly #mint: IdMint;
  readonly #byKey = new Map<string, OrgComponent>();
  readonly #byId = new Map<string, OrgComponent>();

  constructor(git: ProjectGit, mint: IdMint) {
    this.#git = git;
    this.#mint = mint;
  }

  /** Puts a component of the project in, with what history says of its files. */
  admit(component: ProjectComponent, past: Past, people: People): void {
    const changes = [...component.files.values()].flatMap((file) => past.get(file.path) ?? []);
    const stampOf = (change: (typeof changes)[number] | undefined): Stamp => ({
      at: change?.at ?? 0,
      userId: people.ofAuthor(change?.author ?? { name: 'Unknown', email: '' }).id,
    });
    const ordered = changes.toSorted((one, other) => one.at - other.at);
    const made = this.#make(component.type, component.fullName, stampOf(ordered[0]), stampOf(ordered.at(-1)));
    for (const [role, file] of component.files) made.files.set(role, { oid: file.oid });
    if (component.type !== 'Flow') return;
    const contents = (past.get(component.files.get('metadata')?.path ?? '') ?? [])
      .filter((change) => !/^0+$/.test(change.oid))
      .toReversed();
    for (const change of contents) this.#addVersion(made, { oid: change.oid }, stampOf(change));
    const live = component.files.get('metadata');
    if (made.versions.length === 0 && live) this.#addVersion(made, { oid: live.oid }, made.modified);
  }

  list(type: ComponentType): OrgComponent[] {
    return [...this.#byKey.values()].filter((component) => component.type === type);
  }

  byName(type: ComponentType, fullName: string): OrgComponent | undefined {
    return this.#byKey.get(`${type}:${fullName.toLowerCase()}`);
  }

  /** By the 15- or 18-character id of a component or of a flow's version. */
  byId(id: string): OrgComponent | undefined {
    return this.#byId.get(id.slice(0, 15));
  }

  /** A file's text; undefined when the component has no such file or the repository lost its content. */
  async text(component: OrgComponent, role: FileRole): Promise<string | undefined> {
    return this.#read(component.files.get(role));
  }

  async versionText(version: FlowVersion): Promise<string | undefined> {
    return this.#read(version.metadata);
  }

  /** Changes a component, or makes it; a flow gets a new version. */
  change(type: ComponentType, fullName: string, change: Change, activeNow?: number): OrgComponent {
    const component = this.byName(type, fullName) ?? this.#make(type, fullName, change.stamp, change.stamp);
    component.modified = change.stamp;
    for (const [role, text] of Object.entries(change.files)) {
      if (text !== undefined) component.files.set(role as FileRole, { text });
    }
    if (type === 'Flow' && change.files.metadata !== undefined) {
      component.heldActive = change.activate === false ? activeNow : undefined;
      this.#addVersion(component, { text: change.files.metadata }, change.stamp);
    }
    return component;
  }

  remove(component: OrgComponent): void {
    this.#byKey.delete(`${component.type}:${component.fullName.toLowerCase()}`);
    this.#byId.delete(component.id.slice(0, 15));
    for (const version of component.versions) this.#byId.delete(version.id.slice(0, 15));
  }

  #make(type: ComponentType, fullName: string, created: Stamp, modified: Stamp): OrgComponent {
    const prefix = { ApexClass: '01p', Flow: '300', PermissionSet: '0PS' }[type];
    const id = this.#mint.id18(prefix, `${type}:${fullName}`);
    const component: OrgComponent = {
      type,
      fullName,
      id,
      files: new Map(),
      created,
      modified,
      versions: [],
    };
    this.#byKey.set(`${type}:${fullName.toLowerCase()}`, component);
    this.#byId.set(id.slice(0, 15), component);
    return component;
  }

  #addVersion(component: OrgComponent, metadata: Stored, stamp: Stamp): void {
    const number = component.versions.length + 1;
    const id = this.#mint.id18('301', `${component.fullName}-${number}`);
    component.versions.push({ id, number, modified: stamp, created: stamp, metadata });
    this.#byId.set(id.slice(0, 15), component);
  }

  async #read(stored: Stored | undefined): Promise<string | undefined> {
    if (!stored) return undefined;
    if ('text' in stored) return stored.text;
    return (await this.#git.blob(stored.oid))?.toString();
  }
}

/** The file name source format gives a component's file. */
export function sourceName(type: ComponentType, fullName: string, role: FileRole): string {
  if (type === 'ApexClass') return role === 'content' ? `${fullName}.cls` : `${fullName}.cls-meta.xml`;
  return type === 'Flow' ? `${fullName}.flow-meta.xml` : `${fullName}.permissionset-meta.xml`;
}

/** Which role a file name has in source format. */
export function roleOfName(name: string): FileRole | undefined {
  return fileKind(name)?.role;
}
