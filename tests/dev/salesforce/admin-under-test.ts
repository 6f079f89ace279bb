// Reads the admin pages of an org and sends their forms, as a browser would.

import type { OrgUnderTest } from './org-under-test.ts';

export interface AdminPage {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export interface Sent {
  /** Of the answer to the form itself. */
  readonly status: number;
  /** Where it leads. */
  readonly to: string | null;
  /** The page there, or the one that came at once. */
  readonly text: string;
  /** `done` or `refused`, and the words. */
  readonly said: readonly [string, string] | undefined;
}

export interface Admin {
  readonly address: (path: string) => string;
  readonly get: (path: string) => Promise<AdminPage>;
  readonly send: (action: string, form: Record<string, string>) => Promise<Sent>;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads whatever the org answered
  readonly json: (path: string) => Promise<any>;
}

export function adminOf(org: OrgUnderTest): Admin {
  const address = (path: string) => `http://127.0.0.1:${org.controlPort()}${path}`;
  const get: Admin['get'] = async (path) => {
    const answer = await fetch(address(path));
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  };
  return {
    address,
    get,
    send: async (action, form) => {
      const answer = await fetch(address(`/admin/do/${action}`), {
        method: 'POST',
        body: new URLSearchParams(form),
        redirect: 'manual',
      });
      const to = answer.headers.get('location');
      const text = to === null ? await answer.text() : (await get(to)).text;
      const said = /<p class="said (\w+)" role="\w+">(.*?)<\/p>/.exec(text);
      return {
        status: answer.status,
        to,
        text,
        said: said ? [said[1] ?? '', unescaped(said[2] ?? '')] : undefined,
      };
    },
    json: async (path) => (await org.control(path)).json(),
  };
}

function unescaped(text: string): string {
  return text
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&');
}
