// Names of versions: a commit in the org's history, or one reading of the live org.

/** A git object id (40 or 64 hex digits), or `live:<compare id>`. */
export type Revision = string;

const commit = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
const live = /^live:([0-9a-zA-Z_-]{8,64})$/;

export function isCommit(revision: string): boolean {
  return commit.test(revision);
}

/** The compare id inside `live:<compare id>`, or undefined for anything else. */
export function liveId(revision: string): string | undefined {
  return live.exec(revision)?.[1];
}
