// A built extension: that it was built for these servers, and is one that they let in.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { check, type Finding, unknown, wrong } from './finding.ts';

const manifestShape = z.object({
  manifest_version: z.number(),
  host_permissions: z.array(z.string()),
  permissions: z.array(z.string()),
  key: z.string().optional(),
  browser_specific_settings: z.object({ gecko: z.object({ id: z.string() }).optional() }).optional(),
});

export interface BuiltFor {
  readonly publicOrigin: string;
  readonly issuer: string;
  readonly extensionIds: readonly string[];
}

export function checkExtension(dir: string, { publicOrigin, issuer, extensionIds }: BuiltFor): Finding[] {
  let manifest: z.infer<typeof manifestShape>;
  try {
    manifest = manifestShape.parse(JSON.parse(readFileSync(join(dir, 'manifest.json'), 'utf8')));
  } catch (error) {
    const why = error instanceof z.ZodError ? 'it is not a manifest of ours' : (error as Error).message;
    return [wrong(`${dir} is not a built extension: ${why}`, 'Build it: npm run build.')];
  }
  const needed = [`${publicOrigin}/*`, `${issuer}*`];
  const missing = needed.filter((host) => !manifest.host_permissions.includes(host));
  const foreign = manifest.host_permissions.filter((host) => !needed.includes(host));
  return [
    check(
      missing.length === 0 && foreign.length === 0,
      'It is built for this API and this Auth0 tenant',
      `It is built for ${manifest.host_permissions.join(' and ')}`,
      'Add these origins to utils/deployment.ts and build it anew.',
    ),
    check(
      !manifest.permissions.includes('cookies'),
      'It asks for no cookies',
      'It asks for cookies',
      'This is not our manifest.',
    ),
    checkId(manifest, extensionIds),
  ];
}

function checkId(
  { key, browser_specific_settings: own }: z.infer<typeof manifestShape>,
  ids: readonly string[],
): Finding {
  const known = key === undefined ? own?.gecko?.id : idOf(key);
  if (known === undefined)
    return unknown(
      'Its id comes from the store',
      'Compare the id in the store’s console with CANVASBACK_EXTENSION_IDS.',
    );
  return check(
    ids.includes(known),
    `Its id ${known} is let in`,
    `Its id ${known} is not let in`,
    'Add it to CANVASBACK_EXTENSION_IDS.',
  );
}

/** Chrome: the first 128 bits of SHA-256 over the public key, in the letters a to p. */
function idOf(key: string): string {
  const hash = createHash('sha256').update(Buffer.from(key, 'base64')).digest('hex').slice(0, 32);
  return [...hash].map((digit) => String.fromCharCode(97 + Number.parseInt(digit, 16))).join('');
}
