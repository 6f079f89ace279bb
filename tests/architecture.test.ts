// Keeps the building as drawn: which room may import which, how long files are, how they begin and are named.

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { homedir } from 'node:os';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'vite';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
  cwd: root,
  encoding: 'utf8',
});
const tracked = listed.split('\0').filter((path) => path && existsSync(join(root, path)));
const rooms = /^(?:core|contract|utils|components|entrypoints|server|cli|dev|bench)\//;
const sources = tracked.filter((path) => rooms.test(path) && /\.tsx?$/.test(path));

interface Import {
  readonly target: string;
  readonly typeOnly: boolean;
}

interface Rule {
  readonly room: string;
  readonly files: RegExp;
  /** Our own files it may import. */
  readonly may: readonly RegExp[];
  /** Our own files it may import types from. */
  readonly mayTypes?: readonly RegExp[];
  /** npm packages and `node:` modules it may import. */
  readonly packages: RegExp;
  readonly why: string;
}

const serviceMay = [
  /^core\//,
  /^contract\/errors\.ts$/,
  /^server\/(?!http\/|routes\/|app\.ts|main\.ts|delegation\/(?!(?:client|protocol|log-protocol|refusal|salesforce-errors)\.ts))/,
];

/** First rule that matches a file decides. */
const rules: readonly Rule[] = [
  {
    room: 'core/setup',
    files: /^core\/setup\//,
    may: [/^core\/setup\//, /^core\/component\.ts$/],
    packages: /^$/,
    why: 'addresses are read without knowing metadata',
  },
  {
    room: 'core/metadata',
    files: /^core\/metadata\//,
    may: [/^core\/(?:metadata\/|component\.ts|revision\.ts)/],
    packages: /^$/,
    why: 'inside core: component, revision ← metadata ← diff ← flow',
  },
  {
    room: 'core',
    files: /^core\//,
    may: [/^core\/(?!setup\/)/],
    packages: /^$/,
    why: 'core does no I/O: no packages, no Node, no browser',
  },
  {
    room: 'contract',
    files: /^contract\//,
    may: [/^contract\//, /^core\/component\.ts$/],
    mayTypes: [/^core\//],
    packages: /^zod\/mini$/,
    why: 'what travels knows only shapes',
  },
  {
    room: 'utils',
    files: /^utils\//,
    may: [/^(?:utils|contract|core)\//],
    packages: /^(?:webextension-polyfill|wxt\/.*|zod\/mini)$/,
    why: 'browser-side plumbing: no React, no components',
  },
  {
    room: 'components',
    files: /^components\//,
    may: [/^(?:components|core)\//, /^utils\//],
    mayTypes: [/^contract\//],
    packages: /^(?!webextension-polyfill|wxt|node:|@auth0|zod)/,
    why: 'props in, events out: no browser API, no checker',
  },
  {
    room: 'entrypoints/setup.content',
    files: /^entrypoints\/setup\.content\//,
    may: [/^entrypoints\/setup\.content\//, /^utils\//],
    mayTypes: [/^(?:contract|core)\//],
    packages: /^wxt\/.*$/,
    why: 'the launcher stays within 6 kB: no contract values, no React, no zod',
  },
  {
    room: 'entrypoints',
    files: /^entrypoints\//,
    may: [/^(?:components|utils|contract|core)\//, /^entrypoints\//],
    packages: /^(?!node:)/,
    why: 'an entrypoint wires; it never reaches into another one’s folder',
  },
  {
    room: 'server/delegation',
    files: /^server\/delegation\/(?!client\.ts)/,
    may: [
      /^server\/(?:delegation|identity|audit|db)\//,
      /^server\/salesforce\/(?:hosts|outward|proxy-setting)\.ts$/,
      /^server\/(?:config|errors|harden|log|wait-for-stop)\.ts$/,
      /^contract\/errors\.ts$/,
      /^core\/(?:setup|log)\//,
    ],
    mayTypes: [/^contract\//, /^core\//],
    packages: /^(?!fastify)/,
    why: 'the process that holds the signing key knows nothing it need not',
  },
  {
    room: 'server/http and server/routes',
    files: /^server\/(?:http|routes)\/|^server\/(?:app|main|deps)\.ts$/,
    may: [/^server\//, /^contract\//, /^core\//],
    packages: /./,
    why: 'only these know the web framework',
  },
  {
    room: 'server',
    files: /^server\//,
    may: serviceMay,
    mayTypes: [/^contract\//, /^server\/delegation\//],
    packages: /^(?!fastify|@fastify)/,
    why: 'services know no HTTP',
  },
  {
    room: 'cli',
    files: /^cli\//,
    may: [/^cli\//, /^core\//, /^server\/(?!http\/|routes\/|app\.ts|main\.ts)/, /^contract\/errors\.ts$/],
    packages: /^(?!fastify)/,
    why: 'commands are thin over core and server services',
  },
  {
    room: 'dev/gallery',
    files: /^dev\/gallery\//,
    may: [/^(?:dev\/gallery|components|utils|contract|core)\//],
    packages: /./,
    why: 'the gallery shows our components; it is no stand-in',
  },
  {
    room: 'dev',
    files: /^dev\//,
    may: [/^dev\//],
    packages: /./,
    why: 'a stand-in that shares code with what it stands in for proves nothing',
  },
  { room: 'bench', files: /^bench\//, may: [/./], packages: /./, why: 'measures everything' },
];

const nodeModules = new Set(builtinModules);

function importsOf(path: string): Import[] {
  const parsed = parseSync(path, readFileSync(join(root, path), 'utf8'));
  expect(parsed.errors, path).toEqual([]);
  const text = readFileSync(join(root, path), 'utf8');
  const found: Import[] = [];
  for (const item of parsed.module.staticImports) {
    const typeOnly =
      /^import\s+type\b/.test(text.slice(item.start, item.end)) ||
      (item.entries.length > 0 && item.entries.every((entry) => entry.isType));
    found.push({ target: item.moduleRequest.value, typeOnly });
  }
  for (const item of parsed.module.staticExports) {
    for (const entry of item.entries) {
      if (entry.moduleRequest) found.push({ target: entry.moduleRequest.value, typeOnly: entry.isType });
    }
  }
  for (const item of parsed.module.dynamicImports) {
    found.push({
      target: text.slice(item.moduleRequest.start, item.moduleRequest.end).replace(/^['"`]|['"`]$/g, ''),
      typeOnly: false,
    });
  }
  return found;
}

/** Path from the checkout's root for our own files; the bare name for packages. */
function place(from: string, target: string): { own: boolean; name: string } {
  const bare = target.replace(/\?.*$/, '');
  if (bare.startsWith('#core/') || bare.startsWith('#contract/')) return { own: true, name: bare.slice(1) };
  if (bare.startsWith('.')) return { own: true, name: normalize(join(dirname(from), bare)) };
  return { own: false, name: nodeModules.has(bare) ? `node:${bare}` : bare };
}

describe('arrows', () => {
  test.each(rules.map((rule) => [rule.room, rule] as const))('%s', (_, rule) => {
    const wrong: string[] = [];
    for (const file of sources) {
      if (rules.find((candidate) => candidate.files.test(file)) !== rule) continue;
      for (const { target, typeOnly } of importsOf(file)) {
        const { own, name } = place(file, target);
        if (/\.css$/.test(name)) continue;
        const allowed = own
          ? rule.may.some((pattern) => pattern.test(name)) ||
            (typeOnly && (rule.mayTypes ?? []).some((pattern) => pattern.test(name)))
          : rule.packages.test(name);
        if (!allowed) wrong.push(`${file} imports ${target}${typeOnly ? ' (type)' : ''}: ${rule.why}`);
        const otherEntry = /^entrypoints\/([^/]+)\//.exec(name)?.[1];
        if (own && otherEntry && otherEntry !== /^entrypoints\/([^/]+)\//.exec(file)?.[1]) {
          wrong.push(`${file} reaches into entrypoints/${otherEntry}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  test('every source file belongs to a room', () => {
    expect(sources.filter((file) => !rules.some((rule) => rule.files.test(file)))).toEqual([]);
  });

  test('components call nothing of the browser', () => {
    const wrong = sources
      .filter((file) => file.startsWith('components/'))
      .filter((file) =>
        /\b(?:browser|chrome)\.(?!test)|\bfetch\(|\b(?:local|session)Storage\b|\bindexedDB\b|dangerouslySetInnerHTML|\.innerHTML\b/.test(
          withoutComments(readFileSync(join(root, file), 'utf8')),
        ),
      );
    expect(wrong).toEqual([]);
  });

  test('no page of ours touches stored sessions or keys', () => {
    const wrong = sources
      .filter((file) => /^(?:components|entrypoints\/(?:panel|sidepanel|popup|options))\//.test(file))
      .filter((file) =>
        /storage\.session|indexedDB|utils\/(?:storage|settings)\.ts/.test(
          withoutComments(readFileSync(join(root, file), 'utf8')),
        ),
      );
    expect(wrong).toEqual([]);
  });
});

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1');
}

describe('files', () => {
  /** Longer than 300 lines, each with its reason. */
  const long: Readonly<Record<string, string>> = {};
  const length = (file: string) => readFileSync(join(root, file), 'utf8').split('\n').length - 1;

  test('none is over 300 lines unless listed with its reason', () => {
    const over = sources
      .filter((file) => length(file) > 300 && !(file in long))
      .map((file) => `${file}: ${length(file)}`);
    expect(over).toEqual([]);
    expect(Object.keys(long).filter((file) => length(file) <= 300)).toEqual([]);
  });

  test('each begins with a sentence that says what it is for', () => {
    const silent = sources.filter(
      (file) => !/^(?:#!.*\n)?\/\/ \S.*\S/.test(readFileSync(join(root, file), 'utf8')),
    );
    expect(silent).toEqual([]);
  });

  test('names are kebab-case and say something', () => {
    const vague = /(?:^|[/-])(?:helpers?|common|misc|manager|service|utils)\.[a-z]+$/;
    // Object Manager is Salesforce's own name for that part of Setup.
    const wrong = sources.filter(
      (file) => (vague.test(file) && !file.endsWith('/object-manager.ts')) || !/^[a-z0-9./-]+$/.test(file),
    );
    expect(wrong).toEqual([]);
  });

  test('entrypoints only wire: 60 lines at most', () => {
    const wrong = sources
      .filter((file) => /^entrypoints\/[^/]+\/(?:index|main)\.tsx?$/.test(file) && length(file) > 60)
      .map((file) => `${file}: ${length(file)}`);
    expect(wrong).toEqual([]);
  });

  test('nothing names this machine’s folders or a registry', () => {
    const folders = [root, `${homedir()}/`];
    const wrong = tracked
      .filter((file) => !/\.(?:png|ico|woff2?)$/.test(file))
      .filter((file) => {
        const text = readFileSync(join(root, file), 'utf8');
        return folders.some((folder) => text.includes(folder)) || /"resolved": ?"https?:/.test(text);
      });
    expect(wrong).toEqual([]);
  });

  test('no page entrypoint shares its base name with a content script', () => {
    const names = new Set(
      tracked.map((file) => /^entrypoints\/([^/]+)/.exec(file)?.[1]).filter((name) => name !== undefined),
    );
    const clash = [...names].filter(
      (name) => name.endsWith('.content') && names.has(name.replace(/\.content$/, '')),
    );
    expect(clash).toEqual([]);
  });
});
