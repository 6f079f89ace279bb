// A picture is content like any other: one that holds what was purged is not shown, though an attached project goes on holding it.

import { expect, test } from 'vitest';
import { attachProject } from '../../../server/history/import.ts';
import { listVersions } from '../../../server/history/list-versions.ts';
import { readPicture } from '../../../server/history/pictures.ts';
import { purge } from '../../../server/history/purge/purge.ts';
import { makeProject } from './git-project.ts';
import { secret } from './purge-world.ts';
import { makeWorld, orgId } from './world.ts';

/** A PNG's header of 20 by 10, and a comment. */
function png(comment: string): Buffer {
  const head = Buffer.alloc(33);
  Buffer.from('\x89PNG\r\n\x1a\n', 'latin1').copy(head);
  head.writeUInt32BE(13, 8);
  head.write('IHDR', 12, 'latin1');
  head.writeUInt32BE(20, 16);
  head.writeUInt32BE(10, 20);
  return Buffer.concat([head, Buffer.from(`tEXtComment\0${comment}`), Buffer.alloc(50, 7)]);
}

test('of an attached project', async () => {
  const world = await makeWorld();
  const project = makeProject();
  const folder = 'force-app/main/default/staticresources';
  for (const [name, comment] of [
    ['Shop', secret],
    ['Door', 'a door'],
  ] as const) {
    project.write(`${folder}/${name}.png`, png(comment));
    project.write(
      `${folder}/${name}.resource-meta.xml`,
      '<?xml version="1.0" encoding="UTF-8"?>\n<StaticResource xmlns="http://soap.sforce.com/2006/04/metadata">\n    <cacheControl>Public</cacheControl>\n    <contentType>image/png</contentType>\n</StaticResource>\n',
    );
  }
  project.commit('pictures');
  await attachProject(world, { orgId, dir: project.dir });
  const picture = async (fullName: string) => {
    const key = { orgId, type: 'StaticResource', fullName } as const;
    const [version] = (await listVersions(world, key)).versions;
    return readPicture(world, { ...key, revision: version?.revision ?? '' });
  };
  expect(await picture('Shop')).toMatchObject({ media: 'image/png', width: 20, height: 10 });
  await purge(world, { orgId, wanted: { kind: 'text', texts: [secret] } });
  expect(await picture('Shop')).toBeNull();
  expect(await picture('Door')).toMatchObject({ width: 20 });
  await world.close();
});
