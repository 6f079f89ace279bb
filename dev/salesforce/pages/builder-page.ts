// The document around a builder: its bar, its tools, and Lightning's policy.

import { escapeHtml, html, type Reply } from '../http/exchange.ts';
import type { Org } from '../state/org.ts';
import { icon } from './icons.ts';
import { lightningPolicy } from './shell.ts';

export interface BuilderContent {
  /** The tab's title. */
  readonly title: string;
  readonly builder: string;
  readonly heading: string;
  /** Where Back leads. */
  readonly back: string;
  readonly buttons?: readonly string[];
  readonly body: string;
}

/** The last button is the page's main one. */
export function builderDocument(org: Org, of: BuilderContent): Reply {
  const buttons = (of.buttons ?? ['Save', 'Activate'])
    .map(
      (label, at, all) =>
        `<button type="button"${at === all.length - 1 ? ' class="brand"' : ''}>${label}</button>`,
    )
    .join('');
  return html(
    200,
    `<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>${escapeHtml(of.title)}</title>
<link rel="stylesheet" href="/assets/builder.css"></head><body><header class="builder-bar"><span class="builder-name">${icon('mark')}${of.builder}</span><h1>${escapeHtml(of.heading)}</h1><a class="back" href="${escapeHtml(of.back)}">Back</a></header>
<div class="builder-tools"><span class="space"></span>${buttons}</div>
<div class="builder">${of.body}</div></body></html>`,
    { 'content-security-policy': lightningPolicy(org) },
  );
}

export function toolbox(heading: string, items: readonly string[]): string {
  return `<aside class="toolbox" aria-label="${heading}"><h2>${heading}</h2><ul>${items.map((item) => `<li>${escapeHtml(item)}</li>`).join('')}</ul></aside>`;
}

export function regions(items: readonly (readonly [heading: string, text: string])[]): string {
  const boxes = items.map(
    ([heading, text]) =>
      `<li class="region"><strong>${escapeHtml(heading)}</strong> ${escapeHtml(text)}</li>`,
  );
  return `<ul class="regions">${boxes.join('')}</ul>`;
}

export const problem = (text: string) => `<p class="builder-problem" role="alert">${text}</p>`;
