// What the tests of purging share: an org's captures, and a search of its folder for what must be gone.

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type ContentSource, contentFile } from '../../../server/content/content-file.ts';
import { type Capture, capture } from '../../../server/history/capture.ts';
import { classMeta, runGit } from './git-project.ts';
import { orgId, type World } from './world.ts';

export const secret = 'pa$$w0rd-of-"the"-bank';
export const inXml = 'pa$$w0rd-of-&quot;the&quot;-bank';
const xmlns = 'xmlns="http://soap.sforce.com/2006/04/metadata"';
const head = '<?xml version="1.0" encoding="UTF-8"?>\n';

export const apex = (fullName: string, text: string): ContentSource => ({
  type: 'ApexClass',
  fullName,
  files: [
    { role: 'content', name: `${fullName}.cls`, text },
    { role: 'metadata', name: `${fullName}.cls-meta.xml`, text: classMeta() },
  ],
});

export const label = (fullName: string, value: string): ContentSource => ({
  type: 'CustomLabel',
  fullName,
  files: [
    {
      role: 'metadata',
      name: `${fullName}.label-meta.xml`,
      text: `${head}<CustomLabel ${xmlns}>\n    <fullName>${fullName}</fullName>\n    <value>${value}</value>\n</CustomLabel>\n`,
    },
  ],
});

export const resource = (fullName: string, bytes: Buffer): ContentSource => ({
  type: 'StaticResource',
  fullName,
  files: [
    contentFile(`${fullName}.resource`, bytes),
    {
      role: 'metadata',
      name: `${fullName}.resource-meta.xml`,
      text: `${head}<StaticResource ${xmlns}>\n    <cacheControl>Public</cacheControl>\n    <contentType>application/octet-stream</contentType>\n</StaticResource>\n`,
    },
  ],
});

/** An endpoint of which `description` is one of the known secret fields of no type. */
export const remoteSite = (url: string, description: string): ContentSource => ({
  type: 'RemoteSiteSetting',
  fullName: 'Bank',
  files: [
    {
      role: 'metadata',
      name: 'Bank.remoteSite-meta.xml',
      text: `${head}<RemoteSiteSetting ${xmlns}>\n    <description>${description}</description>\n    <isActive>true</isActive>\n    <url>${url}</url>\n</RemoteSiteSetting>\n`,
    },
  ],
});

let day = 0;

export function take(world: World, source: ContentSource, more: Partial<Capture> = {}) {
  day += 1;
  return capture(world, {
    orgId,
    source,
    author: { userId: '0055g000001AbCd', name: 'Sam Okafor' },
    at: 1_750_000_000_000 + day * 86_400_000,
    committer: { id: '0055g000001AdAk', name: 'Ada King' },
    lane: 'tooling',
    apiVersion: '66.0',
    ...more,
  });
}

/** Files of a data folder that hold one of the texts as they lie there, and objects of git that do, unpacked. */
export function placesOf(data: string, ...texts: readonly string[]): string[] {
  const holds = (bytes: Buffer) => texts.some((text) => bytes.includes(text));
  const found: string[] = [];
  const walk = (folder: string) => {
    for (const name of readdirSync(folder)) {
      const path = join(folder, name);
      if (statSync(path).isDirectory()) walk(path);
      else if (holds(readFileSync(path))) found.push(path);
    }
  };
  walk(data);
  const git = (...args: string[]) => runGit(join(data, 'git', `${orgId}.git`), args);
  const objects = git('cat-file', '--batch-all-objects', '--batch-check=%(objectname) %(objecttype)');
  for (const line of objects.split('\n')) {
    const [oid = '', type = ''] = line.split(' ');
    if (type !== 'tree' && holds(Buffer.from(git('cat-file', type, oid)))) found.push(oid);
  }
  return found;
}
