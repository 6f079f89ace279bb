// Flow Builder's page: the canvas with a flow version's elements, in the order its connectors lead.

import { type Exchange, escapeHtml, html, type Reply } from '../http/exchange.ts';
import { versionFacts } from '../metadata/facts.ts';
import { currentVersion, versionStatus } from '../metadata/flow.ts';
import type { FlowVersion, OrgComponent } from '../state/components.ts';
import type { Org } from '../state/org.ts';
import { placeFlow } from './flow-canvas.ts';
import { icon } from './icons.ts';
import { lightningPolicy } from './shell.ts';

/** `flowId` names a version, `flowDefId` the flow; without either it is a new flow. */
export async function flowBuilder(org: Org, call: Exchange): Promise<Reply> {
  const flowId = call.query.get('flowId');
  const id = flowId ?? call.query.get('flowDefId');
  const flow = id === null ? undefined : org.components.byId(id);
  if (id !== null && flow?.type !== 'Flow') {
    return page(
      org,
      'Flow Builder',
      '',
      '<p class="builder-problem" role="alert">We can’t find the flow. It may have been deleted.</p>',
    );
  }
  if (!flow) return page(org, 'New Flow - Flow Builder', bar('New Flow', ''), '<div class="canvas"></div>');
  const version =
    flow.versions.find((each) => each.id.slice(0, 15) === flowId?.slice(0, 15)) ??
    (await currentVersion(org.components, flow));
  return version ? flowPage(org, flow, version) : page(org, 'Flow Builder', '', '');
}

async function flowPage(org: Org, flow: OrgComponent, version: FlowVersion): Promise<Reply> {
  const facts = await versionFacts(org.components, version);
  const status = await versionStatus(org.components, flow, version);
  const placed = placeFlow((await org.components.versionText(version)) ?? '');
  const boxes = placed.boxes
    .map(
      (box) =>
        `<div class="node ${box.kind}" style="left:${box.x}px;top:${box.y}px"><span class="node-icon" aria-hidden="true"></span><span class="node-label">${escapeHtml(box.label)}</span><span class="node-type">${escapeHtml(box.type)}</span></div>`,
    )
    .join('');
  const lines = placed.lines.map((line) => `<path d="${line}"/>`).join('');
  const canvas = `<div class="canvas"><div class="plane" style="width:${placed.width}px;height:${placed.height}px"><svg width="${placed.width}" height="${placed.height}" aria-hidden="true">${lines}</svg>${boxes}</div></div>`;
  const label = facts.label ?? flow.fullName;
  const title = `${label} - V${version.number}`;
  return page(org, title, bar(title, status), `${toolbox}${canvas}`);
}

const toolbox = `<aside class="toolbox" aria-label="Toolbox"><h2>Toolbox</h2><ul><li>Resources</li><li>Elements</li><li>Interaction</li><li>Logic</li><li>Data</li></ul></aside>`;

function bar(title: string, status: string): string {
  const shown = status ? `<span class="status ${status.toLowerCase()}">${escapeHtml(status)}</span>` : '';
  return `<header class="builder-bar"><span class="builder-name">${icon('mark')}Flow Builder</span><h1>${escapeHtml(title)}</h1><a class="back" href="/lightning/setup/Flows/home">Back</a></header>
<div class="builder-tools">${shown}<span class="space"></span><button type="button" disabled>Run</button><button type="button" disabled>Debug</button><button type="button">Save As New Version</button><button type="button" class="brand">${status === 'Active' ? 'Deactivate' : 'Activate'}</button></div>`;
}

function page(org: Org, title: string, top: string, body: string): Reply {
  return html(
    200,
    `<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>${escapeHtml(title)}</title>
<link rel="stylesheet" href="/assets/builder.css"></head><body>${top}<div class="builder">${body}</div></body></html>`,
    { 'content-security-policy': lightningPolicy(org) },
  );
}
