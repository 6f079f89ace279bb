// Fourteen versions over eighteen months by five people, seen from a fixed day.

import type { OutputOf } from '../../../contract/index.ts';

type Version = OutputOf<'history.list'>['versions'][number];

const day = 24 * 3_600_000;

const rows: readonly [
  daysAgo: number,
  who: string,
  certainty: Version['author']['certainty'],
  summary: string,
  message?: string,
][] = [
  [1.05, 'Sam Okafor', 'likely', 'Decision Is VIP: rule 2 changed', 'Raise the VIP threshold for Q4'],
  [1.4, 'Ada King', 'certain', '2 elements added; moved on canvas'],
  [6, 'Mia Lindqvist', 'certain', 'Record update Assign owner: OwnerId Queue_EMEA.Id → Queue_Inbound.Id'],
  [6.1, 'Mia Lindqvist', 'certain', 'Formula RegionLabel added', 'CRM-1182 label regions by country'],
  [19, 'Leo Marin', 'unknown', '4 canvas moves'],
  [
    44,
    'Nora Haddad',
    'certain',
    '3 decisions changed, 1 assignment removed',
    'Merge branch release/2025-10 into main',
  ],
  [45, 'Sam Okafor', 'likely', 'Screen Review: field Comments added'],
  [112, 'Ada King', 'certain', 'API version 62.0 → 64.0', 'Summer release'],
  [160, 'Ada King', 'certain', 'Status Draft → Active'],
  [240, 'Leo Marin', 'certain', 'Recreated with 31 elements'],
  [251, 'Leo Marin', 'certain', 'Deleted', 'Remove the old lead routing'],
  [300, 'Nora Haddad', 'likely', 'Compared as lines: 12 lines changed', 'wip'],
  [420, 'Sam Okafor', 'certain', ''],
  [540, 'Ada King', 'certain', 'First version, 28 elements', 'Import from change set'],
];

const kinds: Readonly<Record<number, Version['kind']>> = {
  9: 'recreated',
  10: 'deleted',
  12: 'unavailable',
  13: 'added',
};

const evidence = {
  certain: 'Salesforce’s LastModifiedBy',
  likely: 'Git author of the merge',
  unknown: 'Several people saved in this window',
} as const;

export function versionsAt(now: number): readonly Version[] {
  return rows.map(([daysAgo, name, certainty, summary, message], index) => ({
    revision: (index + 10).toString(16).padStart(2, '0').repeat(20),
    number: rows.length - index,
    kind: kinds[index] ?? 'changed',
    at: new Date(now - daysAgo * day).toISOString(),
    author: { name, certainty, evidence: evidence[certainty] },
    summary,
    changes: index === 4 ? 0 : 2,
    noise: index === 4 ? 4 : 0,
    message: message ?? summary,
    ...(index === 11 ? { note: 'Compared as lines: line 12, column 4: unexpected end of file' } : {}),
    origin: index < 2 ? 'captured' : 'imported',
  }));
}
