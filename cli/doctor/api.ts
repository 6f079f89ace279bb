// The running servers from outside: the API's address, what it depends on, and which extensions it lets in.

import { isChromiumId } from '../../server/extension-ids.ts';
import { ask, check, type Fetch, type Finding, good, unknown, wrong } from './finding.ts';

export async function checkApi(
  fetch: Fetch,
  origin: string,
  extensionIds: readonly string[],
): Promise<Finding[]> {
  const alive = await ask(fetch, `${origin}/healthz`);
  if (typeof alive === 'string') {
    return [
      unknown(
        `${origin}: ${alive}`,
        'Start the servers, and let the public origin lead to them; then look again.',
      ),
    ];
  }
  if (!alive.ok)
    return [wrong(`${origin} answers HTTP ${alive.status}`, 'Does the proxy before it lead to the API?')];
  return [
    good(`${origin} is answered by the API`),
    ...(await checkParts(fetch, origin)),
    ...(await checkOrigins(fetch, origin, extensionIds)),
  ];
}

async function checkParts(fetch: Fetch, origin: string): Promise<Finding[]> {
  const answer = await ask(fetch, `${origin}/readyz`);
  if (typeof answer === 'string') return [wrong(`${origin}/readyz: ${answer}`, 'Look at the API’s log.')];
  const parts = (await answer.json().catch(() => ({}))) as Record<string, unknown>;
  const { ok: _, worker, ...reached } = parts;
  return [
    ...Object.entries(reached).map(([name, works]) =>
      check(
        works === true,
        `The API reaches its ${name}`,
        `The API does not reach its ${name}`,
        'Look at the API’s log.',
      ),
    ),
    ...(typeof worker === 'object' && worker !== null ? [checkWorker(worker)] : []),
  ];
}

function checkWorker({ alive, lastAliveAt }: { alive?: unknown; lastAliveAt?: unknown }): Finding {
  return check(
    alive === true,
    'A worker runs',
    lastAliveAt === undefined
      ? 'No worker has ever run on this database: a baseline waits for one'
      : `No worker runs: the last one was there at ${String(lastAliveAt)}`,
    'Start it as its own user: node server/worker.ts, with CANVASBACK_WORKER_KEY; then look at its log.',
  );
}

async function checkOrigins(fetch: Fetch, origin: string, ids: readonly string[]): Promise<Finding[]> {
  const allowedFor = async (from: string) => {
    const answer = await ask(fetch, `${origin}/v1/orgs`, {
      method: 'OPTIONS',
      headers: {
        origin: from,
        'access-control-request-method': 'GET',
        'access-control-request-headers': 'authorization,dpop',
      },
    });
    return typeof answer !== 'string' && answer.headers.get('access-control-allow-origin') === from;
  };
  // Firefox asks hosts that its extension has a permission for without CORS.
  const own = ids
    .filter(isChromiumId)
    .map(async (id) =>
      check(
        await allowedFor(`chrome-extension://${id}`),
        `The extension ${id} may call the API`,
        `The extension ${id} may not call the API`,
        'Restart the API with this CANVASBACK_EXTENSION_IDS.',
      ),
    );
  const foreign = await allowedFor('https://attacker.example');
  return [
    ...(await Promise.all(own)),
    check(
      !foreign,
      'Web pages may not call it',
      'Any web page may call it',
      'A proxy adds CORS headers of its own: take them out.',
    ),
  ];
}
