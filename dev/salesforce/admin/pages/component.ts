// One component: what it is, its files to edit as some user, its name, its end.

import { typeOf } from '../../control/components.ts';
import type { OrgComponent } from '../../state/components.ts';
import type { Org } from '../../state/org.ts';
import { type EditedFile, filesOf } from '../editor.ts';
import type { Page } from '../layout.ts';
import { type Markup, markup } from '../markup.ts';
import { badge, field, hidden, moment, section, userChoice } from '../parts.ts';
import { componentAddress } from './components.ts';

const shownParts = 60;

/** `sent`: what a refused form held, so that nothing typed is lost. */
export async function component(org: Org, query: URLSearchParams, sent?: URLSearchParams): Promise<Page> {
  const type = typeOf(query.get('type'));
  const fullName = query.get('fullName') ?? '';
  const found = org.components.byName(type, fullName);
  const files = await filesOf(org, type, fullName, found);
  return {
    title: found?.fullName ?? fullName,
    body: markup`<p class="under">${type} ${found ? markup`<code>${found.id}</code>` : badge('not there yet: saving makes it', 'calm')}</p>
${found && facts(org, found)}${editor(org, type, fullName, files, sent)}${found && ends(org, found)}`,
  };
}

function facts(org: Org, found: OrgComponent): Markup {
  const who = (userId: string) => org.people.byId(userId)?.name ?? 'nobody';
  const parts = [...found.children].sort((one, other) => (one.fullName < other.fullName ? -1 : 1));
  const link = (each: OrgComponent) =>
    markup`<a href="${componentAddress(each.type, each.fullName)}">${each.fullName}</a>`;
  return section(
    'What it is',
    markup`<dl><dt>Made (UTC)</dt><dd>${moment(found.created.at)} by ${who(found.created.userId)}</dd>
<dt>Changed (UTC)</dt><dd>${moment(found.modified.at)} by ${who(found.modified.userId)}</dd>${
      found.parent && markup`<dt>Part of</dt><dd>${link(found.parent)}</dd>`
    }${
      found.versions.length > 0 &&
      markup`<dt>Versions</dt><dd>${found.versions.length}, the last is <code>${found.versions.at(-1)?.id}</code></dd>`
    }${
      parts.length > 0 &&
      markup`<dt>Parts</dt><dd class="many">${parts.slice(0, shownParts).map((each) => markup`${link(each)} `)}${
        parts.length > shownParts && markup`and ${parts.length - shownParts} more`
      }</dd>`
    }</dl>`,
  );
}

function editor(
  org: Org,
  type: string,
  fullName: string,
  files: readonly EditedFile[],
  sent: URLSearchParams | undefined,
): Markup {
  const areas = files.map(({ role, text, bytes }, index) => {
    if (text === undefined)
      return markup`<div class="field"><span class="label"><code>${role}</code></span><p class="note">${bytes.toLocaleString('en-GB')} bytes that are no text to edit here.</p></div>`;
    const shown = sent?.get(`file:${role}`) ?? text;
    const rows = Math.min(30, Math.max(6, shown.split('\n').length + 1));
    // A browser drops the first line break inside a text area.
    return field(
      role,
      `file-${index}`,
      markup`<textarea name="file:${role}" id="file-${index}" rows="${rows}" spellcheck="false" wrap="off">${`\n${shown}`}</textarea>`,
    );
  });
  const by = sent?.get('by') ?? org.signIn;
  return section(
    'Edit',
    markup`<form method="post" action="/admin/do/edit" class="stack" data-save>${hidden({ type, fullName })}${areas}
<div class="fields">${field('As', 'by', userChoice(org, 'by', by))}${field(
      'When (UTC)',
      'at',
      markup`<input type="datetime-local" step="1" name="at" id="at" value="${sent?.get('at') ?? ''}">`,
      'Left empty: now, by the org’s clock.',
    )}${field(
      'Words in the audit trail',
      'display',
      markup`<input name="display" id="display" value="${sent?.get('display') ?? ''}">`,
      'Left empty: the usual words.',
    )}</div>${
      type === 'Flow' &&
      markup`<label class="tick"><input type="checkbox" name="inactive" value="yes"> Save a new version without activating it</label>`
    }<div class="row"><button class="main">Save</button><span class="note">Ctrl+S saves too. Only files that differ are changed.</span></div></form>`,
  );
}

function ends(org: Org, { type, fullName }: OrgComponent): Markup {
  return markup`<div class="columns">${section(
    'Rename',
    markup`<form method="post" action="/admin/do/rename" class="stack">${hidden({ type, fullName })}${field(
      'New full name',
      'to',
      markup`<input name="to" id="to" required value="${fullName}">`,
      'The id stays and its parts follow; what names it elsewhere is left as it is.',
    )}${field('As', 'by-rename', asUser(org, 'by-rename'))}<button>Rename</button></form>`,
  )}${section(
    'Delete',
    markup`<form method="post" action="/admin/do/delete" class="stack" data-ask="Delete ${fullName}?">${hidden({ type, fullName })}${field('As', 'by-delete', asUser(org, 'by-delete'))}<button class="danger">Delete</button></form>`,
  )}</div>`;
}

function asUser(org: Org, id: string): Markup {
  const options = org.people
    .list()
    .map(
      ({ username, name }) =>
        markup`<option value="${username}"${username === org.signIn && markup` selected`}>${name} · ${username}</option>`,
    );
  return markup`<select name="by" id="${id}">${options}</select>`;
}
