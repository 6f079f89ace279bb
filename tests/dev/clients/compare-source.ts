// Compares a project's own source with what was retrieved from its org, file by file, and says what differs.

import { readFileSync } from 'node:fs';
import { type Canon, canonicalize, Interner } from '../../../core/metadata/canonical.ts';
import { parseXml } from '../../../core/metadata/parse-xml.ts';
import type { SourceFile } from './sdr-client.ts';
import { rootOf, sameMeaning } from './trees.ts';

export type Verdict =
  | 'same bytes'
  | 'same meaning'
  | 'other line ends'
  | 'differs'
  | 'only in the project'
  | 'only retrieved'
  | 'twice in the project';

export interface Compared {
  readonly type: string;
  readonly fullName: string;
  readonly role: string;
  readonly verdict: Verdict;
  /** Of a document that differs: the elements below its root that do, with how many on each side. */
  readonly elements: readonly string[];
  readonly own: string | undefined;
  readonly retrieved: string | undefined;
}

/** One row for each file of either side, matched by component and role. */
export function compareSource(own: readonly SourceFile[], retrieved: readonly SourceFile[]): Compared[] {
  const mine = byKey(own);
  const theirs = byKey(retrieved);
  const rows: Compared[] = [];
  for (const key of new Set([...mine.keys(), ...theirs.keys()])) {
    const [ours = [], others = []] = [mine.get(key), theirs.get(key)];
    const [one, other] = [ours[0], others[0]];
    const known = one ?? other;
    if (!known) continue;
    const { type, fullName, role } = known;
    const row = { type, fullName, role, own: one?.path, retrieved: other?.path, elements: [] };
    if (!one || !other) rows.push({ ...row, verdict: one ? 'only in the project' : 'only retrieved' });
    else {
      // Two folders of a project may hold the same component: the org has one of them.
      const compared = ours.map((each) => ({
        ...row,
        own: each.path,
        ...compareFiles(each.path, other.path),
      }));
      const best = compared.find((each) => each.verdict !== 'differs') ?? compared[0];
      if (best) rows.push(best);
      for (const each of compared) if (each !== best) rows.push({ ...each, verdict: 'twice in the project' });
    }
  }
  return rows;
}

function byKey(files: readonly SourceFile[]): Map<string, SourceFile[]> {
  const found = new Map<string, SourceFile[]>();
  for (const file of files) {
    const key = `${file.type} ${file.fullName} ${file.role}`;
    found.set(key, [...(found.get(key) ?? []), file]);
  }
  return found;
}

function compareFiles(one: string, other: string): Pick<Compared, 'verdict' | 'elements'> {
  const [first, second] = [readFileSync(one), readFileSync(other)];
  if (first.equals(second)) return { verdict: 'same bytes', elements: [] };
  if (first.toString().replaceAll('\r\n', '\n') === second.toString().replaceAll('\r\n', '\n'))
    return { verdict: 'other line ends', elements: [] };
  if (!one.endsWith('-meta.xml')) return { verdict: 'differs', elements: ['(content)'] };
  if (sameMeaning(first, second, one)) return { verdict: 'same meaning', elements: [] };
  return { verdict: 'differs', elements: differentElements(first.toString(), second.toString()) };
}

/** `fieldPermissions 12/0`: elements below the root that only one side has, by name. */
export function differentElements(one: string, other: string): string[] {
  const interner = new Interner();
  const children = (text: string) => canonicalize(rootOf(text), parseXml(text), interner).children;
  const left = countById(children(one));
  const right = countById(children(other));
  const alone = new Map<string, [number, number]>();
  const add = (from: Map<number, Counted>, than: Map<number, Counted>, side: 0 | 1) => {
    for (const [id, { tag, count }] of from) {
      const more = count - (than.get(id)?.count ?? 0);
      if (more <= 0) continue;
      const counts = alone.get(tag) ?? [0, 0];
      counts[side] += more;
      alone.set(tag, counts);
    }
  };
  add(left, right, 0);
  add(right, left, 1);
  return [...alone].sort().map(([tag, [mine, theirs]]) => `${tag} ${mine}/${theirs}`);
}

interface Counted {
  readonly tag: string;
  readonly count: number;
}

function countById(children: readonly Canon[]): Map<number, Counted> {
  const counts = new Map<number, Counted>();
  for (const { tag, id } of children) counts.set(id, { tag, count: (counts.get(id)?.count ?? 0) + 1 });
  return counts;
}
