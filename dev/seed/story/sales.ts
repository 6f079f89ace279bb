// Sales: routing, pricing, onboarding and who may do what there; eighteen months of it.

import { leadRouter, leadScoring, pricingEngine, simpleClasses } from '../apex.ts';
import { apex, code } from '../code-files.ts';
import { caseEscalation, orderOnboarding, routeNewLeads, simpleFlows } from '../flows.ts';
import { all, flow, permissions } from '../paths.ts';
import { people } from '../people.ts';
import { salesManager, salesOperations, serviceAgent, simplePermissionSets } from '../permission-sets.ts';
import type { Told } from '../tell.ts';

const project = `${JSON.stringify({ packageDirectories: [{ path: 'force-app', default: true }], name: 'acme', namespace: '', sourceApiVersion: '64.0' }, null, 2)}\n`;

const { ada, sam, mia, leo, nora } = people;
const [firstClasses, otherClasses] = [simpleClasses().slice(0, 7), simpleClasses().slice(7)];
const [firstFlows, otherFlows] = [simpleFlows().slice(0, 3), simpleFlows().slice(3)];
const [firstSets, otherSets] = [simplePermissionSets().slice(0, 4), simplePermissionSets().slice(4)];

export const sales: readonly Told[] = [
  {
    at: '2025-05-19T08:12:00Z',
    by: ada,
    message: 'Start the project: sales basics',
    files: {
      'sfdx-project.json': project,
      '.forceignore': '**/jsconfig.json\n',
      ...all(firstClasses, apex),
      ...all(firstSets, permissions),
    },
  },
  {
    at: '2025-05-26T13:40:00Z',
    by: sam,
    message: 'Route new leads by size and territory',
    files: {
      ...flow('Route_New_Leads', routeNewLeads({ vip: 250 })),
      ...apex('LeadRouter', leadRouter({ cached: false, limit: 200, logs: false })),
      ...apex('LeadScoring', leadScoring({ banking: 25 })),
    },
  },
  {
    at: '2025-06-12T09:05:00Z',
    by: leo,
    message: 'Sales managers and operations',
    files: {
      ...permissions(
        'Sales_Manager',
        salesManager({ rating: true, phone: false, forecast: false, deleteOpportunities: true }),
      ),
      ...permissions('Sales_Operations', salesOperations({ marginEditable: true, withSuppliers: true })),
    },
  },
  {
    at: '2025-07-03T15:22:00Z',
    by: nora,
    message: 'Pricing engine, agreed with the country leads',
    files: apex('PricingEngine', pricingEngine({ nordicSupport: 6, roundUp: false, guard: false })),
  },
  {
    at: '2025-07-21T07:58:00Z',
    by: mia,
    message: 'Onboarding of orders in ten stages',
    files: { ...flow('Order_Onboarding', orderOnboarding({ reviewDays: 10 })), ...all(firstFlows, flow) },
  },
  {
    at: '2025-08-14T10:31:00Z',
    by: ada,
    message: 'Case escalation and the service team',
    files: {
      ...flow('Case_Escalation', caseEscalation(48)),
      ...permissions('Service_Agent', serviceAgent({ macros: false })),
      ...all(otherFlows, flow),
    },
  },
  { at: '2025-09-02T11:47:00Z', by: sam, message: 'Tests for the services', files: all(otherClasses, apex) },
  {
    at: '2025-09-18T12:03:00Z',
    by: leo,
    message: 'Permission sets for partners, finance and releases',
    files: all(otherSets, permissions),
  },
  {
    at: '2025-10-07T08:44:00Z',
    by: ada,
    message: 'Partner referrals get their own owner',
    files: flow('Route_New_Leads', routeNewLeads({ vip: 250, partners: true })),
  },
  {
    at: '2025-10-23T14:19:00Z',
    by: sam,
    message: 'Look up territories once for each batch',
    files: code('LeadRouter', leadRouter({ cached: true, limit: 200, logs: false })),
  },
  {
    at: '2025-11-11T09:36:00Z',
    by: leo,
    message: 'Managers may read mobile numbers',
    files: permissions(
      'Sales_Manager',
      salesManager({ rating: true, phone: true, forecast: false, deleteOpportunities: true }),
    ),
  },
  {
    at: '2025-12-03T16:02:00Z',
    by: nora,
    message: 'Nordic support rebate for 2026',
    files: code('PricingEngine', pricingEngine({ nordicSupport: 8, roundUp: false, guard: false })),
  },
  {
    at: '2026-01-15T08:20:00Z',
    by: mia,
    message: 'Escalate after 24 hours',
    files: flow('Case_Escalation', caseEscalation(24)),
  },
  {
    at: '2026-01-29T10:55:00Z',
    by: ada,
    message: 'VIP from 400 employees; tell the owner',
    files: flow('Route_New_Leads', routeNewLeads({ vip: 400, partners: true, notify: true })),
  },
  {
    at: '2026-02-17T13:13:00Z',
    by: leo,
    message: 'Nobody edits margins any more',
    files: permissions('Sales_Operations', salesOperations({ marginEditable: false, withSuppliers: true })),
  },
  {
    at: '2026-03-05T09:27:00Z',
    by: sam,
    message: 'Route up to 500 leads at once',
    files: code('LeadRouter', leadRouter({ cached: true, limit: 500, logs: false })),
  },
  {
    at: '2026-03-24T15:41:00Z',
    by: nora,
    message: 'Banking leads score higher',
    files: code('LeadScoring', leadScoring({ banking: 30 })),
  },
  {
    at: '2026-04-09T07:49:00Z',
    by: mia,
    message: 'Tidy the canvas of lead routing',
    files: flow('Route_New_Leads', routeNewLeads({ vip: 400, partners: true, notify: true, moved: true })),
  },
  {
    at: '2026-05-06T11:08:00Z',
    by: leo,
    message: 'Forecast access for managers',
    files: permissions(
      'Sales_Manager',
      salesManager({ rating: true, phone: true, forecast: true, deleteOpportunities: true }),
    ),
  },
  {
    at: '2026-05-21T14:30:00Z',
    by: mia,
    message: 'Reviews take five days',
    files: flow('Order_Onboarding', orderOnboarding({ reviewDays: 5 })),
  },
  {
    at: '2026-06-11T08:03:00Z',
    by: ada,
    message: 'Service agents run macros',
    files: permissions('Service_Agent', serviceAgent({ macros: true })),
  },
  {
    at: '2026-07-08T12:25:00Z',
    by: sam,
    message: 'Log how many leads were routed',
    files: code('LeadRouter', leadRouter({ cached: true, limit: 500, logs: true })),
  },
  {
    at: '2026-08-19T09:52:00Z',
    by: nora,
    message: 'Refuse quantities below one; round half up',
    files: code('PricingEngine', pricingEngine({ nordicSupport: 8, roundUp: true, guard: true })),
  },
  {
    at: '2026-09-10T10:10:00Z',
    by: leo,
    message: 'Suppliers move to procurement',
    files: permissions('Sales_Operations', salesOperations({ marginEditable: false, withSuppliers: false })),
  },
  {
    at: '2026-09-29T13:37:00Z',
    by: mia,
    message: 'Late stages are marked as escalated',
    files: flow('Order_Onboarding', orderOnboarding({ reviewDays: 5, escalate: true })),
  },
  {
    at: '2026-10-15T08:31:00Z',
    by: ada,
    message: 'VIP leads are urgent',
    files: flow(
      'Route_New_Leads',
      routeNewLeads({ vip: 500, partners: true, notify: true, moved: true, priority: 'Urgent' }),
    ),
  },
  {
    at: '2026-11-12T15:16:00Z',
    by: sam,
    message: 'Managers no longer delete opportunities or edit ratings',
    files: permissions(
      'Sales_Manager',
      salesManager({ rating: false, phone: true, forecast: true, deleteOpportunities: false }),
    ),
  },
  {
    at: '2026-11-18T17:40:00Z',
    by: sam,
    message: 'Hot banking leads are VIP',
    files: flow(
      'Route_New_Leads',
      routeNewLeads({
        vip: 500,
        partners: true,
        notify: true,
        moved: true,
        priority: 'Urgent',
        industry: true,
      }),
    ),
  },
];
