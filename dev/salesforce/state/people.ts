// The org's users: the ones every start has, and one for each author the project's history names.

import type { IdMint } from './ids.ts';
import type { Author } from './past.ts';

export type Permission =
  | 'ApiEnabled'
  | 'AuthorApex'
  | 'CustomizeApplication'
  | 'ManageUsers'
  | 'ModifyAllData'
  | 'ModifyMetadata'
  | 'MonitorLoginHistory'
  | 'ViewAllData'
  | 'ViewSetup';

export interface Person {
  readonly id: string;
  username: string;
  readonly email: string;
  readonly name: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly profile: string;
  readonly permissions: ReadonlySet<Permission>;
  readonly password: string;
  active: boolean;
  frozen: boolean;
  locked: boolean;
  /** Holds the permission set that admits to the app. */
  assigned: boolean;
  /** Approved the app on the consent page: what the self-authorize mode asks for. */
  approved: boolean;
}

const admin: readonly Permission[] = [
  'ApiEnabled',
  'AuthorApex',
  'CustomizeApplication',
  'ManageUsers',
  'ModifyAllData',
  'ModifyMetadata',
  'MonitorLoginHistory',
  'ViewAllData',
  'ViewSetup',
];
const builder: readonly Permission[] = [
  'ApiEnabled',
  'AuthorApex',
  'CustomizeApplication',
  'ModifyMetadata',
  'ViewSetup',
];
const integration: readonly Permission[] = [
  'ApiEnabled',
  'CustomizeApplication',
  'ModifyMetadata',
  'MonitorLoginHistory',
  'ViewAllData',
  'ViewSetup',
];

const residents: readonly [string, string, string, readonly Permission[], boolean][] = [
  ['ada.king', 'Ada King', 'System Administrator', admin, true],
  ['sam.okafor', 'Sam Okafor', 'System Administrator', admin, true],
  ['mia.lindqvist', 'Mia Lindqvist', 'Release Reviewer', ['ApiEnabled', 'ViewSetup'], true],
  ['leo.marin', 'Leo Marin', 'Platform Builder', builder, true],
  ['nora.haddad', 'Nora Haddad', 'Platform Builder', builder, true],
  ['integration', 'Canvasback Integration', 'Integration User', integration, true],
  ['guest.user', 'Guest User', 'Standard User', ['ApiEnabled', 'ViewSetup'], false],
];

/** Everyone the org knows. */
export class People {
  readonly #mint: IdMint;
  readonly #sandbox: string | undefined;
  readonly #byUsername = new Map<string, Person>();
  readonly #byId = new Map<string, Person>();
  readonly #ofAuthor = new Map<string, Person>();

  /** In a sandbox usernames end in its name, and no mail reaches anyone. */
  constructor(mint: IdMint, sandbox?: string) {
    this.#mint = mint;
    this.#sandbox = sandbox;
    for (const [local, name, profile, permissions, assigned] of residents) {
      this.#add(this.#username(local), `${local}@acme.example`, name, profile, permissions, assigned);
    }
  }

  list(): readonly Person[] {
    return [...this.#byUsername.values()];
  }

  byUsername(username: string): Person | undefined {
    return this.#byUsername.get(username.trim().toLowerCase());
  }

  /** The id and everything else stays; false when somebody has that name. */
  rename(person: Person, username: string): boolean {
    const wanted = username.trim().toLowerCase();
    if (this.#byUsername.has(wanted)) return false;
    this.#byUsername.delete(person.username);
    person.username = wanted;
    this.#byUsername.set(wanted, person);
    return true;
  }

  /** By 15- or 18-character id. */
  byId(id: string): Person | undefined {
    return this.#byId.get(id.slice(0, 15));
  }

  /** The user a git author is: by e-mail, by the part before its @, by name; else a new user. */
  ofAuthor(author: Author): Person {
    const key = `${author.email}\n${author.name}`;
    const person = this.#ofAuthor.get(key) ?? this.#findAuthor(author);
    this.#ofAuthor.set(key, person);
    return person;
  }

  #findAuthor(author: Author): Person {
    const email = author.email.trim().toLowerCase();
    const name = author.name.trim();
    const known = this.list().find(
      (person) => person.email === this.#mail(email) || person.name.toLowerCase() === name.toLowerCase(),
    );
    if (known) return known;
    const local = (email.split('@')[0] || name || 'unknown').toLowerCase().replace(/[^a-z0-9.+_-]+/g, '.');
    let username = this.#username(local);
    for (let turn = 2; this.#byUsername.has(username); turn += 1)
      username = this.#username(`${local}.${turn}`);
    return this.#add(
      username,
      email || `${local}@acme.example`,
      name || local,
      'Platform Builder',
      builder,
      false,
    );
  }

  #username(local: string): string {
    return `${local}@acme.example${this.#sandbox === undefined ? '' : `.${this.#sandbox}`}`;
  }

  #mail(address: string): string {
    return this.#sandbox === undefined ? address : `${address}.invalid`;
  }

  #add(
    username: string,
    email: string,
    name: string,
    profile: string,
    permissions: readonly Permission[],
    assigned: boolean,
  ): Person {
    const gap = name.lastIndexOf(' ');
    const person: Person = {
      id: this.#mint.id18('005', username),
      username,
      email: this.#mail(email),
      name,
      firstName: gap < 0 ? '' : name.slice(0, gap),
      lastName: gap < 0 ? name : name.slice(gap + 1),
      profile,
      permissions: new Set(permissions),
      password: 'canvasback',
      active: true,
      frozen: false,
      locked: false,
      assigned,
      approved: false,
    };
    this.#byUsername.set(username, person);
    this.#byId.set(person.id.slice(0, 15), person);
    return person;
  }
}
