// Takes secrets out of components: markers under the org's own key in known fields, covers over what looks like one elsewhere.

import { createHmac, randomBytes } from 'node:crypto';
import type { ComponentKey, ComponentSource } from '#core/component.ts';
import { coverSource } from '#core/secrets/find-secrets.ts';
import { markerOf } from '#core/secrets/marker.ts';
import { mayHoldSecrets, rewriteSecrets } from '#core/secrets/rewrite-secrets.ts';
import { type ContentFile, contentFile } from '../content/content-file.ts';
import type { Database } from '../db/database.ts';
import { listPurges, type PurgeRow } from '../db/purges.ts';
import { redactionKey } from '../db/redaction-keys.ts';
import { purgedFieldsOf, purgedTextsOf, type Replace, replaceInText } from './org-purges.ts';

export interface Redacted<Source extends ComponentSource = ComponentSource> {
  readonly source: Source;
  /** What is odd about it, in words. */
  readonly notes: readonly string[];
}

/** What an org's texts pass before anybody but Salesforce and the user's own repository has them. */
export interface Redactor {
  /** Known fields, and what was purged; the very same object when there is nothing of either. Markers stay as they are. */
  redact<Source extends ComponentSource>(source: Source): Promise<Redacted<Source>>;
  /** What was purged, for bytes of a component; undefined when nothing was that could be in it. */
  purged(of: ComponentKey): Promise<Replace | undefined>;
  /** For people who may not see secrets: what looks like one is covered, line by line. */
  cover(source: ComponentSource): Promise<ComponentSource>;
}

/** Made for one task. `purges` is for who knows that nothing is purged meanwhile; else the database is asked. */
export function createRedactor(
  db: Database,
  orgId: string,
  now: () => number = Date.now,
  purges: () => Promise<readonly PurgeRow[]> = () => listPurges(db, orgId),
): Redactor {
  /** Of this redactor alone: the org may be ended and connected anew, by whichever server, and then has another. */
  let asked: Promise<Buffer> | undefined;
  const keyOnce = () => {
    asked ??= orgKey(db, orgId, now).catch((error: unknown) => {
      asked = undefined;
      throw error;
    });
    return asked;
  };
  let known: Promise<readonly PurgeRow[]> | undefined;
  const purgesOnce = () => {
    known ??= purges().catch((error: unknown) => {
      known = undefined;
      throw error;
    });
    return known;
  };
  const purged = async (of: ComponentKey) => {
    const rows = await purgesOnce();
    return rows.length === 0 ? undefined : purgedTextsOf(await keyOnce(), rows, of);
  };
  return {
    purged,

    async redact(source) {
      const { type, fullName } = source;
      if (source.files.length === 0) return { source, notes: [] };
      const rows = await purgesOnce();
      const more = purgedFieldsOf(rows, source);
      const hasFields = mayHoldSecrets(type) || more.length > 0;
      if (!hasFields && rows.length === 0) return { source, notes: [] };
      const key = await keyOnce();
      const replace = purgedTextsOf(key, rows, source);
      const notes: string[] = [];
      const files = source.files.map((file) => {
        const mark = (path: string, value: string) => fieldMarker(key, source, path, value);
        const { text, broken } = hasFields
          ? rewriteSecrets(type, file.text, mark, more)
          : { text: file.text, broken: false };
        if (broken)
          notes.push(
            `${file.name}: It is malformed and could hold a secret, so that each of its lines is shown as a mark only.`,
          );
        const open = text === file.text ? file : { ...file, text };
        return replace ? withoutTexts(open, replace) : open;
      });
      if (files.every((file, index) => file === source.files[index])) return { source, notes };
      return { source: { ...source, type, fullName, files }, notes };
    },

    async cover(source) {
      const key = await keyOnce();
      return coverSource(source, (secret) => keyedHash(key, ['hint', secret]).slice(0, 4));
    },
  };
}

/** Content that is no text is described anew. */
function withoutTexts<File extends ContentFile>(file: File, replace: Replace): File {
  if (file.binary) {
    const found = file.bytes && replace(file.bytes);
    return found ? { ...file, ...contentFile(file.name, found.bytes) } : file;
  }
  const text = replaceInText(file.text, replace);
  return text === file.text ? file : { ...file, text };
}

function keyedHash(key: Buffer, what: readonly string[]): string {
  return createHmac('sha256', key).update(JSON.stringify(what)).digest('hex');
}

/** What stands in the place of a field's value. */
export function fieldMarker(key: Buffer, of: ComponentKey, path: string, value: string): string {
  return markerOf(keyedHash(key, ['field', of.type, of.fullName, path, value]));
}

/** What stands in the place of a text that was purged. */
export function textMarker(key: Buffer, text: string): string {
  return markerOf(keyedHash(key, ['text', text]));
}

export async function orgKey(db: Database, orgId: string, now: () => number): Promise<Buffer> {
  const fresh = { key: randomBytes(32).toString('base64url'), at: now() };
  return Buffer.from(await redactionKey(db, orgId, fresh), 'base64url');
}
