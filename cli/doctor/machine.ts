// The machine: Node, git, the folders and how much room they have.

import { execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync, statfsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import process from 'node:process';
import { isShared } from '../../server/data-folder.ts';
import { check, type Finding, good, unknown, wrong } from './finding.ts';

const leastNode = 24;
const leastGit = [2, 36] as const;
const leastFree = 1024 ** 3;

/** `folders` by the name of the setting that names each. */
export function checkMachine(folders: Readonly<Record<string, string>>): Finding[] {
  return [
    checkNode(),
    checkGit(),
    ...Object.entries(folders).flatMap(([name, dir]) => checkFolder(name, dir)),
  ];
}

function checkNode(): Finding {
  const { node } = process.versions;
  return check(
    Number.parseInt(node, 10) >= leastNode,
    `Node ${node}`,
    `Node ${node} is too old for the servers`,
    `Run them with Node ${leastNode} or newer.`,
  );
}

function checkGit(): Finding {
  try {
    const text = execFileSync('git', ['--version'], { encoding: 'utf8' }).trim();
    const [major = 0, minor = 0] = (/(\d+)\.(\d+)/.exec(text) ?? []).slice(1).map(Number);
    const enough = major > leastGit[0] || (major === leastGit[0] && minor >= leastGit[1]);
    return check(enough, text, `${text} is too old`, `Install git ${leastGit.join('.')} or newer.`);
  } catch {
    return wrong('git was not found', `Install git ${leastGit.join('.')} or newer and put it on the PATH.`);
  }
}

function checkFolder(name: string, dir: string): Finding[] {
  if (!existsSync(dir)) {
    const above = dirname(dir);
    return [
      isWritable(above)
        ? good(`${name}: ${dir} will be made at the first start`)
        : wrong(
            `${name}: ${dir} is not there and cannot be made`,
            `Make it, owned by the user that starts the service.`,
          ),
    ];
  }
  if (!statSync(dir).isDirectory()) return [wrong(`${name}: ${dir} is not a folder`, 'Name a folder.')];
  if (!isWritable(dir)) {
    return [
      wrong(
        `${name}: ${dir} cannot be written`,
        'Run the doctor as the user that starts the service, or change the owner.',
      ),
    ];
  }
  const open = statSync(dir).mode & (isShared(dir) ? 0o007 : 0o077);
  const { bavail, bsize } = statfsSync(dir);
  const free = bavail * bsize;
  const room = `${name}: ${dir}, ${(free / 1024 ** 3).toFixed(1)} GB free`;
  return [
    free >= leastFree
      ? good(room)
      : unknown(room, 'Git and the database need room: keep some gigabytes free.'),
    ...(open
      ? [
          wrong(
            `${name}: ${dir} is open to other users of this machine`,
            `Run: chmod o= ${dir}, and chmod g= ${dir} unless a group of API and worker shares it.`,
          ),
        ]
      : []),
  ];
}

function isWritable(dir: string): boolean {
  try {
    accessSync(dir, constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
