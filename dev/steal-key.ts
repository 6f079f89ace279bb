// `npm run steal`: what a thief of the local world's signing key does, so that the alarm about it can be seen.

import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { isIP } from 'node:net';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { importPKCS8, SignJWT } from 'jose';
import { layOut } from './world/layout.ts';
import { org, signIns } from './world/names.ts';
import { defaultBase } from './world/ports.ts';

const checkout = fileURLToPath(new URL('..', import.meta.url));
const usage = `Usage: npm run steal -- [options]
  --user NAME     whose token is asked for (default ${signIns.salesforce[1]})
  --from ADDRESS  where it seems to come from (default 198.51.100.66; 127.0.0.1 is ours)
  --times N       how often (default 1)
  --data DIR      data folder of the world (default .data)
  --port N        the port that npm start was given, if any
  --org-port N    the org's own port, where that is not two more`;

const { values } = parseArgs({
  options: {
    user: { type: 'string', default: signIns.salesforce[1] },
    from: { type: 'string', default: '198.51.100.66' },
    times: { type: 'string', default: '1' },
    data: { type: 'string', default: join(checkout, '.data') },
    port: { type: 'string', default: String(defaultBase) },
    'org-port': { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
const { user = '', from, times, data, port } = values;

if (values.help || isIP(from) === 0 || !/^[1-9]\d?$/.test(times) || !/^\d{4,5}$/.test(port)) {
  process.stdout.write(`${usage}\n`);
  process.exitCode = values.help ? 0 : 2;
} else {
  for (let turn = 0; turn < Number(times); turn += 1) process.stdout.write(`${await steal()}\n`);
}

/** Past API and delegation service: the key's file, Salesforce, and nobody between. */
async function steal(): Promise<string> {
  const layout = layOut(resolve(data));
  const key = await importPKCS8(readFileSync(layout.signingKey, 'utf8'), 'RS256');
  const assertion = await new SignJWT({ iss: org.clientId, sub: user, aud: `https://${org.loginHost}` })
    .setProtectedHeader({ alg: 'RS256' })
    .setExpirationTime('2m')
    .sign(key);
  const form = { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion };
  const body = new URLSearchParams(form).toString();
  const status = await new Promise<number>((done, failed) => {
    request(
      {
        ...{
          host: '127.0.0.1',
          port: Number(values['org-port'] ?? Number(port) + 2),
          servername: org.apiHost,
          method: 'POST',
        },
        path: '/services/oauth2/token',
        ca: readFileSync(join(layout.data, 'tls', 'ca.pem')),
        headers: {
          host: org.apiHost,
          'content-type': 'application/x-www-form-urlencoded',
          'content-length': Buffer.byteLength(body),
          'x-stand-in-address': from,
        },
      },
      (response) => {
        response.resume();
        done(response.statusCode ?? 0);
      },
    )
      .on('error', failed)
      .end(body);
  });
  const got = status === 200 ? 'a token' : `no token (${status})`;
  return `A thief with the key, at ${from}, asked for ${user}: ${got}. The alarm comes within five minutes, or with “Compare logins now” in the popup.`;
}
