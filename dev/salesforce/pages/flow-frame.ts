// The page of a flow definition: its properties, its versions, and the label that can be edited.

import { escapeHtml, type Reply, redirect } from '../http/exchange.ts';
import { componentFacts, versionFacts } from '../metadata/facts.ts';
import { activeVersion, versionStatus } from '../metadata/flow.ts';
import type { OrgComponent } from '../state/components.ts';
import { editComponent } from '../state/edit.ts';
import { may } from '../state/org.ts';
import { setRootLabel } from './flow-label.ts';
import { shownDate, shownStamp } from './format.ts';
import { detailTable, type FrameCall, framePage, inFrame } from './frame-page.ts';
import { processType } from './list-view.ts';

const page = '/udd/FlowDefinition/viewFlowDefinition.apexp';

export async function flowDefinitionPage(at: FrameCall, flow: OrgComponent): Promise<Reply> {
  if (at.call.method === 'POST') return save(at, flow);
  const { org } = at;
  const facts = await componentFacts(org.components, flow);
  const active = await activeVersion(org.components, flow);
  const label = facts.label ?? flow.fullName;
  const here = `${page}?id=${flow.id}`;
  const canEdit = may(org, at.person, 'CustomizeApplication');
  const buttons = at.editing
    ? `<button class="btn" name="save" value="1">Save</button><a class="btn" href="${inFrame(at, here)}">Cancel</a>`
    : `${canEdit ? `<a class="btn" href="${inFrame(at, `${here}&edit=1`)}">Edit Properties</a>` : ''}<span class="btn off">Run</span>`;
  const properties = detailTable([
    ['Flow Label', label],
    ['Flow API Name', flow.fullName],
    ['Type', processType(facts.processType)],
    ['Active Version', active ? String(active.number) : ''],
    ['Description', facts.description ?? ''],
    ['Namespace Prefix', ''],
    ['Created By', shownStamp(org, flow.created)],
    ['Last Modified By', shownStamp(org, flow.modified)],
  ]);
  const edit = at.editing
    ? `<p class="field"><label for="label">Flow Label</label><input id="label" name="label" value="${escapeHtml(label)}"></p>`
    : properties;
  const top = `<section class="block"><header><h2>Flow Detail</h2><div class="buttons">${buttons}</div></header>${edit}</section>`;
  const body = `<p class="crumb">Flow</p><h1>${escapeHtml(label)}</h1>${
    at.editing ? `<form method="post" action="${inFrame(at, `${here}&edit=1`)}">${top}</form>` : top
  }${await versions(at, flow)}`;
  return framePage(at, { title: `Flow: ${label}`, address: `/${flow.id}`, body });
}

async function versions(at: FrameCall, flow: OrgComponent): Promise<string> {
  const { org } = at;
  const rows: string[] = [];
  for (const version of flow.versions.toReversed()) {
    const status = await versionStatus(org.components, flow, version);
    const facts = await versionFacts(org.components, version);
    const open = `https://${org.settings.lightningHost}/builder_platform_interaction/flowBuilder.app?flowId=${version.id}`;
    rows.push(
      `<tr><td><a href="${open}" target="_blank" rel="opener">Open</a></td><td>${version.number}</td><td>${escapeHtml(facts.label ?? flow.fullName)}</td><td>${status === 'Active' ? '✓' : ''}</td><td>${status}</td><td>${shownDate(version.created.at)}</td><td>${escapeHtml(org.people.byId(version.modified.userId)?.name ?? '')}</td></tr>`,
    );
  }
  return `<section class="block"><header><h2>Flow Versions</h2></header><table class="rows"><thead><tr><th>Action</th><th>Version</th><th>Flow Label</th><th>Active</th><th>Status</th><th>Created Date</th><th>Last Modified By</th></tr></thead><tbody>${rows.join('')}</tbody></table></section>`;
}

async function save(at: FrameCall, flow: OrgComponent): Promise<Reply> {
  const form = new URLSearchParams(await at.call.body(100_000));
  const label = (form.get('label') ?? '').trim();
  const text = (await at.org.components.text(flow, 'metadata')) ?? '';
  const edited = setRootLabel(text, label);
  if (label !== '' && edited !== text && may(at.org, at.person, 'CustomizeApplication')) {
    const { type, fullName } = flow;
    await editComponent(at.org, {
      type,
      fullName,
      files: { metadata: edited },
      by: at.person,
      display: `Changed flow ${fullName}: label is “${label}”`,
    });
  }
  return redirect(inFrame(at, `${page}?id=${flow.id}`).replace(/&amp;/g, '&'));
}
