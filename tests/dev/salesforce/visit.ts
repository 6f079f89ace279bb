// Visits an address of the org as a browser would: the page, what its script draws into it, and the frame inside.

import { api, frameHost, lightning, type OrgUnderTest, setup } from './org-under-test.ts';

export interface Visited {
  readonly status: number;
  /** Of Lightning's pages: what the script draws. */
  readonly kind: string | undefined;
  readonly heading: string;
  readonly title: string;
  /** All that is on screen, as markup or data, with what stands in frames. */
  readonly text: string;
}

const builder = 'acme.builder.salesforce-experience.com';

/** Hosts of any org's families lead to the same family of this org. */
const families: readonly (readonly [RegExp, string])[] = [
  [/\.builder\.salesforce-experience\.com$/, builder],
  [/\.vf\.force\.com$/, frameHost],
  [/\.my\.salesforce-setup\.com$|\.setup\.sfcrmapps\.cn$/, setup],
  [/\.lightning\.(?:force|crmforce|sfcrmapps)\.(?:com|mil|cn)(?:\.mcas\.ms)?$/, lightning],
  [/\.my\.(?:salesforce|sfcrmproducts)\.(?:com|cn)$/, api],
];

const hostFor = (host: string) => families.find(([family]) => family.test(host))?.[1] ?? host;

const tickets = new WeakMap<OrgUnderTest, Promise<string>>();

/** The org signs its user in by itself; older pages get the ticket that Setup gives its frames. */
export async function visit(org: OrgUnderTest, address: string): Promise<Visited> {
  let url = new URL(address);
  const { hash } = url;
  for (let step = 0; step < 4; step += 1) {
    const host = hostFor(url.host);
    if (host === api || host === frameHost) {
      const ticket = tickets.get(org) ?? ticketOf(org);
      tickets.set(org, ticket);
      url.searchParams.set('ticket', await ticket);
    }
    const page = await org.call(host, url.pathname + url.search);
    if (page.status === 302) {
      url = new URL(String(page.headers.location), `https://${host}`);
      continue;
    }
    if (/data-shell=/.test(page.text)) return drawn(org, host, url, url.hash || hash, page.headers);
    return { status: page.status, kind: undefined, ...headings(page.text), text: page.text };
  }
  throw new Error(`${address} leads round in circles`);
}

async function drawn(
  org: OrgUnderTest,
  host: string,
  url: URL,
  hash: string,
  headers: NodeJS.Dict<string | string[]>,
): Promise<Visited> {
  const policy = String(headers['content-security-policy']);
  if (!policy.includes(`frame-src 'self' mailto: https://${api} https://${frameHost}`))
    throw new Error(`${url} has another policy than Lightning’s: ${policy}`);
  const to = url.pathname + url.search + hash;
  const view = (await org.call(host, `/setup-view?${new URLSearchParams({ to })}`)).json();
  const frame = view.frame && new URL(view.frame.src);
  const inside = frame && (await org.call(frame.host, frame.pathname + frame.search));
  const { heading, title, kind } = view;
  return {
    status: inside?.status ?? 200,
    kind,
    heading,
    title,
    text: JSON.stringify(view) + (inside?.text ?? ''),
  };
}

async function ticketOf(org: OrgUnderTest): Promise<string> {
  const to = '/lightning/setup/ApexClasses/page?address=%2F01p';
  const view = (await org.call(setup, `/setup-view?${new URLSearchParams({ to })}`)).json();
  return new URL(view.frame.src).searchParams.get('ticket') ?? '';
}

function headings(text: string): { heading: string; title: string } {
  const inside = (tag: string) => new RegExp(`<${tag}[^>]*>([^<]*)</${tag}>`).exec(text)?.[1] ?? '';
  return { heading: inside('h1'), title: inside('title') };
}
