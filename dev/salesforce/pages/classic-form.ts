// Older pages that show no component and no list: forms for something new, records of data, and Classic's own pages.

import { type Exchange, escapeHtml, type Reply } from '../http/exchange.ts';
import type { Org } from '../state/org.ts';
import { recordObjects } from './app-view.ts';
import { detailTable, type FrameCall, framePage } from './frame-page.ts';
import { columnLabel, recordName } from './invented.ts';

/** What the page of an address without a design of its own is called. */
const headings: Readonly<Record<string, string>> = {
  '/changemgmt/monitorDeploymentsDetails.apexp': 'Deployment Details',
  '/setup/forcecomHomepage.apexp': 'Force.com Home',
  '/udd/PermissionSet/assignPermissionSet.apexp': 'Permission Set Assignments',
  '/ui/setup/Setup': 'Setup',
};

/** Undefined where the address is none of these. */
export function classicForm(at: FrameCall): Reply | undefined {
  const { call, org } = at;
  const heading = Object.hasOwn(headings, call.path) ? headings[call.path] : undefined;
  if (heading)
    return plain(
      at,
      heading,
      [...call.query].filter(([name]) => name !== 'ticket' && name !== 'isdtp'),
    );
  const made = newForm(org, call);
  if (made)
    return plain(
      at,
      made,
      [
        ['Label', ''],
        ['Name', ''],
      ],
      ['Save', 'Cancel'],
    );
  const shown = /^\/(apex|flow)\/(\w+)$/.exec(call.path);
  if (shown)
    return plain(at, columnLabel(shown[2] ?? ''), [
      [shown[1] === 'apex' ? 'Visualforce Page' : 'Flow', shown[2] ?? ''],
    ]);
  const field = /\/StandardFieldAttributes\/[de]$/.test(call.path);
  if (field) {
    const [name = '', object = ''] = [call.query.get('id') ?? '', call.query.get('type') ?? ''];
    return plain(
      at,
      `${object} Field: ${columnLabel(name)}`,
      [
        ['Field Name', name],
        ['Object', object],
      ],
      ['Edit'],
    );
  }
  return undefined;
}

/** The page of a record; undefined for an id that begins like nothing people keep. */
export function recordPage(at: FrameCall, id: string): Reply | undefined {
  const object = recordObjects[id.slice(0, 3)];
  if (!object) return undefined;
  const name = at.org.people.byId(id)?.name ?? recordName(object, id);
  return plain(
    at,
    `${object}: ${name}`,
    [
      ['Name', name],
      ['Owner', at.person.name],
    ],
    ['Edit', 'Delete'],
  );
}

/** What is made there: `/0CP/e`, `…/newPermissionSet.apexp`, `…/forceAppEdit.apexp`, `…/NewEmailTemplateStageManager`. */
function newForm(org: Org, { path }: Exchange): string | undefined {
  const prefix = /^\/([0-9A-Za-z]{3})\/e$/.exec(path)?.[1];
  if (prefix) {
    const all = org.components.types().flatMap((type) => org.components.list(type));
    return `New ${columnLabel(all.find(({ id }) => id.startsWith(prefix))?.type ?? 'Item')}`;
  }
  const last = (path.split('/').at(-1) ?? '').replace(/\.(?:apexp|jsp)$/, '').replace(/StageManager$/, '');
  const word = /^(?:new|New)(\w+)$/.exec(last)?.[1] ?? /^(\w+)Edit$/.exec(last)?.[1];
  return word && `New ${columnLabel(word.replace(/^forceApp$/, 'ConnectedApp'))}`;
}

function plain(
  at: FrameCall,
  heading: string,
  rows: readonly (readonly [string, string])[],
  buttons: readonly string[] = [],
): Reply {
  const shown = buttons.map((name) => `<span class="btn">${name}</span>`).join('');
  const body = `<h1>${escapeHtml(heading)}</h1><section class="block"><header><h2>Information</h2><div class="buttons">${shown}</div></header>${detailTable(rows.map(([name, value]) => [columnLabel(name), value]))}</section>`;
  return framePage(at, { title: heading, address: at.call.path, body });
}
