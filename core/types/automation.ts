// Types that make an org act by itself: flows, approvals, duplicate rules, events.

import { type Descriptor, document, row } from './descriptor.ts';

export const automationTypes = {
  Flow: document('Flow', 'flows', 'flow', {
    ids: '300 301',
    tooling: row('FlowDefinition'),
  }),
  ApprovalProcess: document('Approval process', 'approvalProcesses', 'approvalProcess', { ids: '04a' }),
  DuplicateRule: document('Duplicate rule', 'duplicateRules', 'duplicateRule', { ids: '0Bm' }),
  EntitlementProcess: document('Entitlement process', 'entitlementProcesses', 'entitlementProcess', {
    ids: '552',
  }),
  MilestoneType: document('Milestone', 'milestoneTypes', 'milestoneType', { ids: '557' }),
  QueueRoutingConfig: document('Routing configuration', 'queueRoutingConfigs', 'queueRoutingConfig', {
    ids: '0K9',
  }),
  ServiceChannel: document('Service channel', 'serviceChannels', 'serviceChannel', { ids: '0N9' }),
  PlatformEventChannel: document('Platform event channel', 'platformEventChannels', 'platformEventChannel', {
    ids: '0YL',
    tooling: row('PlatformEventChannel'),
  }),
  PlatformEventChannelMember: document(
    'Platform event channel member',
    'platformEventChannelMembers',
    'platformEventChannelMember',
    { ids: '0v8', tooling: row('PlatformEventChannelMember') },
  ),
  EmailServicesFunction: document('Email service', 'emailservices', 'xml', { ids: '091' }),
  ExternalServiceRegistration: document(
    'External service',
    'externalServiceRegistrations',
    'externalServiceRegistration',
    { ids: '0Le' },
  ),
  PlatformCachePartition: document('Platform cache partition', 'cachePartitions', 'cachePartition', {
    ids: '0Er',
  }),
  Territory2Type: document('Territory type', 'territory2Types', 'territory2Type', { ids: '0M5' }),
  CustomNotificationType: document('Custom notification', 'notificationtypes', 'notiftype', { ids: '0ML' }),
} satisfies Record<string, Descriptor>;
