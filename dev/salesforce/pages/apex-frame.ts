// The page of an Apex class: its details, its body, and the editor that really saves.

import { escapeHtml, type Reply, redirect } from '../http/exchange.ts';
import { componentFacts } from '../metadata/facts.ts';
import type { OrgComponent } from '../state/components.ts';
import { editComponent } from '../state/edit.ts';
import { may } from '../state/org.ts';
import { shownStamp } from './format.ts';
import { detailTable, type FrameCall, framePage, inFrame } from './frame-page.ts';

export async function apexPage(at: FrameCall, component: OrgComponent): Promise<Reply> {
  if (at.call.method === 'POST') return save(at, component);
  return at.editing ? editor(at, component) : detail(at, component);
}

async function detail(at: FrameCall, component: OrgComponent): Promise<Reply> {
  const { org } = at;
  const facts = await componentFacts(org.components, component);
  const content = (await org.components.text(component, 'content')) ?? '';
  const lines = content.replace(/\n$/, '').split('\n');
  const canEdit = may(org, at.person, 'AuthorApex');
  const edit = `<a class="btn" href="${inFrame(at, `/${component.id}/e`)}">Edit</a>`;
  const body = `<h1>Apex Class</h1><p class="name">${escapeHtml(component.fullName)}</p>
<section class="block"><header><h2>Apex Class Detail</h2><div class="buttons">${canEdit ? edit : ''}<span class="btn off">Delete</span><span class="btn off">Download</span><span class="btn off">Security</span><span class="btn off">Show Dependencies</span></div></header>
${detailTable([
  ['Name', component.fullName],
  ['Status', facts.status ?? 'Active'],
  ['Namespace Prefix', ''],
  ['Code Coverage', ''],
  ['Created By', shownStamp(org, component.created)],
  ['Last Modified By', shownStamp(org, component.modified)],
])}</section>
<div class="tabs"><span class="on">Class Body</span><span>Class Summary</span><span>Version Settings</span><span>Trace Flags</span></div>
<div class="code"><pre class="numbers" aria-hidden="true">${lines.map((_, index) => index + 1).join('\n')}</pre><pre class="source">${escapeHtml(lines.join('\n'))}</pre></div>`;
  return framePage(at, { title: `Apex Class: ${component.fullName}`, address: `/${component.id}`, body });
}

async function editor(at: FrameCall, component: OrgComponent, typed?: string, problem = ''): Promise<Reply> {
  const content = typed ?? (await at.org.components.text(component, 'content')) ?? '';
  const body = `<h1>Apex Class</h1><p class="name">${escapeHtml(component.fullName)}</p>
<form method="post" action="${inFrame(at, `/${component.id}/e`)}"><section class="block"><header><h2>Apex Class Edit</h2>
<div class="buttons"><button class="btn" name="save" value="1">Save</button><a class="btn" href="${inFrame(at, `/${component.id}`)}">Cancel</a></div></header>
${problem ? `<p class="error" role="alert">${escapeHtml(problem)}</p>` : ''}
<textarea name="body" class="editor" spellcheck="false" aria-label="Class Body" rows="34">
${escapeHtml(content)}</textarea></section></form>`;
  return framePage(at, {
    title: `Apex Class Edit: ${component.fullName}`,
    address: `/${component.id}/e`,
    body,
  });
}

async function save(at: FrameCall, component: OrgComponent): Promise<Reply> {
  const form = new URLSearchParams(await at.call.body(5_000_000));
  const content = (form.get('body') ?? '').replace(/\r\n?/g, '\n');
  if (!may(at.org, at.person, 'AuthorApex'))
    return editor(at, component, content, 'Error: Insufficient Privileges');
  const name = component.fullName.replace(/[^\w]/g, '');
  if (!new RegExp(`\\b(class|interface|enum)\\s+${name}\\b`, 'i').test(content)) {
    return editor(
      at,
      component,
      content,
      `Error: Compile Error: Type name must match class name: ${component.fullName} at line 1`,
    );
  }
  const kept = await at.org.components.text(component, 'content');
  if (content !== kept) {
    await editComponent(at.org, {
      type: 'ApexClass',
      fullName: component.fullName,
      files: { content },
      by: at.person,
    });
  }
  return redirect(inFrame(at, `/${component.id}`).replace(/&amp;/g, '&'));
}
