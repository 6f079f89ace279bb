// Code and files: Apex, Visualforce, Lightning bundles, resources, templates, package lists.

import type { Table, Tables } from './table.ts';

const packaged: Table = { lists: 'namespace W packageVersions' };

export const codeTables: Tables = {
  ApexClass: packaged,
  ApexPage: packaged,
  ApexComponent: packaged,
  ApexTrigger: packaged,
  ApexTestSuite: { lists: '#text V testClassName' },
  AuraDefinitionBundle: {
    lists: `
      defType W auraDefinition
      namespace W packageVersions`,
  },
  LightningComponentBundle: {
    lists: `
      #text V capability target
      filePath W lwcResource`,
  },
  LightningMessageChannel: { lists: 'fieldName W lightningMessageFields' },
  StaticResource: {},
  ContentAsset: {
    lists: `
      name W insightsApplication network workspace
      number W version`,
  },
  EmailTemplate: {
    lists: `
      #text V attachedDocuments
      name W attachments
      namespace W packageVersions`,
  },
  Letterhead: {},
  Package: {
    lists: `
      object MG objectPermissions
      name M types
      #text V members`,
  },
};
