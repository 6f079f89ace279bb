// Takes a picture of scenes: `node dev/gallery/shoot.ts OUT [part of a name …] [--wide 440] [--dark] [--blue-orange]`

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import puppeteer from 'puppeteer-core';
import { build, preview } from 'vite';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    wide: { type: 'string', default: '440' },
    tall: { type: 'string', default: '720' },
    dark: { type: 'boolean', default: false },
    'blue-orange': { type: 'boolean', default: false },
    /** Names of buttons to press first, in order. */
    press: { type: 'string', multiple: true, default: [] },
    browser: { type: 'string', default: '/usr/bin/chromium' },
  },
});
const [out = 'gallery', ...wanted] = positionals;
const configFile = join(import.meta.dirname, 'vite.config.ts');
await build({ configFile, logLevel: 'error' });
const server = await preview({ configFile, logLevel: 'error', preview: { port: 0, host: '127.0.0.1' } });
const base = server.resolvedUrls?.local[0];
const browser = await puppeteer.launch({
  executablePath: values.browser,
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
});
let faults = 0;
try {
  await mkdir(out, { recursive: true });
  const page = await browser.newPage();
  const say = (text: string) => {
    faults += 1;
    console.error(`  ${text}`);
  };
  page.on('console', (message) => message.type() === 'error' && say(message.text()));
  page.on('pageerror', (error) => say(String(error)));
  await page.goto(`${base}`, { waitUntil: 'networkidle0' });
  const all = await page.$$eval('a', (links) =>
    links.map((link) => new URL(link.href).searchParams.get('scene') ?? ''),
  );
  const names = [...new Set(all)].filter(
    (name) => wanted.length === 0 || wanted.some((part) => name.includes(part)),
  );
  for (const name of names) {
    const wide = name.startsWith('popup') ? 340 : Number(values.wide);
    await page.setViewport({ width: wide, height: Number(values.tall) });
    const query = `?scene=${name}&theme=${values.dark ? 'dark' : 'light'}${values['blue-orange'] ? '&diff=blue-orange' : ''}`;
    await page.goto(`${base}${query}`, { waitUntil: 'networkidle0' });
    for (const label of values.press) {
      const button = await page.$(`aria/${label}`);
      await button?.click();
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
    await new Promise((resolve) => setTimeout(resolve, 250));
    const file = `${name.replace('/', '-')}-${wide}${values.dark ? '-dark' : ''}${values['blue-orange'] ? '-blue' : ''}.png`;
    await page.screenshot({ path: join(out, file) });
    console.log(file);
  }
} finally {
  await browser.close();
  await server.close();
}
process.exit(faults > 0 ? 1 : 0);
