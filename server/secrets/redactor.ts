// Takes secrets out of components: markers under the org's own key in known fields, covers over what looks like one elsewhere.

import { createHmac, randomBytes } from 'node:crypto';
import type { ComponentSource } from '#core/component.ts';
import { coverSource } from '#core/secrets/find-secrets.ts';
import { markerOf } from '#core/secrets/marker.ts';
import { mayHoldSecrets, rewriteSecrets } from '#core/secrets/rewrite-secrets.ts';
import type { Database } from '../db/database.ts';
import { redactionKey } from '../db/redaction-keys.ts';

export interface Redacted<Source extends ComponentSource = ComponentSource> {
  readonly source: Source;
  /** What is odd about it, in words. */
  readonly notes: readonly string[];
}

/** What an org's texts pass before anybody but Salesforce and the user's own repository has them. */
export interface Redactor {
  /** Known fields; the very same object when the type has none. Markers stay as they are. */
  redact<Source extends ComponentSource>(source: Source): Promise<Redacted<Source>>;
  /** For people who may not see secrets: what looks like one is covered, line by line. */
  cover(source: ComponentSource): Promise<ComponentSource>;
}

export function createRedactor(db: Database, orgId: string, now: () => number = Date.now): Redactor {
  /** Of this redactor alone: the org may be ended and connected anew, by whichever server, and then has another. */
  let asked: Promise<Buffer> | undefined;
  const hash = async () => {
    asked ??= keyOf(db, orgId, now).catch((error: unknown) => {
      asked = undefined;
      throw error;
    });
    const key = await asked;
    return (what: readonly string[]) => createHmac('sha256', key).update(JSON.stringify(what)).digest('hex');
  };
  return {
    async redact(source) {
      const { type, fullName } = source;
      if (!mayHoldSecrets(type) || source.files.length === 0) return { source, notes: [] };
      const hashOf = await hash();
      const notes: string[] = [];
      const files = source.files.map((file) => {
        const mark = (path: string, value: string) =>
          markerOf(hashOf(['field', type, fullName, path, value]));
        const { text, broken } = rewriteSecrets(type, file.text, mark);
        if (broken)
          notes.push(
            `${file.name}: It is malformed and could hold a secret, so that each of its lines is shown as a mark only.`,
          );
        return text === file.text ? file : { ...file, text };
      });
      return { source: { ...source, files }, notes };
    },

    async cover(source) {
      const hashOf = await hash();
      return coverSource(source, (secret) => hashOf(['hint', secret]).slice(0, 4));
    },
  };
}

async function keyOf(db: Database, orgId: string, now: () => number): Promise<Buffer> {
  const fresh = { key: randomBytes(32).toString('base64url'), at: now() };
  return Buffer.from(await redactionKey(db, orgId, fresh), 'base64url');
}
