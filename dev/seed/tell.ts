// Turns a story into commits: what each one says it changes is worked out from the files as they are by then.

import type { Files } from './paths.ts';
import type { Person } from './people.ts';

export interface Commit {
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly by: Person;
  readonly message: string;
  /** Path → text; null takes the file away. */
  readonly files: Readonly<Record<string, string | null>>;
  /** Commits of the branch that this one merges, oldest first; `files` has what they changed. */
  readonly merged?: readonly Commit[];
}

/** In one file this text, which stands there once, becomes that. */
export type Edit = readonly [path: string, from: string, to: string];

export interface Told extends Pick<Commit, 'at' | 'by' | 'message'> {
  /** New files, or whole new texts. */
  readonly files?: Files;
  readonly edits?: readonly Edit[];
  /** A whole text is written anew from itself. */
  readonly rewrites?: readonly (readonly [path: string, (text: string) => string])[];
  /** Files to take away. */
  readonly removes?: readonly string[];
  /** Old path → new path; edits that follow use the new one. */
  readonly moves?: Files;
  /** Message of an earlier commit whose changes are taken back. */
  readonly undoes?: string;
  /** A branch that began at the commit before this one, and is merged here. */
  readonly branch?: readonly Told[];
}

type Tree = Map<string, string>;

/** In the order of their dates, from the tree that `after` leaves. */
export function tell(story: readonly Told[], after: readonly Commit[] = []): Commit[] {
  const tree: Tree = new Map();
  const before = new Map<string, Readonly<Record<string, string | null>>>();
  for (const commit of after) apply(tree, commit);
  return [...story]
    .sort((one, other) => (one.at < other.at ? -1 : 1))
    .map((told) => {
      const commit = carryOut(tree, told, before);
      const was = Object.keys(commit.files).map((path) => [path, tree.get(path) ?? null]);
      before.set(told.message, Object.fromEntries(was));
      apply(tree, commit);
      return commit;
    });
}

function carryOut(tree: Tree, told: Told, before: ReadonlyMap<string, Commit['files']>): Commit {
  const { at, by, message } = told;
  const merged = told.branch && carryOutBranch(tree, told.branch, before);
  const changed: Record<string, string | null> = {};
  for (const commit of merged ?? []) Object.assign(changed, commit.files);
  if (told.undoes !== undefined) {
    const was = before.get(told.undoes);
    if (!was) throw new Error(`“${message}” takes back “${told.undoes}”, which nobody committed`);
    Object.assign(changed, was);
  }
  Object.assign(changed, told.files);
  const now = (path: string): string => {
    const text = path in changed ? changed[path] : tree.get(path);
    if (typeof text !== 'string') throw new Error(`“${message}”: there is no ${path}`);
    return text;
  };
  for (const [from, to] of Object.entries(told.moves ?? {})) {
    changed[to] = now(from);
    changed[from] = null;
  }
  for (const [path, from, to] of told.edits ?? []) {
    const [head, tail, ...more] = now(path).split(from);
    if (head === undefined || tail === undefined || more.length > 0)
      throw new Error(
        `“${message}”: “${from}” stands ${more.length > 0 ? 'more than once' : 'not'} in ${path}`,
      );
    changed[path] = head + to + tail;
  }
  for (const [path, write] of told.rewrites ?? []) changed[path] = write(now(path));
  for (const path of told.removes ?? []) {
    now(path);
    changed[path] = null;
  }
  for (const [path, text] of Object.entries(changed))
    if (text === (tree.get(path) ?? null)) throw new Error(`“${message}” changes nothing in ${path}`);
  return { at, by, message, files: changed, ...(merged ? { merged } : {}) };
}

function carryOutBranch(
  tree: Tree,
  branch: readonly Told[],
  before: ReadonlyMap<string, Commit['files']>,
): Commit[] {
  const own: Tree = new Map(tree);
  return branch.map((each) => {
    const commit = carryOut(own, each, before);
    apply(own, commit);
    return commit;
  });
}

function apply(tree: Tree, commit: Commit): void {
  for (const [path, text] of Object.entries(commit.files)) {
    if (text === null) tree.delete(path);
    else tree.set(path, text);
  }
}
