// Why a file of a project and what its org gave for it are not the same bytes, in one sentence for each kind.

import { existsSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Compared, differentElements } from './compare-source.ts';
import { rootOf } from './trees.ts';

export const reasons = {
  namespace: 'the project’s file has no namespace; the org writes it',
  spelling: 'the same in another order, spelling or indentation',
  lineEnds: 'other line ends',
  trimmed: 'source-deploy-retrieve trims the texts of parts that it writes anew',
  comment: 'a comment of the project: an org keeps none',
  twice: 'two files of the project are one component, of which the org has one',
  merged: 'several files of the project are one component, which the org gives as one',
  standard: 'an object the project has only parts of: the org has the object itself',
  definition: 'a flow’s definition: the org makes it from the flow’s versions',
  folder: 'its folder is not in the project, and an org lists by folders',
  unexplained: 'not explained',
} as const;

export type Reason = keyof typeof reasons;

/** Undefined for the same bytes. */
export function reasonOf(row: Compared): Reason | undefined {
  switch (row.verdict) {
    case 'same bytes':
      return undefined;
    case 'other line ends':
      return 'lineEnds';
    case 'same meaning':
      return 'spelling';
    case 'twice in the project':
      return row.type === 'CustomLabels' ? 'merged' : 'twice';
    case 'only in the project':
      return row.own && hasNoFolder(row) ? 'folder' : 'unexplained';
    case 'only retrieved':
      if (row.type === 'FlowDefinition') return 'definition';
      return row.retrieved && row.type === 'CustomObject' && isEmpty(row.retrieved)
        ? 'standard'
        : 'unexplained';
    case 'differs':
      return row.own && row.retrieved ? differing(row, row.own, row.retrieved) : 'unexplained';
  }
}

function differing(row: Compared, own: string, retrieved: string): Reason {
  if (!own.endsWith('-meta.xml')) return 'unexplained';
  const [one, other] = [readFileSync(own, 'utf8'), readFileSync(retrieved, 'utf8')];
  if (row.elements.length > 0 && row.elements.every((each) => each.startsWith('#comment'))) return 'comment';
  if (!/\sxmlns=/.test(one) && equal(withNamespace(one), other)) return 'namespace';
  if (equal(trimmed(one), trimmed(other))) return 'trimmed';
  // Every label of this file is there, beside those of the other files.
  if (row.type === 'CustomLabels' && row.elements.every((each) => / 0\/\d+$/.test(each))) return 'merged';
  return 'unexplained';
}

const equal = (one: string, other: string) =>
  rootOf(one) === rootOf(other) && differentElements(one, other).length === 0;

const withNamespace = (text: string) =>
  text.replace(/<([A-Z]\w*)>/, '<$1 xmlns="http://soap.sforce.com/2006/04/metadata">');

const trimmed = (text: string) =>
  text.replace(/>([^<>]+)</g, (whole, inside: string) => (inside.trim() ? `>${inside.trim()}<` : whole));

/** `reports/Sales/Open.report-meta.xml` needs `reports/Sales.reportFolder-meta.xml`. */
function hasNoFolder({ type, own = '' }: Compared): boolean {
  const suffixes: Readonly<Record<string, string>> = {
    Report: 'reportFolder',
    Dashboard: 'dashboardFolder',
    Document: 'documentFolder',
    EmailTemplate: 'emailFolder',
  };
  const suffix = suffixes[type];
  return suffix !== undefined && !existsSync(`${dirname(own)}.${suffix}-meta.xml`);
}

function isEmpty(path: string): boolean {
  return /<CustomObject[^>]*>\s*<\/CustomObject>\s*$/.test(readFileSync(path, 'utf8'));
}

export interface ReasonCount {
  readonly reason: Reason;
  readonly files: number;
  readonly types: string;
  readonly rows: readonly Compared[];
}

/** How many files have each reason, most first. */
export function countReasons(rows: readonly Compared[]): ReasonCount[] {
  const found = new Map<Reason, Compared[]>();
  for (const row of rows) {
    const reason = reasonOf(row);
    if (reason) found.set(reason, [...(found.get(reason) ?? []), row]);
  }
  return [...found]
    .map(([reason, all]) => ({
      reason,
      files: all.length,
      types: [...new Set(all.map((row) => row.type))].sort().join(', '),
      rows: all,
    }))
    .sort((one, other) => other.files - one.files);
}
