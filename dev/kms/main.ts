// A strict stand-in for AWS KMS, for signing keys alone: GetPublicKey and Sign, with AWS's checks and error shapes.
//
// Statuses and error types are those of the KMS API reference, from memory; their messages are our own wording.

import { generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Refused } from './refused.ts';
import { signDigest } from './sign-digest.ts';
import { checkSignature } from './signature.ts';

export type KeySpec = 'RSA_2048' | 'RSA_3072' | 'RSA_4096' | 'ECC_NIST_P256' | 'SYMMETRIC_DEFAULT';

export interface StoredKey {
  readonly arn: string;
  readonly spec: KeySpec;
  readonly usage: 'SIGN_VERIFY' | 'ENCRYPT_DECRYPT' | 'GENERATE_VERIFY_MAC';
  /** What it signs by; of a usage that is not signing, none. */
  readonly algorithms: readonly string[];
  state: 'Enabled' | 'Disabled' | 'PendingDeletion';
  readonly pair: { readonly privateKey: KeyObject; readonly publicKey: KeyObject };
}

export interface Kms {
  readonly endpoint: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  newKey(wishes?: Partial<Pick<StoredKey, 'spec' | 'usage' | 'algorithms'>>): StoredKey;
  /** Names a key; `arn:…:alias/NAME` leads to it from then on. */
  alias(name: string, key: StoredKey): string;
  /** Actions that the policy denies. */
  readonly denied: Set<string>;
  /** So many calls more are refused as too many. */
  throttle: number;
  /** Milliseconds before an answer. */
  delay: number;
  /** Signs in place of the key that was asked for. */
  impostor: StoredKey | undefined;
  /** Every call that was signed well: its action, oldest first. */
  readonly calls: string[];
  close(): Promise<void>;
}

const account = '111122223333';
const hashes = ['SHA_256', 'SHA_384', 'SHA_512'];
const pkcs1 = hashes.map((hash) => `RSASSA_PKCS1_V1_5_${hash}`);
export const pss = hashes.map((hash) => `RSASSA_PSS_${hash}`);

function algorithmsOf(spec: KeySpec, usage: StoredKey['usage']): readonly string[] {
  if (usage !== 'SIGN_VERIFY') return [];
  return spec.startsWith('RSA_') ? [...pkcs1, ...pss] : ['ECDSA_SHA_256'];
}

export async function startKms(region = 'eu-central-1'): Promise<Kms> {
  const keys = new Map<string, StoredKey>();
  const secrets = new Map([['AKIDEXAMPLE', 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY']]);
  const kms = {
    region,
    accessKeyId: 'AKIDEXAMPLE',
    secretAccessKey: secrets.get('AKIDEXAMPLE') ?? '',
    denied: new Set<string>(),
    throttle: 0,
    delay: 0,
    impostor: undefined as StoredKey | undefined,
    calls: [] as string[],
    newKey({
      spec = 'RSA_2048',
      usage = 'SIGN_VERIFY',
      algorithms = algorithmsOf(spec, usage),
    }: Partial<Pick<StoredKey, 'spec' | 'usage' | 'algorithms'>> = {}) {
      const arn = `arn:aws:kms:${region}:${account}:key/${randomUUID()}`;
      const key: StoredKey = { arn, spec, usage, algorithms, state: 'Enabled', pair: pairOf(spec) };
      keys.set(arn, key);
      return key;
    },
    alias(name: string, key: StoredKey) {
      const arn = `arn:aws:kms:${region}:${account}:alias/${name}`;
      keys.set(arn, key);
      return arn;
    },
  };
  const server = createServer((request, response) => {
    answer(request).then(
      (body) => send(200, body),
      (error: unknown) => {
        const { status, type, message } =
          error instanceof Refused ? error : new Refused(500, 'KMSInternalException', 'internal');
        send(status, { __type: type, message });
      },
    );
    const send = (status: number, body: object) => {
      setTimeout(() => {
        response.writeHead(status, {
          'content-type': 'application/x-amz-json-1.1',
          'x-amzn-requestid': randomUUID(),
        });
        response.end(JSON.stringify(body));
      }, kms.delay);
    };
  });

  async function answer(request: IncomingMessage): Promise<object> {
    const body = await textOf(request);
    const url = new URL(request.url ?? '/', 'http://kms');
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [
        name,
        value === undefined ? value : String(value),
      ]),
    );
    const [, action = ''] = /^TrentService\.(\w+)$/.exec(headers['x-amz-target'] ?? '') ?? [];
    if (request.method !== 'POST' || url.pathname !== '/' || !action) {
      throw new Refused(400, 'UnknownOperationException', 'There is no such operation.');
    }
    const { pathname: path, searchParams: query } = url;
    const call = { method: 'POST', path, query, headers, body };
    checkSignature(call, { region, secrets, sessions: new Map(), now: Date.now() });
    kms.calls.push(action);
    if (kms.throttle > 0) {
      kms.throttle -= 1;
      throw new Refused(400, 'ThrottlingException', 'Too many calls of this kind; reduce their frequency.');
    }
    const input = fieldsOf(body);
    const key = find(String(input.KeyId));
    if (kms.denied.has(action)) {
      throw new Refused(400, 'AccessDeniedException', `The user is not authorized to perform: kms:${action}`);
    }
    if (action === 'GetPublicKey') return publicKey(key);
    if (action === 'Sign') return sign(key, input);
    throw new Refused(400, 'UnknownOperationException', 'There is no such operation.');
  }

  function find(id: string): StoredKey {
    const asked = /^[0-9a-f-]{36}$/.test(id) ? `arn:aws:kms:${region}:${account}:key/${id}` : id;
    const [, of] = /^arn:aws:kms:([^:]+):/.exec(asked) ?? [];
    if (of === undefined) throw new Refused(400, 'ValidationException', 'The key id is not well formed.');
    const key = of === region ? keys.get(asked) : undefined;
    if (!key) throw new Refused(400, 'NotFoundException', `Key '${asked}' does not exist`);
    return key;
  }

  function usable(key: StoredKey): void {
    if (key.state === 'Disabled') throw new Refused(409, 'DisabledException', `${key.arn} is disabled.`);
    if (key.state === 'PendingDeletion') {
      throw new Refused(409, 'KMSInvalidStateException', `${key.arn} is pending deletion.`);
    }
  }

  function publicKey(key: StoredKey): object {
    usable(key);
    if (key.spec === 'SYMMETRIC_DEFAULT') {
      throw new Refused(400, 'UnsupportedOperationException', `${key.arn} has no public key.`);
    }
    return {
      KeyId: key.arn,
      KeySpec: key.spec,
      CustomerMasterKeySpec: key.spec,
      KeyUsage: key.usage,
      PublicKey: key.pair.publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
      ...(key.usage === 'SIGN_VERIFY' ? { SigningAlgorithms: key.algorithms } : {}),
    };
  }

  function sign(key: StoredKey, input: Record<string, unknown>): object {
    usable(key);
    const { SigningAlgorithm: algorithm, MessageType: type = 'RAW', Message: message } = input;
    if (!key.algorithms.includes(String(algorithm))) {
      throw new Refused(400, 'InvalidKeyUsageException', `${key.arn} key usage or algorithm is not right.`);
    }
    if (!pkcs1.includes(String(algorithm))) {
      throw new Refused(501, 'NotInStandIn', `It does not sign by ${algorithm}.`);
    }
    const given = Buffer.from(String(message), 'base64');
    const longest = type === 'DIGEST' ? 64 : 4096;
    if (!['RAW', 'DIGEST'].includes(String(type)) || given.length < 1 || given.length > longest) {
      throw new Refused(400, 'ValidationException', `Message must be 1 to ${longest} bytes.`);
    }
    const { privateKey } = (kms.impostor ?? key).pair;
    const Signature = signDigest(privateKey, String(algorithm), given, type === 'DIGEST');
    if (!Signature)
      throw new Refused(400, 'ValidationException', 'Digest is of another length than the algorithm’s.');
    return { KeyId: key.arn, Signature: Signature.toString('base64'), SigningAlgorithm: algorithm };
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return Object.assign(kms, {
    endpoint: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  });
}

function pairOf(spec: KeySpec) {
  return spec.startsWith('RSA_')
    ? generateKeyPairSync('rsa', { modulusLength: Number(spec.slice(4)) })
    : generateKeyPairSync('ec', { namedCurve: 'P-256' });
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

function fieldsOf(body: string): Record<string, unknown> {
  try {
    return JSON.parse(body) as Record<string, unknown>;
  } catch {
    throw new Refused(400, 'SerializationException', 'The body is not JSON.');
  }
}
