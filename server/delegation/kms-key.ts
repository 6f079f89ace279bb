// A signing key that stays in AWS KMS: signatures are asked for one by one, and each is checked before it is used.

import { Buffer } from 'node:buffer';
import { createHash, createPublicKey, verify } from 'node:crypto';
import { AppError } from '../errors.ts';
import { factsOf, type SigningKey } from './signing-key.ts';

const arnShape = /^arn:aws[a-z-]*:kms:([a-z0-9-]{2,30}):\d{12}:(?:key|alias)\/[\w/-]{1,256}$/;

export const isKmsArn = (location: string): boolean => location.startsWith('arn:');

const attempts = 3;

/** RS256, which is all that Salesforce takes for a client's assertion. */
const algorithm = 'RSASSA_PKCS1_V1_5_SHA_256';

export interface KmsOptions {
  /** The public key in PEM form, when it is recorded already; otherwise KMS is asked for it. */
  readonly known?: string | undefined;
  /** With retries and their pauses: well within what the API waits for this service. */
  readonly patienceMs?: number;
}

/**
 * Credentials are found as every AWS client finds them: environment, web identity, container or instance role.
 * Throws `signing_unavailable`, and so does its `sign`.
 */
export async function openKmsKey(
  arn: string,
  { known, patienceMs = 8000 }: KmsOptions = {},
): Promise<SigningKey> {
  const region = arnShape.exec(arn)?.[1];
  if (!region) {
    throw unusable(
      `${arn} is not the ARN of a key in AWS KMS.`,
      'Name it as arn:aws:kms:REGION:ACCOUNT:key/ID.',
    );
  }
  // Some 30 MB that an installation with a key file never needs.
  const { KMSClient, GetPublicKeyCommand, SignCommand } = await import('@aws-sdk/client-kms');
  const client = new KMSClient({
    region,
    maxAttempts: attempts,
    requestHandler: { connectionTimeout: 2000, requestTimeout: 4000, throwOnRequestTimeout: true },
  });
  const ask = <T>(work: (options: { abortSignal: AbortSignal }) => Promise<T>): Promise<T> =>
    work({ abortSignal: AbortSignal.timeout(patienceMs) }).catch((error: unknown) => {
      throw explain(error, region);
    });

  const spki = known
    ? createPublicKey(known)
    : createPublicKey({
        key: Buffer.from(await fetchPublicKey()),
        format: 'der',
        type: 'spki',
      });
  const facts = factsOf(spki, arn);

  async function fetchPublicKey(): Promise<Uint8Array> {
    const answer = await ask((options) => client.send(new GetPublicKeyCommand({ KeyId: arn }), options));
    if (answer.KeyUsage !== 'SIGN_VERIFY' || !answer.KeySpec?.startsWith('RSA_') || !answer.PublicKey) {
      throw unusable(
        `${arn} is not for RSA signatures (${answer.KeySpec}, ${answer.KeyUsage}).`,
        'Make a key of spec RSA_2048 or larger with usage SIGN_VERIFY.',
      );
    }
    if (!answer.SigningAlgorithms?.includes(algorithm)) {
      throw unusable(
        `${arn} does not sign by ${algorithm}, which Salesforce asks for, but by ${answer.SigningAlgorithms?.join(', ') || 'nothing'}.`,
        'Make a key of spec RSA_2048 or larger with usage SIGN_VERIFY.',
      );
    }
    return answer.PublicKey;
  }

  return {
    ...facts,
    async sign(data) {
      // A digest, because KMS takes messages of 4096 bytes at most.
      const Message = createHash('sha256').update(data).digest();
      const { Signature } = await ask((options) =>
        client.send(
          new SignCommand({
            KeyId: arn,
            Message,
            MessageType: 'DIGEST',
            SigningAlgorithm: algorithm,
          }),
          options,
        ),
      );
      if (!Signature || !verify('sha256', data, spki, Signature)) {
        throw unusable(
          'KMS signed with another key than the one that was recorded.',
          'Does an alias lead to another key now? Name the key itself, and rotate to it: canvasback keys rotate.',
        );
      }
      return Signature;
    },
  };
}

const unusable = (detail: string, action: string, cause?: unknown) =>
  new AppError('signing_unavailable', { detail, action, who: 'operator', cause });

const credentials =
  'Check the credentials of this process: its environment, or the role of its instance, container or account.';

/** What KMS's errors mean; names as in its API reference. */
const meanings: Readonly<Record<string, readonly [what: string, fix: string]>> = {
  AccessDeniedException: [
    'KMS denies this process the key.',
    'Allow its role kms:Sign and kms:GetPublicKey on this key, in its policy and the key’s.',
  ],
  DisabledException: [
    'The key is disabled in KMS.',
    'Enable it, or rotate to another: canvasback keys rotate.',
  ],
  KMSInvalidStateException: [
    'The key is in a state in which KMS does not use it, such as awaiting its deletion.',
    'Cancel its deletion in KMS, or rotate to another: canvasback keys rotate.',
  ],
  NotFoundException: [
    'KMS does not have this key in the region of its ARN.',
    'Check the ARN and the account.',
  ],
  InvalidKeyUsageException: [
    'The key cannot make RSA signatures.',
    'Make a key of spec RSA_2048 or larger with usage SIGN_VERIFY.',
  ],
  UnsupportedOperationException: [
    'The key has no public key: it is symmetric.',
    'Make a key of spec RSA_2048 or larger with usage SIGN_VERIFY.',
  ],
  ThrottlingException: ['KMS refuses for now: too many requests.', 'Try again in a moment.'],
  LimitExceededException: ['KMS refuses for now: too many requests.', 'Try again in a moment.'],
  UnrecognizedClientException: ['KMS does not know these AWS credentials.', credentials],
  InvalidClientTokenId: ['KMS does not know these AWS credentials.', credentials],
  InvalidSignatureException: [
    'KMS does not accept how the request was signed.',
    `${credentials} Check the clock.`,
  ],
  IncompleteSignature: ['KMS does not accept how the request was signed.', credentials],
  ExpiredTokenException: ['The AWS credentials have expired.', credentials],
  CredentialsProviderError: ['There are no AWS credentials.', credentials],
};

const quiet = /Timeout|Abort|ECONN|ENOTFOUND|EAI_AGAIN|ENETUNREACH|EPIPE|socket/i;

function explain(error: unknown, region: string): AppError {
  if (error instanceof AppError) return error;
  const name = error instanceof Error ? error.name : '';
  const code = String((error as { code?: unknown } | null)?.code ?? '');
  const [what, fix] =
    meanings[name] ??
    (quiet.test(`${name} ${code}`)
      ? [`KMS in ${region} did not answer in time.`, 'Check that this process may reach it, then try again.']
      : [
          `KMS refused with ${/^\w{1,60}$/.test(name) ? name : 'an unknown error'}.`,
          'Try again; look at CloudTrail.',
        ]);
  return unusable(what, fix, error);
}
