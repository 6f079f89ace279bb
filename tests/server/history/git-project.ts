// Builds small project repositories for tests, with the real git.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { devNull, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEachFile } from '../../helpers/after-file.ts';

export interface CommitOptions {
  readonly author?: string;
  /** Epoch seconds. */
  readonly at?: number;
}

export interface TestProject {
  readonly dir: string;
  git(...args: string[]): string;
  write(path: string, text: string | Buffer): void;
  remove(path: string): void;
  /** Commits everything in the work tree and gives the commit's id. */
  commit(message: string, options?: CommitOptions): string;
  /** A commit on `main` for each text of one file, by a single git. */
  commitEach(path: string, texts: readonly string[]): void;
}

let clock = 1_700_000_000;

/** Removed when the tests of the file are done. */
export function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'canvasback-history-'));
  folders.push(folder);
  return folder;
}

const folders: string[] = [];
afterEachFile(async () => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** Each commit would start another git that looks for something to tidy. */
const settings = ['-c', 'protocol.file.allow=always', '-c', 'maintenance.auto=false', '-c', 'gc.auto=0'];

export function runGit(
  dir: string,
  args: readonly string[],
  env: Record<string, string> = {},
  input?: string,
): string {
  const run = spawnSync('git', [...settings, ...args], {
    cwd: dir,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    input,
    env: {
      PATH: process.env.PATH ?? '',
      HOME: dir,
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CONFIG_GLOBAL: devNull,
      GIT_AUTHOR_NAME: 'Ada King',
      GIT_AUTHOR_EMAIL: 'ada@acme.example',
      GIT_COMMITTER_NAME: 'Ada King',
      GIT_COMMITTER_EMAIL: 'ada@acme.example',
      ...env,
    },
  });
  if (run.status !== 0) throw new Error(`git ${args.join(' ')}: ${run.error?.message ?? run.stderr}`);
  return run.stdout.trim();
}

export const sfdxProject = JSON.stringify({ packageDirectories: [{ path: 'force-app', default: true }] });

export function makeProject({
  init = [] as string[],
  project = sfdxProject as string | null,
} = {}): TestProject {
  const dir = makeFolder();
  runGit(dir, ['init', '--quiet', '--template=', '--initial-branch=main', ...init]);
  const write = (path: string, text: string | Buffer) => {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), text);
  };
  if (project !== null) write('sfdx-project.json', project);
  return {
    dir,
    git: (...args) => runGit(dir, args),
    write,
    remove: (path) => rmSync(join(dir, path)),
    commit(message, { author = 'Ada King', at } = {}) {
      clock += 60;
      const date = `${at ?? clock} +0200`;
      runGit(dir, ['add', '--all']);
      runGit(dir, ['commit', '--quiet', '--allow-empty', '-m', message], {
        GIT_AUTHOR_NAME: author,
        GIT_AUTHOR_DATE: date,
        GIT_COMMITTER_DATE: date,
      });
      return headOf(dir) ?? runGit(dir, ['rev-parse', 'HEAD']);
    },
    commitEach(path, texts) {
      const data = (text: string) => `data ${Buffer.byteLength(text)}\n${text}\n`;
      const from = headOf(dir) ? 'from refs/heads/main^0\n' : '';
      const commits = texts.map((text, index) => {
        clock += 60;
        const who = `Ada King <ada@acme.example> ${clock} +0200\n`;
        const head = `commit refs/heads/main\nauthor ${who}committer ${who}${data(`commit ${index + 1}`)}`;
        return `${head}${index === 0 ? from : ''}M 100644 inline ${path}\n${data(text)}`;
      });
      runGit(dir, ['fast-import', '--quiet', '--done'], {}, `${commits.join('')}done\n`);
      runGit(dir, ['reset', '--quiet', '--hard']);
    },
  };
}

/** The commit that its branch's own file names. */
function headOf(dir: string): string | undefined {
  const read = (name: string) => {
    const file = join(dir, '.git', name);
    return existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
  };
  const head = read('HEAD').replace(/^ref: (.+)$/, (_, ref: string) => read(ref));
  return /^[0-9a-f]{40,64}$/.test(head) ? head : undefined;
}

export const classes = 'force-app/main/default/classes';
export const flows = 'force-app/main/default/flows';
export const permissionSets = 'force-app/main/default/permissionsets';

export const classMeta = (version = '60.0') =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<ApexClass xmlns="http://soap.sforce.com/2006/04/metadata">\n    <apiVersion>${version}</apiVersion>\n    <status>Active</status>\n</ApexClass>\n`;

/** A permission set with these fields readable. */
export const permissionSet = (...fields: string[]) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<PermissionSet xmlns="http://soap.sforce.com/2006/04/metadata">\n${fields
    .map(
      (field) =>
        `    <fieldPermissions>\n        <editable>false</editable>\n        <field>${field}</field>\n        <readable>true</readable>\n    </fieldPermissions>\n`,
    )
    .join('')}    <label>Sales</label>\n</PermissionSet>\n`;
