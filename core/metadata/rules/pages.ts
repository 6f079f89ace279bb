// What people see: page layouts, Lightning pages, apps, menus, actions.

import { below, type Tables } from './table.ts';

const actions = `
  actionName+actionType Wv platformActionListItems
  quickActionName Wv quickActionListItems`;

export const pageTables: Tables = {
  LightningExperienceTheme: {},
  // A walkthrough is one prompt with a version for each step.
  Prompt: { lists: 'versionNumber+stepNumber Jv promptVersions' },
  Layout: {
    lists: `
      #text Vv customButtons fields quickActions multilineLayoutFields relatedObjects
      #text V excludeButtons headers
      - N containers
      - Nv sidebarComponents relatedContentItems
      name W sidebarComponents/relatedLists
      relatedList Wv relatedLists
      feedFilterName+feedFilterType+feedItemType J feedFilters
      componentType+page Jv leftComponents rightComponents
      label Jv layoutSections
      - Nv layoutColumns
      field|customLink|page|component|scontrol|canvas|reportChartComponent.reportName|emptySpace Jv layoutItems
      posX+posY+posZ W summaryLayoutItems${actions}`,
  },
  FlexiPage: {
    lists: `
      sourceName+sourceType J events
      name W sourceProperties mappings properties flexiPageRegions componentInstanceProperties fieldInstanceProperties
      name+method J targets
      componentInstance.identifier|fieldInstance.identifier|componentInstance.componentName|fieldInstance.fieldItem Jv itemInstances
      componentName Jv componentInstances
      value Wv valueListItems
      ?leftValue Jn criteria${actions}`,
  },
  HomePageLayout: { lists: '#text Vv narrowComponents wideComponents' },
  QuickAction: {
    lists: `
      field W fieldOverrides
      - Nv quickActionLayoutColumns
      field Wv quickActionLayoutItems
      name W quickActionParameters`,
  },
  CustomApplication: {
    lists: `
      actionName+pageOrSobjectType+formFactor D actionOverrides
      actionName+pageOrSobjectType+formFactor+profile+recordType D profileActionOverrides
      #text V components pageNamesToOpen fieldNames whitelistedDomains formFactors subscriberTabs
      action W customShortcuts defaultShortcuts
      objectName W pushNotifications
      #text Vv tabs
      tab W mappings`,
    last: `actionOverrides/pageOrSobjectType profileActionOverrides/profile ${below('customShortcuts', 'description eventName')}`,
  },
  AppMenu: { lists: 'name Av appMenuItems' },
  PathAssistant: {
    lists: `
      picklistValueName D pathAssistantSteps
      #text Vv fieldNames`,
  },
  CustomHelpMenuSection: { lists: 'masterLabel W customHelpMenuItems' },
  BrandingSet: { lists: 'propertyName W brandingSetProperty' },
};
