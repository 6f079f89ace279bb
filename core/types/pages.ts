// Types that people look at: Lightning pages, apps, tabs, actions, report types, settings.

import { type Descriptor, document, row } from './descriptor.ts';

export const pageTypes = {
  FlexiPage: document('Lightning page', 'flexipages', 'flexipage', {
    ids: '0M0',
    // Its row does not say who saved it last.
  }),
  CustomApplication: document('App', 'applications', 'app', {
    ids: '02u 06m',
    tooling: row('CustomApplication'),
  }),
  // Rows of tabs leave action overrides out, rows of quick actions their field overrides and mail options.
  CustomTab: document('Tab', 'tabs', 'tab', {
    ids: '01r',
  }),
  QuickAction: document('Quick action', 'quickActions', 'quickAction', {
    ids: '09D',
  }),
  ReportType: document('Report type', 'reportTypes', 'reportType', { ids: '070' }),
  LightningMessageChannel: document('Lightning message channel', 'messageChannels', 'messageChannel', {
    ids: '129',
    // Its row has no FullName.
  }),
  LightningExperienceTheme: document('Theme', 'lightningExperienceThemes', 'lightningExperienceTheme', {
    ids: '0S1',
  }),
  Prompt: document('In-app guidance prompt', 'prompts', 'prompt', { ids: '0bs' }),
  Letterhead: document('Letterhead', 'letterhead', 'letter', { ids: '016' }),
  // The bundle of an Experience Cloud site has a `.site-meta.xml` too.
  CustomSite: document('Site', 'sites', 'site', { ids: '0DM', inItsFolder: true }),
  Network: document('Experience Cloud site', 'networks', 'network', { ids: '0DB' }),
  EmbeddedServiceConfig: document('Embedded service', 'EmbeddedServiceConfig', 'EmbeddedServiceConfig', {
    ids: '04I',
    tooling: row('EmbeddedServiceConfig'),
  }),
  Translations: document('Translation', 'translations', 'translation', { ids: '01h' }),
  // Each document has a root of its own, AccountSettings and the like, which readMetadata would have to be asked for.
  Settings: document('Settings', 'settings', 'settings', { lane: 'retrieve', unstamped: true }),
} satisfies Record<string, Descriptor>;
