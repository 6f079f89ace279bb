// Names that are paths, options, queries or our own objects' properties, at every endpoint that takes one, over real git.

import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { ZodMiniType } from 'zod/mini';
import { type EndpointName, endpoints } from '#contract/index.ts';
import { createCompareServices } from '../../../server/compare/services.ts';
import { attachProject } from '../../../server/history/import.ts';
import { countVersions, listVersions } from '../../../server/history/list-versions.ts';
import { readPicture } from '../../../server/history/pictures.ts';
import { findComponent, findVersion } from '../../../server/history/versions.ts';
import { readSourceAs } from '../../../server/secrets/read-source-as.ts';
import { classes, classMeta, makeProject, type TestProject } from '../history/git-project.ts';
import { makeWorld, type World } from '../history/world.ts';
import { as, orgId, type Stub, stubApp } from './stub-app.ts';

const outside = 'only-for-those-who-may-read-files';
let world: World;
let project: TestProject;
let stub: Stub;
let revision: string;
let files: string[];
const lookups: unknown[] = [];
const listed = (folder: string) => readdirSync(folder, { recursive: true }).map(String).sort();
const everyFile = () =>
  [...listed(world.data), ...listed(project.dir)].filter((file) => !/\.sqlite/.test(file));

beforeAll(async () => {
  world = await makeWorld();
  project = makeProject();
  project.write(`${classes}/Lead.cls`, 'class Lead {}\n');
  project.write(`${classes}/Lead.cls-meta.xml`, classMeta());
  project.write('private.txt', outside);
  revision = project.commit('first');
  writeFileSync(join(world.data, 'secret.txt'), outside);
  await attachProject(world, { orgId, dir: project.dir });
  const compare = createCompareServices(
    world,
    async ({ ref }) => {
      lookups.push(ref);
      return { read: async () => undefined, cost: () => ({ requests: 0 }), close: async () => {} };
    },
    async () => {},
  );
  stub = stubApp({
    quotas: {
      person: {
        read: { points: 5000, seconds: 60 },
        write: { points: 5000, seconds: 60 },
        salesforce: { points: 5000, seconds: 60 },
        outside: { points: 5000, seconds: 60 },
      },
      org: { points: 5000, seconds: 60 },
    },
    services: {
      findComponent: (of) => findComponent(world, of),
      listVersions: (of) => listVersions(world, of),
      findVersion: (of) => findVersion(world, of),
      countVersions: (of) => countVersions(world, of),
      readSource: (of) => readSourceAs(world, of),
      readPicture: (of) => readPicture(world, of),
      compareLive: compare.compareLive,
      commitCompare: compare.commitCompare,
      listAccess: async () => ({ entries: [], total: 0, matching: 0, leftOut: 0 }),
      countAccess: async () => ({ people: [], purposes: [], outcomes: [] }),
    },
  });
  // The first look makes the files that later ones use.
  await ask('history.source', { type: 'ApexClass', fullName: 'Lead', revision });
  files = everyFile();
});
afterAll(async () => {
  await stub.app.close();
  await world.close();
});
afterEach(() => {
  expect(everyFile()).toEqual(files);
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});

const shapeOf = (name: EndpointName) =>
  (endpoints[name].input as unknown as { _zod: { def: { shape: Record<string, ZodMiniType> } } })._zod.def
    .shape;
const names = Object.keys(endpoints) as EndpointName[];
const takingNames = names.filter((name) => 'fullName' in shapeOf(name));

async function ask(name: EndpointName, input: Record<string, string>) {
  const { method, path } = endpoints[name];
  return stub.app.inject({
    method,
    url: path.replace('{orgId}', orgId),
    headers: as('ada'),
    ...(method === 'GET' ? { query: input } : { payload: input }),
  });
}

test('the way is open: the class itself is found and read', async () => {
  const answer = await ask('history.source', { type: 'ApexClass', fullName: 'Lead', revision });
  expect(answer.json().files[0].text).toBe('class Lead {}\n');
  expect(takingNames).toEqual([
    'components.find',
    'history.list',
    'history.version',
    'history.count',
    'history.source',
    'history.picture',
    'compare.live',
    'audit.list',
    'audit.count',
  ]);
});

const trap = '/tmp/canvasback-sprung';
const hostile = [
  '../../../secret',
  '../../../../private.txt',
  '..\\..\\secret.txt',
  '/etc/passwd',
  'Lead/../../../../private',
  '%2e%2e%2f%2e%2e%2fsecret',
  'HEAD:private.txt',
  ':/first',
  ':(glob)**/*',
  '--help',
  `--output=${trap}`,
  `--upload-pack=touch ${trap}`,
  '-',
  '--',
  `$(touch ${trap})`,
  `\`touch ${trap}\``,
  `Lead;touch ${trap}`,
  'Lead\n',
  'Lead\nHEAD:private.txt',
  'Lead\0.cls',
  "Lead' OR '1'='1",
  "'; DROP TABLE versions; --",
  '%',
  '_ead',
  '*',
  '__proto__',
  'constructor',
  'hasOwnProperty',
  'lead\u202Esl\u202C',
  '\ud800',
  'Léad',
  'CON',
  'x'.repeat(400),
];

describe.each(takingNames)('%s', (name) => {
  test('names are nothing but names', async () => {
    for (const fullName of hostile) {
      for (const type of ['ApexClass', 'CustomLabel', 'StaticResource']) {
        const answer = await ask(name, { type, fullName, revision });
        expect(answer.statusCode, `${type} ${JSON.stringify(fullName)}: ${answer.body}`).toBeLessThan(500);
        expect(answer.body).not.toContain(outside);
        expect(answer.body).not.toContain('class Lead');
        expect(answer.body).not.toMatch(/root:|usage: git|fatal:/);
      }
    }
    expect(existsSync(trap)).toBe(false);
  });

  test('a type is one of the list, whatever our own objects have', async () => {
    for (const type of ['__proto__', 'constructor', 'toString', '../ApexClass', 'ApexClass\n']) {
      const answer = await ask(name, { type, fullName: 'Lead', revision });
      expect(answer.json()).toMatchObject({
        status: 400,
        code: 'invalid_request',
        detail: 'type is not as expected.',
      });
    }
  });
});

test.each(['--help', '../../secret', `HEAD:private.txt`, '__proto__', 'a'.repeat(39), `${'a'.repeat(40)}\n`])(
  'a revision that is %j is none',
  async (wanted) => {
    for (const name of names.filter((each) => 'revision' in shapeOf(each))) {
      const answer = await ask(name, { type: 'ApexClass', fullName: 'Lead', revision: wanted });
      expect(answer.json()).toMatchObject({ status: 400, detail: 'revision is not as expected.' });
    }
  },
);

test.each(['__proto__', '../x', "' OR 1=1 --", 'x'.repeat(5000)])(
  'a comparison %j is none',
  async (compareId) => {
    expect((await ask('compare.commit', { compareId })).json()).toMatchObject({ code: 'compare_expired' });
  },
);

test.each(['-1', 'NaN', '1e9', "1' OR 1=1 --", 'x'.repeat(5000), '__proto__'])(
  'a place %j in a list is none',
  async (next) => {
    expect(
      (await ask('history.list', { type: 'ApexClass', fullName: 'Lead', next })).statusCode,
    ).toBeLessThan(500);
  },
);

describe('properties of our own objects', () => {
  const posting = names.filter((name) => endpoints[name].method === 'POST');
  test.each(posting)('%s takes none from a body', async (name) => {
    for (const payload of [
      '{"__proto__":{"polluted":"yes"}}',
      '{"constructor":{"prototype":{"polluted":"yes"}}}',
      '{"a":{"__proto__":{"polluted":"yes"}}}',
      '{"\\u005f_proto__":{"polluted":"yes"}}',
    ]) {
      const headers = { ...as('ada'), 'content-type': 'application/json' };
      const url = endpoints[name].path.replace('{orgId}', orgId);
      expect(
        (await stub.app.inject({ method: 'POST', url, headers, payload })).json(),
        payload,
      ).toMatchObject({ status: 400, code: 'invalid_request' });
    }
  });

  test.each(names.filter((name) => endpoints[name].method === 'GET'))(
    '%s takes none from a query',
    async (name) => {
      const url = endpoints[name].path.replace('{orgId}', orgId);
      for (const query of [
        '__proto__=x',
        '__proto__[polluted]=yes',
        'constructor[prototype][polluted]=yes',
      ]) {
        stub.asked.length = 0;
        await stub.app.inject({ url: `${url}?${query}`, headers: as('ada') });
        expect(JSON.stringify(stub.asked)).not.toContain('polluted');
      }
    },
  );
});
