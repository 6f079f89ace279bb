// Section: the same code on p5 in a worker of a page of Chromium, against Node.

import { join } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import type { Browser } from '@playwright/test';
import { browserScript } from './bundle.ts';
import type { TimesByName } from './p5-times.ts';
import { checkout, inChild, type Run } from './run.ts';
import { atMost, digits, type Row, type Section } from './table.ts';

type Found = { readonly path: string } | { readonly problem: string };

const title = 'Browser: p5 in a dedicated worker of a page, and in Node';

export async function chromiumSection({ rounds }: Run): Promise<Section> {
  const finder = pathToFileURL(join(checkout, 'scripts', 'find-browser.mjs')).href;
  const { findBrowser } = (await import(finder)) as { findBrowser(): Found };
  const found = findBrowser();
  if ('problem' in found) return { title, rows: [], remark: found.problem };
  const { chromium } = await import('@playwright/test');
  const browser = await chromium.launch({
    executablePath: found.path,
    // A sandbox cannot be set up by root.
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
  try {
    const code = await browserScript('bench/diff/browser-worker.ts');
    const inNode: TimesByName[] = [];
    const inBrowser: TimesByName[] = [];
    // In turns, so that a busy machine hits both.
    for (let turn = 0; turn < 2; turn++) {
      const times = await inChild<TimesByName>('p5', { rounds });
      if (times) inNode.push(times);
      inBrowser.push(await inWorker(browser, code, rounds));
    }
    return { title: `${title} (Chromium ${browser.version()})`, rows: rowsOf(inNode, inBrowser) };
  } finally {
    await browser.close();
  }
}

/** A page and a worker of their own, so that nothing is compiled yet, as in a new Node. */
async function inWorker(browser: Browser, code: string, rounds: number): Promise<TimesByName> {
  const page = await browser.newPage();
  try {
    return await page.evaluate(measureInWorker, { code, rounds });
  } finally {
    await page.close();
  }
}

interface PageScope {
  readonly Blob: new (parts: readonly string[], options: { readonly type: string }) => object;
  readonly URL: { createObjectURL(blob: object): string };
  readonly Worker: new (
    address: string,
  ) => {
    onmessage: (event: { readonly data: TimesByName }) => void;
    onerror: (event: { readonly message: string }) => void;
    postMessage(message: unknown): void;
  };
}

/** Sent to the page as it stands: it may use nothing of this file. */
function measureInWorker({ code, rounds }: { code: string; rounds: number }): Promise<TimesByName> {
  const { Blob, URL, Worker } = globalThis as unknown as PageScope;
  return new Promise((resolve, reject) => {
    const worker = new Worker(URL.createObjectURL(new Blob([code], { type: 'text/javascript' })));
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.postMessage({ rounds });
  });
}

function rowsOf(inNode: readonly TimesByName[], inBrowser: readonly TimesByName[]): Row[] {
  return Object.keys(inBrowser[0] ?? {}).map((what) => {
    // Of two turns the quicker one: neither has a clock of the processor that both could be judged by.
    const node = Math.min(...inNode.map((times) => times[what]?.median ?? Number.NaN));
    const browser = Math.min(...inBrowser.map((times) => times[what]?.median ?? Number.NaN));
    const isOurs = !what.startsWith('scan');
    return {
      what,
      milliseconds: browser,
      best: Math.min(...inBrowser.map((times) => times[what]?.best ?? Number.NaN)),
      note: `Node ${digits(node)} ms, ${digits(browser / node)} ×`,
      goals: isOurs ? [atMost(browser / node, 1.5, '1.5 × Node')] : [],
    };
  });
}
