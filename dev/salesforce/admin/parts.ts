// Pieces that several admin pages are made of: dates, people to choose, tables, buttons that act.

import type { Org } from '../state/org.ts';
import { type Markup, markup } from './markup.ts';

/** `2026-02-11 10:30:00`, in UTC. */
export function moment(at: number | string): Markup {
  const iso = new Date(at).toISOString();
  return markup`<time datetime="${iso}">${iso.slice(0, 19).replace('T', ' ')}</time>`;
}

/** A list of users to choose from; the chosen one is given by username. */
export function userChoice(org: Org, name: string, chosen: string | undefined, none?: string): Markup {
  const options = org.people
    .list()
    .map(
      ({ username, name: shown }) =>
        markup`<option value="${username}"${chosen === username && markup` selected`}>${shown} · ${username}</option>`,
    );
  const nobody =
    none !== undefined && markup`<option value=""${!chosen && markup` selected`}>${none}</option>`;
  return markup`<select name="${name}" id="${name}">${nobody}${options}</select>`;
}

export function choice(
  name: string,
  options: readonly (readonly [string, string])[],
  chosen: string,
): Markup {
  return markup`<select name="${name}" id="${name}">${options.map(
    ([value, label]) =>
      markup`<option value="${value}"${chosen === value && markup` selected`}>${label}</option>`,
  )}</select>`;
}

/** A table that scrolls sideways in a narrow window; the text for when it has no rows. */
export function table(head: readonly string[], rows: readonly Markup[], empty: string): Markup {
  if (rows.length === 0) return markup`<p class="empty">${empty}</p>`;
  return markup`<div class="scroller" tabindex="0" role="region" aria-label="Table"><table><thead><tr>${head.map(
    (each) => markup`<th scope="col">${each}</th>`,
  )}</tr></thead><tbody>${rows}</tbody></table></div>`;
}

interface Act {
  readonly action: string;
  readonly label: string;
  /** Hidden values that go with it. */
  readonly with?: Readonly<Record<string, string>>;
  /** Asked before it is done. */
  readonly ask?: string;
  readonly kind?: 'danger' | 'plain' | 'main';
}

/** One button that does one thing. */
export function act({ action, label, with: values = {}, ask, kind = 'plain' }: Act): Markup {
  const question = ask !== undefined && markup` data-ask="${ask}"`;
  return markup`<form class="act" method="post" action="/admin/do/${action}"${question}>${hidden(values)}<button class="${kind}">${label}</button></form>`;
}

export function hidden(values: Readonly<Record<string, string>>): Markup[] {
  return Object.entries(values).map(
    ([name, value]) => markup`<input type="hidden" name="${name}" value="${value}">`,
  );
}

/** A labelled control; `note` says what it means. */
export function field(label: string, id: string, control: Markup, note?: string): Markup {
  return markup`<div class="field"><label for="${id}">${label}</label>${control}${note !== undefined && markup`<p class="note">${note}</p>`}</div>`;
}

export function number(name: string, value: number | null | undefined, more = ''): Markup {
  return markup`<input type="number" name="${name}" id="${name}" value="${value ?? ''}" step="any" placeholder="${more}">`;
}

export function badge(text: string, tone: 'good' | 'bad' | 'calm'): Markup {
  return markup`<span class="badge ${tone}">${text}</span>`;
}

export function section(title: string, inside: Markup, more?: Markup | false): Markup {
  return markup`<section class="card"><div class="card-head"><h2>${title}</h2>${more}</div>${inside}</section>`;
}

/** Links to the pages before and after, and what is shown of how many. */
export function pager(address: (page: number) => string, page: number, size: number, total: number): Markup {
  const last = Math.max(1, Math.ceil(total / size));
  const from = total === 0 ? 0 : (page - 1) * size + 1;
  const link = (to: number, label: string) =>
    to >= 1 && to <= last
      ? markup`<a href="${address(to)}">${label}</a>`
      : markup`<span aria-disabled="true">${label}</span>`;
  return markup`<nav class="pager" aria-label="Pages">${link(page - 1, '← Before')}<span>${from.toLocaleString('en-GB')}–${Math.min(total, page * size).toLocaleString('en-GB')} of ${total.toLocaleString('en-GB')}</span>${link(page + 1, 'After →')}</nav>`;
}
