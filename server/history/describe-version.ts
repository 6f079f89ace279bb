// Makes the row of one version: its kind, what changed against the version before, and what is odd about it.

import { type ComponentKey, type ComponentSource, typeRegistry } from '#core/component.ts';
import { parseXml, XmlError } from '#core/metadata/parse-xml.ts';
import { isWholeObject } from '#core/metadata/without-parts.ts';
import { coverSecrets } from '#core/secrets/find-secrets.ts';
import { compareVersions } from '../compare/compare-versions.ts';
import type { Compared } from '../compare/compared.ts';
import type { NewVersionRow } from '../db/versions.ts';
import { describeError } from '../errors.ts';
import { replaceInText } from '../secrets/org-purges.ts';
import { createRedactor } from '../secrets/redactor.ts';
import { noSave, unknownAuthor } from '../sync/attribute.ts';
import type { LoggedCommit } from './commit-log.ts';
import type { ReadDeps } from './deps.ts';
import { layWithin } from './parts-of-object.ts';
import { authorOf } from './people.ts';
import { type ReadVersion, readVersion, whyUnavailable } from './sources.ts';
import { type VersionFile, writeFiles } from './version-files.ts';

/** A version before its content was looked at. */
export interface Draft {
  readonly key: ComponentKey;
  readonly seq: number;
  readonly commit: Omit<LoggedCommit, 'files'>;
  readonly origin: 'imported' | 'captured';
  /** Undefined when there is none, or it is a deletion. */
  readonly before: { readonly path: string | null; readonly files: readonly VersionFile[] } | undefined;
  /** True when the version before is a deletion. */
  readonly afterDeletion: boolean;
  /** Undefined for a deletion. */
  readonly after: { readonly path: string; readonly files: readonly VersionFile[] } | undefined;
  /** The older file of its object, in which a part may have lain until now. */
  readonly within: { readonly object: string; readonly oid: string } | undefined;
  readonly note: string | undefined;
  /** Of a deletion, what it is likely called now; of a first version, what it was called. */
  readonly otherName?: string;
}

/** How sure the author is, and from what. */
function sureness({ origin, commit }: Draft): Pick<NewVersionRow, 'author_certainty' | 'author_evidence'> {
  const said = evidence[origin];
  if (origin === 'imported') return { author_certainty: 'certain', author_evidence: said };
  if (commit.authorName === unknownAuthor) return { author_certainty: 'unknown', author_evidence: noSave };
  const { certainty = 'certain' } = commit;
  return { author_certainty: certainty, author_evidence: `${said}${doubts[certainty]}` };
}

const doubts = {
  certain: '',
  likely: '; somebody else also saved it after the version before',
  unknown: ', but the version before is newer than this save',
} as const;

const evidence = { imported: 'Git author', captured: 'Salesforce’s LastModifiedBy' } as const;

export async function describeVersion(deps: ReadDeps, orgId: string, draft: Draft): Promise<NewVersionRow> {
  const { key, commit, after } = draft;
  const of = { orgId, ...key };
  const [was, is] = await Promise.all([
    draft.before && readVersion(deps, of, draft.before.files),
    after && readVersion(deps, of, after.files),
  ]);
  const missing = after && !is ? await whyUnavailable(deps.git(orgId), after.files) : [];
  const author = await authorOf(deps, orgId, draft);
  const { kind, summary, changes, noise, notes } = await judge(draft, was, is);
  const replace = await createRedactor(deps.db, orgId, Date.now, deps.purges).purged(key);
  const subject = replace ? replaceInText(commit.subject, replace) : commit.subject;
  const moved = kind === 'changed' && toSourceFormat(draft);
  const split = moved && draft.before?.files.some(({ name }) => isWholeObject(name));
  return {
    org_id: orgId,
    type: key.type,
    full_name: key.fullName,
    seq: draft.seq,
    commit_id: commit.id,
    kind,
    at: commit.at,
    author_name: author.name.slice(0, 200),
    author_id: author.userId ?? null,
    ...sureness(draft),
    summary: moved && changes === 0 ? 'Moved to source format; no change' : summary,
    changes,
    noise,
    message: coverSecrets(subject).slice(0, 1000),
    note: [...missing, ...notes, split && splitNote, draft.note].filter(Boolean).join(' ') || null,
    origin: draft.origin,
    files: writeFiles(after?.files ?? []),
    path: after?.path ?? null,
    earlier_in: (await layWithin(deps.git(orgId), draft)) ? (draft.within?.object ?? null) : null,
    renamed_from: (after && draft.otherName) ?? null,
    renamed_to: (after ? undefined : draft.otherName) ?? null,
  };
}

const splitNote =
  'From here on its fields and other parts have files of their own; the object alone was compared.';

/** Before source format, a document's file had no `-meta.xml`. */
function toSourceFormat({ key, before, after }: Draft): boolean {
  const isToday = (path: string) => path.endsWith('-meta.xml');
  return (
    typeRegistry[key.type].shape === 'document' &&
    typeof before?.path === 'string' &&
    after !== undefined &&
    !isToday(before.path) &&
    isToday(after.path)
  );
}

interface Judged {
  readonly kind: NewVersionRow['kind'];
  readonly summary: string;
  readonly changes: number;
  readonly noise: number;
  readonly notes: readonly string[];
}

async function judge(
  draft: Draft,
  was: ReadVersion | undefined,
  is: ReadVersion | undefined,
): Promise<Judged> {
  const none = { changes: 0, noise: 0, notes: [] };
  if (draft.after && !is) return { kind: 'unavailable', summary: 'Content not available', ...none };
  const kind = !draft.after
    ? 'deleted'
    : draft.before
      ? 'changed'
      : draft.afterDeletion
        ? 'recreated'
        : 'added';
  if (draft.before && !was) {
    const summary = kind === 'deleted' ? 'Deleted' : 'Changed; the version before is not available';
    return { kind, summary, ...none, notes: is ? notesAlone(is) : [] };
  }
  // A comparison with nothing reads no structure, so a first version is looked at by itself.
  const notes = !was && is ? notesAlone(is) : (is?.notes ?? []);
  return { kind, ...(await compare(was?.source ?? null, is?.source ?? null, notes)) };
}

function notesAlone({ source, notes }: ReadVersion): string[] {
  const broken = source.files.flatMap(({ role, name, text }) => {
    if (role !== 'metadata') return [];
    try {
      parseXml(text);
      return [];
    } catch (error) {
      return error instanceof XmlError ? [placeNote(name, error)] : [];
    }
  });
  return [...notes, ...broken];
}

function placeNote(
  name: string,
  { message, line, column }: { message: string; line: number; column: number },
) {
  return `${name}: ${message} (line ${line}, column ${column}); compared as lines.`;
}

async function compare(was: ComponentSource | null, is: ComponentSource | null, notes: readonly string[]) {
  try {
    const diff = await compareVersions(was, is);
    const { summary, changeCount: changes, noiseCount: noise } = diff;
    return { summary, changes, noise, notes: [...notes, ...fallbackNotes(diff)] };
  } catch (error) {
    // One odd file must not keep all others out of history.
    const why = describeError(error);
    return {
      summary: 'Changed',
      changes: 0,
      noise: 0,
      notes: [...notes, `It could not be compared: ${why}`],
    };
  }
}

/** Only what this version itself is to blame for: the one before has its own note. */
function fallbackNotes(diff: Compared): string[] {
  return diff.files.flatMap(({ name, fallback }) =>
    fallback && fallback.side !== 'before'
      ? [
          `${name}: ${fallback.message} (line ${fallback.line}, column ${fallback.column}); compared as lines.`,
        ]
      : [],
  );
}
