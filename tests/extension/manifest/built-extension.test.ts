// @vitest-environment node
// The built extension asks for exactly what it needs: read from what the build wrote, not from its settings.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { placeExtension } from '../../../dev/build-extension.ts';
import { callbacksOf, deployments } from '../../../utils/deployment.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const out = mkdtempSync(join(tmpdir(), 'canvasback-build-'));
const setup = [
  'https://*.lightning.force.com/*',
  'https://*.my.salesforce-setup.com/*',
  'https://*.my.salesforce.com/*',
  'https://*.builder.salesforce-experience.com/*',
  'https://*.lightning.crmforce.mil/*',
  'https://*.my.salesforce-setup.mil/*',
  'https://*.my.salesforce.mil/*',
  'https://*.lightning.sfcrmapps.cn/*',
  'https://*.setup.sfcrmapps.cn/*',
  'https://*.my.sfcrmproducts.cn/*',
].sort();
const frames = [
  'https://*.my.salesforce.com/*',
  'https://*.vf.force.com/*',
  'https://*.my.salesforce.mil/*',
  'https://*.my.sfcrmproducts.cn/*',
].sort();
const secret = ['https://*/secur/*', 'https://*/services/*', 'https://*/visualforce/session*'].sort();

function build(mode: string, browser: string): string {
  const outDir = join(out, `${browser}-${mode}`);
  const script = `import('wxt').then(({ build }) => build(${JSON.stringify({ root, mode, browser, outDir })}))`;
  const { NODE_ENV: _, ...env } = process.env;
  execFileSync(process.execPath, ['-e', script], { cwd: root, stdio: 'pipe', env });
  const [folder] = readdirSync(outDir);
  return join(outDir, folder ?? '');
}

interface Manifest {
  readonly [key: string]: unknown;
  readonly permissions: readonly string[];
  readonly host_permissions: readonly string[];
  readonly content_scripts: readonly { readonly [key: string]: unknown; readonly js: readonly string[] }[];
  readonly content_security_policy: Readonly<Record<string, string>>;
}

let folder = '';
let development: Manifest;
let production: Manifest;
let firefox: Manifest;
const read = (from: string) => JSON.parse(readFileSync(join(from, 'manifest.json'), 'utf8')) as Manifest;

beforeAll(async () => {
  // The build that the local world and the end-to-end tests use, unless nothing changed since.
  folder = await placeExtension(join(out, 'development'), join(out, 'build.log'));
  development = read(folder);
  production = read(build('production', 'chrome'));
  firefox = read(build('production', 'firefox'));
});
afterAll(() => rmSync(out, { recursive: true, force: true }));

describe('permissions', () => {
  test('are these three and no more', () => {
    for (const manifest of [development, production]) {
      expect(manifest.permissions).toEqual(['storage', 'identity', 'sidePanel']);
    }
    expect(firefox.permissions).toEqual(['storage', 'identity']);
  });

  test('reach the API and Auth0, and no host of Salesforce', () => {
    expect(development.host_permissions).toEqual([
      'https://api.canvasback.test/*',
      'https://canvasback-dev.eu.auth0.com/*',
    ]);
    for (const manifest of [development, production, firefox]) {
      expect(manifest.host_permissions.length).toBe(2);
      expect(manifest.host_permissions.join()).not.toMatch(/force|salesforce|\*:|<all_urls>|https:\/\/\*/);
      expect(manifest).not.toHaveProperty('optional_permissions');
      expect(manifest).not.toHaveProperty('optional_host_permissions');
      expect(manifest).not.toHaveProperty('externally_connectable');
      expect(manifest).not.toHaveProperty('oauth2');
    }
  });
});

describe('pages of others', () => {
  test('one content script in the top frame of Setup’s pages, one that reports in frames, none where addresses carry sessions', () => {
    for (const manifest of [development, production, firefox]) {
      expect(manifest.content_scripts).toEqual([
        {
          matches: frames,
          exclude_matches: secret,
          all_frames: true,
          run_at: 'document_end',
          js: ['content-scripts/frame.js'],
        },
        {
          matches: setup,
          exclude_matches: secret,
          run_at: 'document_idle',
          js: ['content-scripts/setup.js'],
        },
      ]);
    }
  });

  test('may load the panel’s page by an address of this browser session, and nothing else', () => {
    for (const manifest of [development, production]) {
      expect(manifest.web_accessible_resources).toEqual([
        { resources: ['panel.html'], matches: expect.arrayContaining(setup), use_dynamic_url: true },
      ]);
    }
  });

  test('the launcher is small and plain, and the reporter in frames a fraction of it', () => {
    const script = (name: string) => readFileSync(join(folder, `content-scripts/${name}.js`));
    const [code, reporter] = [script('setup'), script('frame')];
    expect(code.length).toBeLessThanOrEqual(6000);
    expect(gzipSync(code, { level: 9 }).length).toBeLessThanOrEqual(2560);
    expect(reporter.length).toBeLessThanOrEqual(500);
    expect(reporter.toString()).not.toMatch(/https:|import|innerHTML|eval\(/);
    expect(code.toString()).not.toMatch(/react|zod|webextension-polyfill|innerHTML|eval\(/i);
  });
});

describe('our own pages', () => {
  test('run our scripts only, with Trusted Types and one named policy', () => {
    for (const manifest of [development, production, firefox]) {
      const policy = manifest.content_security_policy.extension_pages ?? '';
      const rules = Object.fromEntries(policy.split('; ').map((rule) => [rule.split(' ')[0], rule]));
      expect(rules['default-src']).toBe("default-src 'none'");
      expect(rules['script-src']).toBe("script-src 'self'");
      expect(rules['object-src']).toBe("object-src 'none'");
      expect(rules['require-trusted-types-for']).toBe("require-trusted-types-for 'script'");
      expect(rules['trusted-types']).toBe('trusted-types canvasback-worker');
      expect(rules['connect-src']).toBe(
        `connect-src ${manifest.host_permissions.map((host) => host.slice(0, -2)).join(' ')}`,
      );
      expect(policy).not.toMatch(
        /unsafe|wasm|http:|\*(?!\.(?:lightning|my|setup|builder)\.(?:force|salesforce|salesforce-setup|salesforce-experience|crmforce|sfcrmapps|sfcrmproducts)\.(?:com|mil|cn)[ ;])/,
      );
    }
  });

  test('have no inline script', () => {
    const pages = readdirSync(folder).filter((name) => name.endsWith('.html'));
    expect(pages.sort()).toEqual(['options.html', 'panel.html', 'popup.html', 'sidepanel.html']);
    for (const page of pages) {
      const text = readFileSync(join(folder, page), 'utf8');
      expect(text.match(/<script(?![^>]*\bsrc=)/g), page).toBeNull();
      expect(text, page).not.toMatch(/https?:\/\//);
    }
  });

  test('are listed: every entrypoint was built', () => {
    expect(development).toMatchObject({
      background: { service_worker: 'background.js' },
      action: { default_popup: 'popup.html' },
      side_panel: { default_path: 'sidepanel.html' },
      options_ui: { page: 'options.html', open_in_tab: true },
    });
    expect(readdirSync(folder)).toContain('diff-worker.js');
    expect(firefox.sidebar_action).toMatchObject({
      default_panel: 'sidepanel.html',
      open_at_install: false,
    });
  });
});

describe('identity', () => {
  test('the key is in development builds only, and gives the id that is registered', () => {
    expect(production).not.toHaveProperty('key');
    expect(firefox).not.toHaveProperty('key');
    const hash = createHash('sha256')
      .update(Buffer.from(String(development.key), 'base64'))
      .digest('hex');
    const id = [...hash.slice(0, 32)].map((digit) => 'abcdefghijklmnop'[Number.parseInt(digit, 16)]).join('');
    expect(id).toBe(deployments.development?.ids.chrome);
    const gecko = createHash('sha1')
      .update(deployments.development?.ids.firefox ?? '')
      .digest('hex');
    expect(deployments.development && callbacksOf(deployments.development)).toEqual(
      [`${id}.chromiumapp.org`, `${gecko}.extensions.allizom.org`].flatMap((host) => [
        `https://${host}/auth0`,
        `https://${host}/signed-out`,
        `https://${host}/salesforce`,
      ]),
    );
  });

  test('Firefox has a fixed id; Chrome a lowest version; private windows have no part in it', () => {
    expect(firefox.browser_specific_settings).toMatchObject({
      gecko: { id: 'extension@canvasback.example' },
    });
    expect(Number(development.minimum_chrome_version)).toBeGreaterThanOrEqual(137);
    for (const manifest of [development, production, firefox]) expect(manifest.incognito).toBe('not_allowed');
  });

  test('two shortcuts', () => {
    expect(Object.keys(development.commands as object)).toEqual(['open-panel', 'compare']);
  });
});
