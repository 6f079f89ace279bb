// Settings: each document has a root of its own, AccountSettings and the like, and few of them have lists.

import type { Tables } from './table.ts';

export const settingsTables: Tables = {
  Settings: {
    lists: `
      isoCode W countries states
      name W BusinessHoursSettings/businessHours holidays
      #text V holidays/businessHours recurrenceDayOfWeek
      feedItemType W caseFeedItemSettings
      routingName+emailAddress W routingAddresses
      channel+channelType Wv embeddedServiceMenuItems
      #text V workOrderLineItemSearchFields workOrderSearchFields
      fileType W dispositions
      forecastingItemCategoryApiName W forecastingCategoryMappings
      sourceCategoryApiName W weightedSourceCategories
      productFamily W forecastingDisplayedFamilySettings
      name W forecastingTypeSettings
      #text V displayedCategoryApiNames forecastedCategoryApiNames managerAdjustableCategoryApiNames ownerAdjustableCategoryApiNames
      field W opportunityListFieldsLabelMappings
      #text Vv opportunityListFieldsSelectedSettings/field opportunityListFieldsUnselectedSettings/field
      #text V community site
      name W languages/language caseFields/field workOrderFields/field workOrderLineItemFields/field
      inputObject+outputObject W objectMapping
      inputField W mappingFields
      #text Vv similarOpportunitiesDisplayColumns
      #text V similarOpportunitiesMatchFields
      settingName W preferences
      name W searchSettingsByObject/searchSettingsByObject
      start+end W ipRanges`,
  },
};
