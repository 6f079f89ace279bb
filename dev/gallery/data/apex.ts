// An Apex class of 1,500 lines before and after a few edits.

import type { ComponentSource } from '#core/component.ts';

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
