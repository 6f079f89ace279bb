// Reads a refusal the way its receiver gets it: as JSON, in the query back to the app, or on a page.

import { expect } from 'vitest';
import { type Answer, login, type OrgUnderTest, redirectUri } from './org-under-test.ts';

export interface Refusal {
  readonly status: number;
  readonly error: string | null;
  readonly description: string | null;
  readonly delivery: 'json' | 'redirect query' | 'error page' | 'page';
}

export function inJson(answer: Answer): Refusal {
  expect(answer.headers['content-type']).toContain('application/json');
  const { error, error_description } = answer.json();
  return { status: answer.status, error, description: error_description, delivery: 'json' };
}

export function inRedirect(answer: Answer): Refusal {
  const location = String(answer.headers.location);
  expect(location.startsWith(`${redirectUri}?`), location).toBe(true);
  const query = new URL(location).searchParams;
  expect(query.get('state')).toBe('state-1');
  return {
    status: answer.status,
    error: query.get('error'),
    description: query.get('error_description'),
    delivery: 'redirect query',
  };
}

/** The page answers the call itself. */
export function onPage(answer: Answer): Refusal {
  expect(answer.headers.location).toBeUndefined();
  const [error, description] = shown(answer.text);
  return { status: answer.status, error, description, delivery: 'page' };
}

/** The call leads to the page: the code is the one shown there, the text the one in its address. */
export async function onErrorPage(org: OrgUnderTest, answer: Answer): Promise<Refusal> {
  const location = String(answer.headers.location);
  expect(location.startsWith('/setup/secur/RemoteAccessErrorPage.apexp?'), location).toBe(true);
  const query = new URL(location, `https://${login}`).searchParams;
  expect(query.get('state')).toBe('state-1');
  const page = await org.call(login, location);
  expect(page.status).toBe(200);
  const [error] = shown(page.text);
  return {
    status: answer.status,
    error,
    description: query.get('error_description'),
    delivery: 'error page',
  };
}

function shown(page: string): [string, string] {
  const [, error = '', description = ''] = /class="oauth-text">(\S+) : ([^<]*)</.exec(page) ?? [];
  return [error, description];
}

/** Acts under faults of the org and settings of the app, and takes them back. */
export async function under<T>(
  org: OrgUnderTest,
  change: { fault?: Record<string, unknown>; app?: Record<string, unknown> },
  act: () => Promise<T>,
): Promise<T> {
  const before = {
    fault: (await org.control('/fault')).json(),
    app: (await org.control('/app')).json(),
  };
  await org.fault(change.fault ?? {});
  await org.app(change.app ?? {});
  try {
    return await act();
  } finally {
    await org.fault(before.fault);
    await org.app(before.app);
  }
}
