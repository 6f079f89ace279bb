// The flows of the sample org; the ones with a history take what differs between their versions.

import {
  action,
  assignment,
  decision,
  formula,
  lookup,
  recordFlow,
  update,
  variable,
} from './flow-elements.ts';
import type { Child } from './xml.ts';

export interface Routing {
  /** Employees from which a lead counts as VIP. */
  readonly vip: number;
  readonly partners?: boolean;
  readonly notify?: boolean;
  readonly priority?: string;
  readonly moved?: boolean;
  readonly owner?: string;
  readonly industry?: boolean;
}

/** Route New Leads, the flow an admin of this org opens most. */
export function routeNewLeads(v: Routing): string {
  const dx = v.moved ? 132 : 0;
  const owner = v.owner ?? 'Sales_Queue';
  return recordFlow(
    'Route New Leads',
    'Lead',
    'Find_queue',
    [
      decision(
        'Is_VIP',
        182 + dx,
        134,
        [
          {
            name: 'VIP_by_size',
            when: [
              ['$Record.NumberOfEmployees', 'GreaterThanOrEqualTo', v.vip],
              ['$Record.Status', 'NotEqualTo', 'Closed - Not Converted'],
            ],
            goTo: 'Set_VIP_owner',
          },
          ...(v.industry
            ? [
                {
                  name: 'VIP_by_industry',
                  when: [
                    ['$Record.Industry', 'EqualTo', 'Banking'] as const,
                    ['$Record.Rating', 'EqualTo', 'Hot'] as const,
                  ],
                  goTo: 'Set_VIP_owner',
                },
              ]
            : []),
        ],
        v.partners ? 'Is_partner' : 'Find_territory',
      ),
      ...(v.partners
        ? [
            decision(
              'Is_partner',
              314 + dx,
              242,
              [
                {
                  name: 'Came_from_partner',
                  when: [['$Record.LeadSource', 'EqualTo', 'Partner Referral']],
                  goTo: 'Set_partner_owner',
                },
              ],
              'Find_territory',
            ),
            assignment(
              'Set_partner_owner',
              446 + dx,
              350,
              [
                ['$Record.OwnerId', { ref: 'Find_queue.Id' }],
                ['Priority', 'Normal'],
              ],
              'Save_lead',
            ),
          ]
        : []),
      assignment(
        'Set_VIP_owner',
        50 + dx,
        350,
        [
          ['$Record.OwnerId', { ref: 'Find_queue.Id' }],
          ['Priority', v.priority ?? 'High'],
        ],
        'Save_lead',
      ),
      lookup(
        'Find_queue',
        50 + dx,
        24,
        'Group',
        [
          ['DeveloperName', 'EqualTo', owner],
          ['Type', 'EqualTo', 'Queue'],
        ],
        'Is_VIP',
      ),
      lookup(
        'Find_territory',
        314 + dx,
        458,
        'Territory__c',
        [
          ['Country__c', 'EqualTo', { ref: '$Record.Country' }],
          ['Active__c', 'EqualTo', true],
        ],
        'Set_territory_owner',
      ),
      assignment(
        'Set_territory_owner',
        314 + dx,
        566,
        [
          ['$Record.OwnerId', { ref: 'Find_territory.Owner__c' }],
          ['$Record.Territory__c', { ref: 'Find_territory.Id' }],
        ],
        'Save_lead',
      ),
      update(
        'Save_lead',
        182 + dx,
        674,
        [
          ['OwnerId', { ref: '$Record.OwnerId' }],
          ['Priority__c', { ref: 'Priority' }],
        ],
        v.notify ? 'Notify_owner' : undefined,
      ),
      ...(v.notify
        ? [
            action('Notify_owner', 182 + dx, 782, 'emailSimple', [
              ['emailSubject', { ref: 'Subject' }],
              ['emailBody', 'A lead was routed to you. Call within one business day.'],
            ]),
          ]
        : []),
      formula('Subject', 'String', '"New lead: " & {!$Record.Company}'),
      variable('Priority', 'String'),
    ],
    { x: 56 + dx, description: 'Sends each new lead to the right owner within a minute of its arrival.' },
  );
}

const stages = [
  'Contract',
  'Billing',
  'Provisioning',
  'Training',
  'Kickoff',
  'Security',
  'Integration',
  'Review',
  'Handover',
  'Adoption',
];

/** Order Onboarding: ten stages of four elements each. */
export function orderOnboarding(v: { readonly reviewDays: number; readonly escalate?: boolean }): string {
  const elements = stages.flatMap((stage, index): Child[] => {
    const y = 134 + index * 324;
    const next = stages[index + 1];
    const days = stage === 'Review' ? v.reviewDays : 5 + index;
    return [
      decision(
        `Needs_${stage}`,
        182,
        y,
        [
          {
            name: `${stage}_wanted`,
            when: [[`$Record.${stage}_Required__c`, 'EqualTo', true]],
            goTo: `Find_${stage}_team`,
          },
        ],
        next ? `Needs_${next}` : undefined,
      ),
      lookup(
        `Find_${stage}_team`,
        50,
        y + 108,
        'Team__c',
        [
          ['Stage__c', 'EqualTo', stage],
          ['Region__c', 'EqualTo', { ref: '$Record.Region__c' }],
        ],
        `Plan_${stage}`,
      ),
      assignment(
        `Plan_${stage}`,
        50,
        y + 216,
        [
          [`$Record.${stage}_Owner__c`, { ref: `Find_${stage}_team.Lead__c` }],
          [`$Record.${stage}_Days__c`, days],
        ],
        `Save_${stage}`,
      ),
      update(
        `Save_${stage}`,
        50,
        y + 270,
        [[`${stage}_Status__c`, v.escalate && index > 6 ? 'Escalated' : 'Planned']],
        next ? `Needs_${next}` : undefined,
      ),
    ];
  });
  return recordFlow('Order Onboarding', 'Order', 'Needs_Contract', [
    ...elements,
    variable('DaysTotal', 'Number'),
  ]);
}

/** Case Escalation; hours differ between versions. */
export function caseEscalation(hours: number): string {
  return recordFlow('Case Escalation', 'Case', 'Is_overdue', [
    formula('HoursOpen', 'Number', '(NOW() - {!$Record.CreatedDate}) * 24'),
    decision('Is_overdue', 182, 134, [
      {
        name: 'Overdue',
        when: [
          ['HoursOpen', 'GreaterThan', hours],
          ['$Record.IsClosed', 'EqualTo', false],
        ],
        goTo: 'Escalate',
      },
    ]),
    update(
      'Escalate',
      50,
      242,
      [
        ['IsEscalated', true],
        ['Priority', 'High'],
      ],
      'Tell_the_lead',
    ),
    action('Tell_the_lead', 50, 350, 'emailSimple', [
      ['emailSubject', 'Case overdue'],
      ['emailBody', { ref: '$Record.CaseNumber' }],
    ]),
  ]);
}

/** Flows that were made once and left alone. */
const simple: readonly (readonly [name: string, object: string, field: string, from: string, to: string])[] =
  [
    ['Renewal_Reminder', 'Contract', 'Status', 'Activated', 'Renewal due'],
    ['New_Account_Checklist', 'Account', 'Type', 'Prospect', 'Onboarding'],
    ['Opportunity_Closed_Won', 'Opportunity', 'StageName', 'Closed Won', 'Handover'],
    ['Lead_Self_Service', 'Lead', 'LeadSource', 'Web', 'Self service'],
    ['Contact_Address_Sync', 'Contact', 'MailingCountry', 'Sweden', 'Nordics'],
    ['Quote_Approval_Request', 'Quote', 'Status', 'Draft', 'In review'],
    ['Survey_After_Case', 'Case', 'Status', 'Closed', 'Survey sent'],
  ];

export function simpleFlows(): readonly (readonly [name: string, text: string])[] {
  return simple.map(([name, object, field, from, to]) => {
    const label = name.replaceAll('_', ' ');
    const elements = [
      decision('Should_run', 182, 134, [
        { name: 'Matches', when: [[`$Record.${field}`, 'EqualTo', from]], goTo: 'Mark' },
      ]),
      update('Mark', 50, 242, [['Stage_Note__c', to]]),
    ];
    return [name, recordFlow(label, object, 'Should_run', elements)] as const;
  });
}
