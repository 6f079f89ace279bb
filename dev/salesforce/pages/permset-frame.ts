// The page of a permission set: overview, system permissions, field access, and the form that really saves.

import { escapeHtml, type Reply, redirect } from '../http/exchange.ts';
import { componentFacts } from '../metadata/facts.ts';
import type { OrgComponent } from '../state/components.ts';
import { editComponent } from '../state/edit.ts';
import { may } from '../state/org.ts';
import { shownStamp } from './format.ts';
import { detailTable, type FrameCall, framePage, inFrame } from './frame-page.ts';
import { type Permissions, readPermissions, setFieldAccess, setSystemPermission } from './permission-xml.ts';

const offered: readonly (readonly [string, string])[] = [
  ['ApiEnabled', 'API Enabled'],
  ['AuthorApex', 'Author Apex'],
  ['CustomizeApplication', 'Customize Application'],
  ['EditPublicReports', 'Manage Public Reports'],
  ['ExportReport', 'Export Reports'],
  ['ManageUsers', 'Manage Users'],
  ['ModifyMetadata', 'Modify Metadata Through Metadata API Functions'],
  ['MonitorLoginHistory', 'Monitor Login History'],
  ['RunFlow', 'Run Flows'],
  ['RunReports', 'Run Reports'],
  ['TransferAnyLead', 'Transfer Leads'],
  ['ViewAllData', 'View All Data'],
  ['ViewSetup', 'View Setup and Configuration'],
];
const shownFields = 60;

export async function permissionSetPage(at: FrameCall, component: OrgComponent): Promise<Reply> {
  const text = (await at.org.components.text(component, 'metadata')) ?? '';
  if (at.call.method === 'POST') return save(at, component, text);
  const facts = await componentFacts(at.org.components, component);
  const permissions = readPermissions(text);
  const label = facts.label ?? component.fullName;
  const canEdit = may(at.org, at.person, 'CustomizeApplication');
  const here = `/${component.id}`;
  const buttons = at.editing
    ? `<button class="btn" name="save" value="1">Save</button><a class="btn" href="${inFrame(at, here)}">Cancel</a>`
    : `${canEdit ? `<a class="btn" href="${inFrame(at, `${here}/e`)}">Edit</a>` : ''}<span class="btn off">Clone</span><span class="btn off">Delete</span><span class="btn off">Manage Assignments</span>`;
  const overview = detailTable([
    ['Description', facts.description ?? ''],
    ['API Name', component.fullName],
    ['License', facts.license ?? ''],
    ['Namespace Prefix', ''],
    ['Session Activation Required', facts.hasActivationRequired === 'true' ? 'Yes' : 'No'],
    ['Objects with Settings', String(permissions.objects.length)],
    ['Created By', shownStamp(at.org, component.created)],
    ['Last Modified By', shownStamp(at.org, component.modified)],
  ]);
  const inside = `<section class="block"><header><h2>Permission Set Overview</h2><div class="buttons">${buttons}</div></header>${overview}</section>
${systemBlock(permissions, at.editing)}${fieldBlock(permissions, at.editing)}`;
  const body = `<p class="crumb">Permission Set</p><h1>${escapeHtml(label)}</h1>${
    at.editing ? `<form method="post" action="${inFrame(at, `${here}/e`)}">${inside}</form>` : inside
  }`;
  return framePage(at, { title: `Permission Set: ${label}`, address: at.editing ? `${here}/e` : here, body });
}

function box(name: string, label: string, checked: boolean, editing: boolean): string {
  return `<input type="checkbox" name="${escapeHtml(name)}" aria-label="${escapeHtml(label)}"${checked ? ' checked' : ''}${editing ? '' : ' disabled'}>`;
}

/** What the page offers, and what the document has beside that. */
function systemNames(permissions: Permissions): (readonly [string, string])[] {
  const known = new Set(offered.map(([name]) => name));
  const others = permissions.system.filter((name) => !known.has(name));
  return [...offered, ...others.map((name) => [name, name] as const)];
}

function systemBlock(permissions: Permissions, editing: boolean): string {
  const rows = systemNames(permissions).map(
    ([name, label]) =>
      `<tr><td>${escapeHtml(label)}</td><td class="tick">${box(`system.${name}`, label, permissions.system.includes(name), editing)}</td></tr>`,
  );
  return `<section class="block"><header><h2>System Permissions</h2></header><table class="rows"><thead><tr><th>Permission Name</th><th>Enabled</th></tr></thead><tbody>${rows.join('')}</tbody></table></section>`;
}

function fieldBlock(permissions: Permissions, editing: boolean): string {
  const rows = permissions.fields
    .slice(0, shownFields)
    .map(
      (each) =>
        `<tr><td>${escapeHtml(each.field)}</td><td class="tick">${box(`read.${each.field}`, `${each.field} read`, each.readable, editing)}</td><td class="tick">${box(`edit.${each.field}`, `${each.field} edit`, each.editable, editing)}</td></tr>`,
    );
  const total = permissions.fields.length;
  const more = total > shownFields ? `<p class="note">First ${shownFields} of ${total} fields</p>` : '';
  return `<section class="block"><header><h2>Field Permissions</h2></header><table class="rows"><thead><tr><th>Field Name</th><th>Read Access</th><th>Edit Access</th></tr></thead><tbody>${rows.join('')}</tbody></table>${more}</section>`;
}

async function save(at: FrameCall, component: OrgComponent, text: string): Promise<Reply> {
  const back = redirect(inFrame(at, `/${component.id}`).replace(/&amp;/g, '&'));
  if (!may(at.org, at.person, 'CustomizeApplication')) return back;
  const form = new URLSearchParams(await at.call.body(1_000_000));
  const permissions = readPermissions(text);
  let edited = text;
  const words: string[] = [];
  for (const [name, label] of systemNames(permissions)) {
    const wanted = form.has(`system.${name}`);
    if (wanted === permissions.system.includes(name)) continue;
    edited = setSystemPermission(edited, name, wanted);
    words.push(`${label} ${wanted ? 'on' : 'off'}`);
  }
  for (const each of permissions.fields.slice(0, shownFields)) {
    const editable = form.has(`edit.${each.field}`);
    const readable = form.has(`read.${each.field}`) || editable;
    if (readable === each.readable && editable === each.editable) continue;
    edited = setFieldAccess(edited, { field: each.field, readable, editable });
    words.push(`${each.field} ${editable ? 'edit' : readable ? 'read' : 'no access'}`);
  }
  if (words.length > 0) {
    const display = `Changed permission set ${component.fullName}: ${words.join(', ')}`;
    const { type, fullName } = component;
    await editComponent(at.org, { type, fullName, files: { metadata: edited }, by: at.person, display });
  }
  return back;
}
