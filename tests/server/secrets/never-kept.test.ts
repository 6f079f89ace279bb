// The secrets of external client apps: never listed or read, and refused, with the reason, where a repository has them.

import { afterEach, beforeEach, expect, test } from 'vitest';
import { metadataTypes } from '../../../core/component.ts';
import { whyNeverKept } from '../../../core/secrets/never-kept.ts';
import { attachProject } from '../../../server/history/import.ts';
import { makeProject } from '../history/git-project.ts';
import { makeWorld, orgId, type World } from '../history/world.ts';

let world: World;
beforeEach(async () => {
  world = await makeWorld();
});
afterEach(() => world.close());

const folder = 'force-app/main/default/extlClntAppGlobalOauthSets';
const text =
  '<?xml version="1.0"?>\n<ExtlClntAppGlobalOauthSettings xmlns="http://soap.sforce.com/2006/04/metadata"><consumerSecret>kAnArY</consumerSecret></ExtlClntAppGlobalOauthSettings>\n';

test('a repository that holds them is told so, and nothing of them is indexed; once they are gone nothing is said', async () => {
  const project = makeProject();
  project.write(`${folder}/Bank_glblOauth.ecaGlblOauth-meta.xml`, text);
  project.write('src/extlClntAppGlobalOauthSets/Bank.ecaGlblOauth', text);
  project.write(
    'force-app/main/default/externalClientApps/Bank.eca-meta.xml',
    '<ExternalClientApplication xmlns="http://soap.sforce.com/2006/04/metadata"><label>Bank</label></ExternalClientApplication>\n',
  );
  project.commit('p1');
  const { refused, versions } = await attachProject(world, { orgId, dir: project.dir });
  expect(versions).toBe(1);
  expect(refused.map(({ path }) => path).sort()).toEqual([
    `${folder}/Bank_glblOauth.ecaGlblOauth-meta.xml`,
    'src/extlClntAppGlobalOauthSets/Bank.ecaGlblOauth',
  ]);
  for (const { reason } of refused) {
    expect(reason).toContain('ExtlClntAppGlobalOauthSettings');
    expect(reason).toContain('rotate them');
  }
  expect(JSON.stringify(await world.rows())).not.toMatch(/kAnArY|Glbl/);

  project.remove(`${folder}/Bank_glblOauth.ecaGlblOauth-meta.xml`);
  project.remove('src/extlClntAppGlobalOauthSets/Bank.ecaGlblOauth');
  project.commit('p2');
  expect((await attachProject(world, { orgId, dir: project.dir })).refused).toEqual([]);
});

test('no type of the registry is one of them, so that none is ever listed or asked for', () => {
  expect(metadataTypes.filter((type) => /Global/.test(type) && type.startsWith('ExtlClnt'))).toEqual([]);
});

test.each([
  ['a/Bank.ecaGlblOauth-meta.xml', true],
  ['a/extlClntAppGlobalOauthSets/anything.xml', true],
  ['A.ECAGLBLOAUTH-META.XML', true],
  ['extlClntAppOauthSettings/Bank.ecaOauth-meta.xml', false],
  ['classes/ecaGlblOauth.cls', false],
])('%s: %s', (path, refused) => {
  expect(whyNeverKept(path) !== undefined).toBe(refused);
});
