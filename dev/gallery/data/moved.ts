// A short class whose method moved, with other blank space and without its last newline.

import type { ComponentSource } from '#core/component.ts';

const head = `public with sharing class LeadRouting {
    private static final String QUEUE = 'Leads_EMEA';
`;
const score = `
    /** Leads of large companies come first. */
    public static Integer scoreOf(Lead lead) {
        Integer score = 0;
        if (lead.NumberOfEmployees > 500) score += 40;
        if (lead.Industry == 'Banking') score += 15;
        return score;
    }
`;
const route = `
    public static void route(List<Lead> leads) {
        for (Lead lead : leads) {
            lead.OwnerId = queueOf(lead.Country);
            lead.Rating = scoreOf(lead) > 50 ? 'Hot' : 'Warm';
        }
        update leads;
    }
`;
const queue = `
    private static Id queueOf(String country) {
        return QueueSelector.byName(QUEUE + country).Id;
    }
`;

export const movedSource = (side: 'before' | 'after'): ComponentSource => ({
  type: 'ApexClass',
  fullName: 'LeadRouting',
  files: [
    {
      role: 'content',
      name: 'LeadRouting.cls',
      text:
        side === 'before'
          ? `${head}${score}${route}${queue}}\n`
          : `${head}${route.replace("'Warm'", "'Cold'")}${queue.replace('        return', '      return')}${score}}`,
    },
  ],
});
