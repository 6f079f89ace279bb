// An Apex class of 1,500 lines before and after a few edits.

import type { ComponentSource } from '#core/component.ts';
import type { Change, ComponentDiff } from '#core/diff/change.ts';
import { diffText } from '#core/diff/text.ts';

function classText(edited: boolean): string {
  const methods = Array.from({ length: 125 }, (_, index) => method(index, edited));
  return `/** Scores leads and hands them to the queue of their region. */
public with sharing class LeadScoring {
    private static final Integer THRESHOLD = ${edited ? 80 : 75};

${methods.join('\n')}
}
`;
}

function method(index: number, edited: boolean): string {
  const changed = edited && index % 31 === 7;
  const guard = edited && index === 60 ? "        if (lead.Status == 'Converted') return 0;\n" : '';
  return `    /** Score of rule ${index}. */
    public static Decimal rule${index}(Lead lead, Map<Id, Account> accounts) {
        Decimal score = 0;
${guard}        Account owner = accounts.get(lead.Account__c);
        if (owner != null && owner.AnnualRevenue > ${changed ? `${index}5000.00` : `${index}0000`}) {
            score += ${changed ? 'weightOf(lead.LeadSource, owner.Industry)' : 'weightOf(lead.LeadSource)'};
        }
        return Math.min(score, THRESHOLD);
    }
`;
}

export const apexName = 'LeadScoring';

const meta = (api: string) => `<?xml version="1.0" encoding="UTF-8"?>
<ApexClass xmlns="http://soap.sforce.com/2006/04/metadata">
    <apiVersion>${api}</apiVersion>
    <status>Active</status>
</ApexClass>
`;

export const apexSource = (side: 'before' | 'after'): ComponentSource => ({
  type: 'ApexClass',
  fullName: apexName,
  files: [
    { role: 'content', name: 'LeadScoring.cls', text: classText(side === 'after') },
    { role: 'metadata', name: 'LeadScoring.cls-meta.xml', text: meta(side === 'after' ? '64.0' : '62.0') },
  ],
});

const text = diffText(classText(false), classText(true));
const lines = (start: number, count: number) => ({ start: start + 1, end: start + count });
const changes: readonly Change[] = text.hunks.map((hunk) => ({
  kind: hunk.beforeCount === 0 ? 'added' : hunk.afterCount === 0 ? 'removed' : 'changed',
  lane: 'meaning',
  path: [],
  where: `Line ${hunk.afterStart + 1}`,
  ...(hunk.beforeCount ? { beforeLines: lines(hunk.beforeStart, hunk.beforeCount) } : {}),
  ...(hunk.afterCount ? { afterLines: lines(hunk.afterStart, hunk.afterCount) } : {}),
}));

export const apexDiff: ComponentDiff = {
  same: false,
  exact: true,
  changeCount: changes.length + 1,
  noiseCount: 0,
  summary: `${changes.length} parts of the code changed`,
  files: [
    { name: 'LeadScoring.cls', role: 'content', by: 'lines', changes, noise: [], text, exact: true },
    {
      name: 'LeadScoring.cls-meta.xml',
      role: 'metadata',
      by: 'structure',
      changes: [
        {
          kind: 'changed',
          lane: 'meaning',
          path: [{ tag: 'apiVersion' }],
          where: 'API version',
          before: '62.0',
          after: '64.0',
          beforeLines: { start: 3, end: 3 },
          afterLines: { start: 3, end: 3 },
        },
      ],
      noise: [],
      text: diffText(meta('62.0'), meta('64.0')),
      exact: true,
    },
  ],
};
