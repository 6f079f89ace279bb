// A project becomes an org, and what is read live from it is what its files say, canonically: component by component.
// JUDGE_REPOSITORIES=DIR,DIR JUDGE_COMPONENTS=500 holds real projects against their files, half an hour, not seconds.

import { execFileSync } from 'node:child_process';
import process from 'node:process';
import { expect, test } from 'vitest';
import {
  type ComponentFile,
  type ComponentSource,
  type MetadataType,
  metadataTypes,
  typeRegistry,
} from '../../../core/component.ts';
import { canonicalText } from '../../../core/metadata/canonical-text.ts';
import { componentToFolder, componentToPaths } from '../../../core/metadata/file-path.ts';
import { rulesFor } from '../../../core/metadata/identity.ts';
import { compareVersions } from '../../../server/compare/compare-versions.ts';
import {
  archiveFile,
  type ContentSource,
  contentFile,
  unpackedFile,
  withoutBytes,
} from '../../../server/content/content-file.ts';
import {
  ignoreFile,
  packageDirectoryOf,
  pathToComponent,
  readConfig,
} from '../../../server/history/project.ts';
import { roleOfFile } from '../../../server/history/version-files.ts';
import { listStamps } from '../../../server/salesforce/readers/list-stamps.ts';
import { readLive } from '../../../server/salesforce/readers/read-live.ts';
import { makeProject } from '../history/git-project.ts';
import { createOrgsWorld, integration } from '../orgs/world.ts';
import { samples } from './documents.ts';

const real = (process.env.JUDGE_REPOSITORIES ?? '').split(',').filter(Boolean);
const wanted = Number(process.env.JUDGE_COMPONENTS ?? 500);

/** A project with one component of every type. */
function projectOfSamples(): string {
  const project = makeProject();
  const namespaces =
    'xmlns="http://soap.sforce.com/2006/04/metadata" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"';
  for (const type of metadataTypes) {
    const { fullName, inside, code = {} } = samples[type];
    const key = { type, fullName };
    const own = fullName.slice(fullName.indexOf('.') + 1);
    const name = rulesFor(type).named ? `<fullName>${own}</fullName>` : '';
    const text = `<?xml version="1.0" encoding="UTF-8"?>\n<${type} ${namespaces}>${name}${inside}</${type}>\n`;
    const folder = componentToFolder(key, 'force-app');
    for (const [file, body] of Object.entries(code)) project.write(`${folder}/${file}`, body);
    const bundle = typeRegistry[type].shape === 'bundle';
    const path = bundle
      ? `${folder}/${fullName}.${typeRegistry[type].suffix}-meta.xml`
      : componentToPaths(key, 'force-app').find(({ role }) => role === 'metadata')?.path;
    project.write(path ?? '', text);
  }
  // A resource that lies unpacked, with a file beside the others that is deployed nowhere.
  const resources = 'force-app/main/default/staticresources';
  project.write(`${resources}/Prism/prism.js`, '// long\n');
  project.write(`${resources}/Prism/prism.min.js`, '//\n');
  project.write(
    `${resources}/Prism.resource-meta.xml`,
    `<?xml version="1.0" encoding="UTF-8"?>\n<StaticResource ${namespaces}><contentType>application/zip</contentType></StaticResource>\n`,
  );
  project.write('.forceignore', `${resources}/Prism/prism.js\n`);
  project.commit('one of each');
  return project.dir;
}

/** Components of a project with their files, as many of each type as go. */
function chosenFrom(dir: string, most: number): ComponentSource[] {
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', dir, ...args], { maxBuffer: 2 ** 30 }).toString();
  const paths = git('ls-tree', '-r', '-z', '--name-only', 'HEAD').split('\0').filter(Boolean);
  const ignored = paths.includes(ignoreFile) ? git('show', `HEAD:${ignoreFile}`) : undefined;
  const { config } = readConfig(git('show', 'HEAD:sfdx-project.json'), ignored);
  const claims = new Map<string, Map<string, { path: string; name: string }[]>>();
  for (const path of paths) {
    const found = pathToComponent(path);
    if (!found || packageDirectoryOf(config, path) === undefined || config.ignores(path)) continue;
    const of = claims.get(`${found.type}\n${found.fullName}`) ?? new Map();
    claims.set(`${found.type}\n${found.fullName}`, of);
    of.set(found.main, [...(of.get(found.main) ?? []), { path, name: found.name }]);
  }
  const once = [...claims].filter(([, of]) => of.size === 1);
  const byType = [...Map.groupBy(once, ([name]) => name.split('\n')[0]).values()];
  const inTurn: typeof once = [];
  for (let at = 0; inTurn.length < Math.min(most, once.length); at += 1) {
    inTurn.push(...byType.flatMap((all) => all.slice(at, at + 1)));
  }
  const file = (path: string) =>
    execFileSync('git', ['-C', dir, 'show', `HEAD:${path}`], { maxBuffer: 2 ** 30 });
  return inTurn.slice(0, most).map(([name, of]) => {
    const [type, fullName] = name.split('\n') as [MetadataType, string];
    return { type, fullName, files: filesOf(type, [...of.values()].flat(), file) };
  });
}

/** As history reads them: what is no text is described, and the folder of an unpacked archive is one. */
function filesOf(
  type: MetadataType,
  listed: readonly { path: string; name: string }[],
  file: (path: string) => Buffer,
): ComponentFile[] {
  const { mayBeBinary } = typeRegistry[type];
  const unpacked = listed.filter(({ name }) => type === 'StaticResource' && name.includes('/'));
  const files = listed
    .filter((each) => !unpacked.includes(each))
    .map(({ path, name }): ComponentFile => {
      const role = roleOfFile(name);
      if (mayBeBinary && role === 'content') return withoutBytes(contentFile(name, file(path)));
      return {
        role,
        name,
        text: file(path)
          .toString()
          .replace(/^\uFEFF/, ''),
      };
    });
  const [first] = unpacked;
  if (!first) return files;
  const folder = first.name.slice(0, first.name.indexOf('/'));
  const held = unpacked.map(({ path, name }) => unpackedFile(name.slice(folder.length + 1), file(path)));
  return [withoutBytes(archiveFile(`${folder}.zip`, held)), ...files];
}

/** Bytes of what is no text stand in its description, by their sum. */
function canonical({ type, files, ...source }: ContentSource): ComponentSource {
  const written = files.map((file) =>
    file.role === 'metadata' ? { ...file, text: canonicalText(type, file.text) } : withoutBytes(file),
  );
  return { ...source, type, files: written.toSorted((one, other) => (one.name < other.name ? -1 : 1)) };
}

/** `equal`, or in what the two differ. */
async function judge(committed: ComponentSource, live: ContentSource | undefined): Promise<string> {
  if (!live) return 'is not in the org';
  const [ours, theirs] = [canonical(live), canonical(committed)];
  if (JSON.stringify(ours.files) === JSON.stringify(theirs.files)) return 'equal';
  const { same, summary } = await compareVersions(theirs, ours);
  return same ? `equal in meaning: ${summary}` : `differs: ${summary}`;
}

const projects = real.length > 0 ? real : ['one of each type'];

test.each(projects)(
  'what is read live from %s is what its files say',
  { timeout: 3_600_000 },
  async (name) => {
    const dir = real.length > 0 ? name : projectOfSamples();
    const chosen = chosenFrom(dir, Math.ceil(wanted / projects.length));
    const world = await createOrgsWorld({ repository: dir });
    const verdicts: { of: string; verdict: string }[] = [];
    try {
      await world.connect(await world.person('ada@acme.example'), 'ada.king@acme.example', integration);
      for (let at = 0; at < chosen.length; at += 100) {
        const handle = await world.openSync();
        const some = chosen.slice(at, at + 100);
        const stamps = await listStamps(handle, [...new Set(some.map(({ type }) => type))]);
        for (const committed of some) {
          const { type, fullName } = committed;
          const listed = stamps.find((stamp) => stamp.type === type && stamp.fullName === fullName);
          const live = listed && (await readLive(handle, { type, id: listed.id, fullName, listed }));
          verdicts.push({ of: `${type} ${fullName}`, verdict: await judge(committed, live?.source) });
        }
        await handle.close();
      }
    } finally {
      await world.stop();
    }
    const differ = verdicts.filter(({ verdict }) => verdict !== 'equal');
    process.stdout.write(
      `${name}: ${verdicts.length} components, ${verdicts.length - differ.length} equal\n`,
    );
    if (real.length > 0) {
      for (const { of, verdict } of differ) process.stdout.write(`  ${of}: ${verdict}\n`);
      expect(verdicts.length).toBeGreaterThan(0);
    } else expect(differ).toEqual([]);
  },
);
