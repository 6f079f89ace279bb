// An audit log made in a test: entries, checkpoints signed with a key of its own, and what the API would answer of it.

import { generateKeyPairSync, type KeyObject, randomBytes, randomUUID, sign } from 'node:crypto';
import type { OutputOf } from '../../../contract/index.ts';
import { fromHex, toBase64, toHex } from '../../../core/log/bytes.ts';
import { type Canonical, canonicalJson } from '../../../core/log/canonical.ts';
import {
  checkpointText,
  keyIdOf,
  readVerifierKey,
  successorText,
  type VerifierKey,
  writeNote,
  writeVerifierKey,
} from '../../../core/log/checkpoint.ts';
import { type LogEntry, leafOf, personalHash } from '../../../core/log/entry.ts';
import { logTools } from '../../../entrypoints/background/log/tools.ts';
import { auditPath, consistency, treeHash } from '../../core/log/trees.ts';

export const keyName = 'canvasback.example.com/audit';
export const org = '00D5g000004XyZaEAK';

export interface Key {
  readonly verifier: VerifierKey;
  readonly vkey: string;
  sign(text: string): string;
}

export function makeKey(name = keyName): Key {
  const pair: { publicKey: KeyObject; privateKey: KeyObject } = generateKeyPairSync('ed25519');
  const publicKey = new Uint8Array(pair.publicKey.export({ format: 'der', type: 'spki' }).subarray(-32));
  const { sha256, utf8 } = logTools;
  const verifier = { name, keyId: keyIdOf(sha256, utf8(name), publicKey), publicKey };
  return {
    verifier,
    vkey: writeVerifierKey(verifier),
    sign: (text) =>
      writeNote({
        text,
        signatures: [
          {
            ...{ name, keyId: verifier.keyId },
            signature: new Uint8Array(sign(null, Buffer.from(text), pair.privateKey)),
          },
        ],
      }),
  };
}

type Facts = Readonly<Record<string, Canonical | undefined>>;

export interface MadeLog {
  readonly entries: LogEntry[];
  /** What `log.growth` answers. */
  growth(from: number): OutputOf<'log.growth'>;
  /** What `log.proofs` answers. */
  proofs(size: number, indices: readonly number[]): OutputOf<'log.proofs'>;
  add(facts: Facts, personal?: Facts): number;
  /** An attempt with its outcome; answers with what the list shows of it. */
  attempt(facts?: Facts): OutputOf<'audit.list'>['entries'][number];
  refusal(): OutputOf<'audit.list'>['entries'][number];
  rotate(next: Key): void;
}

/** `begun`: entries that it shares with another, which goes another way from there on. */
export function makeLog(key = makeKey(), tree = 'acme', begun: readonly LogEntry[] = []): MadeLog {
  const entries = [...begun];
  const successions: string[] = [];
  let signer = key;
  let clock = Date.UTC(2026, 2, 3);
  const leaves = (size: number) =>
    entries.slice(0, size).map(({ leaf }) => fromHex(leaf) ?? new Uint8Array());
  const salted = (text: string) => ({ salt: toHex(randomBytes(16)), text });
  const log: MadeLog = {
    entries,
    add(facts, personal) {
      const index = entries.length;
      const beside = personal && salted(canonicalJson(personal));
      const entry = salted(
        canonicalJson({
          ...{ v: 2, tree, index, prev: entries.at(-1)?.leaf ?? null, ref: randomUUID(), at: clock++, org },
          ...{ personal: beside && personalHash(logTools, beside) },
          ...facts,
        }),
      );
      entries.push({
        index,
        leaf: leafOf(logTools, entry) ?? '',
        entry,
        ...(beside ? { personal: beside } : {}),
      });
      return index;
    },
    attempt(facts = {}) {
      const at = clock;
      const ref = randomUUID();
      const purpose = 'compare';
      const component = 'Flow Route_New_Leads';
      const who = { who: 'p:aaaaaaaaaaaaaaaa', actingAs: 'p:bbbbbbbbbbbbbbbb' };
      const username = 'ada.king@acme.example';
      const index = log.add(
        { kind: 'intent', ref, caller: 'api', purpose, component, ...who, ...facts },
        { who: 'auth0|ada', actingAs: { userId: '0055g000001AdaKAAW', username } },
      );
      const outcomeIndex = log.add({ kind: 'outcome', ref, result: 'granted', ...who });
      return {
        ...{ index, outcomeIndex, provable: true, at: new Date(at).toISOString(), who: 'Ada King' },
        ...{ actingAs: username, purpose, component, outcome: 'granted' },
      };
    },
    refusal() {
      const at = clock;
      const said = {
        code: 'not_linked',
        reason: 'This person has not linked a Salesforce user of this org.',
      };
      const index = log.add(
        { kind: 'refusal', caller: 'api', purpose: 'standing', who: 'p:aaaaaaaaaaaaaaaa', code: said.code },
        { who: 'auth0|ada', reason: said.reason },
      );
      return {
        ...{ index, provable: true, at: new Date(at).toISOString(), who: 'Ada King', actingAs: '' },
        ...{ purpose: 'standing', outcome: 'refused', ...said },
      };
    },
    growth(from) {
      const size = entries.length;
      const origin = `${signer.verifier.name}/${tree}`;
      const checkpoint = signer.sign(checkpointText({ origin, size, root: treeHash(leaves(size)) }));
      const proof = from === 0 || from >= size ? [] : consistency(from, leaves(size)).map(toHex);
      return { size, checkpoint, vkey: signer.vkey, successions: [...successions], proof };
    },
    proofs: (size, indices) => ({
      entries: indices.flatMap((index) => {
        const entry = entries[index];
        return entry ? [{ ...entry, proof: auditPath(index, leaves(size)).map(toHex) }] : [];
      }),
    }),
    rotate(next) {
      successions.push(signer.sign(successorText(next.vkey)));
      signer = next;
    },
  };
  return log;
}

/** The fingerprint that people compare: SHA-256 of the public key. */
export function fingerprint(vkey: string): string {
  const key = readVerifierKey(logTools.sha256, logTools.utf8, vkey);
  return toHex(logTools.sha256(key?.publicKey ?? new Uint8Array()));
}

export const wrongSignature = (note: string) =>
  note.replace(/[\w+/=]+\n$/, (signature) => {
    const bytes = Buffer.from(signature.trim(), 'base64');
    bytes[20] = (bytes[20] ?? 0) ^ 1;
    return `${toBase64(new Uint8Array(bytes))}\n`;
  });
