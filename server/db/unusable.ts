// The failure of a database that cannot be used as it is, in words that say which, why, and what to do.

/** `name` is a file, or a database with its server; never a password. */
export class DatabaseUnusable extends Error {
  constructor(name: string, problem: string, cause?: unknown) {
    super(`The database ${name} cannot be used: ${problem}`, { cause });
    this.name = 'DatabaseUnusable';
  }
}
