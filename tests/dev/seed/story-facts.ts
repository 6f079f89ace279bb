// What the sample org's repository holds, read by git alone: components, their versions, and each commit's tree.

import { execFileSync } from 'node:child_process';

const base = 'force-app/main/default/';

/** `type folder/name` of the component that a file belongs to; undefined for the project's own files. */
export function componentOf(path: string): string | undefined {
  if (!path.startsWith(base)) return undefined;
  const [folder = '', ...rest] = path.slice(base.length).split('/');
  if (folder === 'lwc' || folder === 'aura') return `${folder}/${rest[0]}`;
  if (folder === 'objects') {
    const [object = '', part = '', file = ''] = rest;
    return file ? `objects.${part}/${object}.${file}` : `objects/${object}`;
  }
  return `${folder}/${rest.join('/').replace(/-meta\.xml$/, '')}`;
}

export const folderOf = (component: string) => component.slice(0, component.indexOf('/'));

export interface StoryCommit {
  readonly id: string;
  readonly author: string;
  /** Epoch seconds. */
  readonly at: number;
  readonly subject: string;
  readonly parents: readonly string[];
  /** Against the first parent: status and path. */
  readonly changed: readonly (readonly [status: string, path: string])[];
}

export function openStory(folder: string) {
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: folder, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  return {
    git: (...args: string[]) => git(...args).trim(),
    /** Oldest first. */
    commits: (...range: string[]): StoryCommit[] =>
      git(
        'log',
        '--reverse',
        '--name-status',
        '--no-renames',
        '--diff-merges=first-parent',
        '--format=%x01%H%x02%an%x02%at%x02%s%x02%P',
        ...range,
      )
        .split('\x01')
        .slice(1)
        .map((told) => {
          const [head = '', ...lines] = told.split('\n').filter((line) => line !== '');
          const [id = '', author = '', at = '', subject = '', parents = ''] = head.split('\x02');
          const changed = lines.map((line) => line.split('\t') as [string, string]);
          return {
            id,
            author,
            at: Number(at),
            subject,
            parents: parents.split(' ').filter(Boolean),
            changed,
          };
        }),
    /** Blob id → a path it lies at, for every blob of the history. */
    blobs: (): Map<string, string> =>
      new Map(
        git('log', '--all', '--raw', '--no-abbrev', '--no-renames', '--diff-merges=first-parent', '--format=')
          .split('\n')
          .filter((line) => line.startsWith(':'))
          .map((line) => {
            const [, , , to = '', rest = ''] = line.split(' ');
            return [to, rest.split('\t')[1] ?? ''] as const;
          })
          .filter(([oid]) => !/^0+$/.test(oid)),
      ),
  };
}
