// Labels and their translations.

import type { Tables } from './table.ts';

const fieldTranslation = `
  article+caseType+plural+possessive M caseValues
  masterLabel M picklistValues`;

export const translationTables: Tables = {
  CustomLabels: { lists: 'fullName SG labels' },
  CustomLabel: { named: true },
  Translations: {
    lists: `
      fullName W botBlocks botBlockVersions botTemplates bots botVersions flowDefinitions flows
      developerName W botDialogs customErrorMessages
      stepIdentifier W botSteps
      messageIdentifier W botMessages retryMessages successMessages
      quickReplyOptionIdentifier W botQuickReplyOptions
      name W conversationMessageDefinitions constantValueTranslations customApplications customLabels customPageWebLinks customTabs desFieldTemplateMessages choices orchestrationSteps screens fields inputParameters stages textTemplates identityVerificationCustomFieldLabels pipelineInspMetricConfigs prompts promptVersions quickActions reportTypes sections columns scontrols`,
    first: '',
  },
  CustomObjectTranslation: {
    lists: `
      name W fieldSets quickActions recordTypes sharingReasons standardFields validationRules webLinks workflowTasks
      name SM fields
      layout+layoutType MW layouts
      section M sections${fieldTranslation}`,
  },
  CustomFieldTranslation: { lists: fieldTranslation },
  GlobalValueSetTranslation: { lists: 'masterLabel MD valueTranslation' },
  StandardValueSetTranslation: { lists: 'masterLabel MD valueTranslation' },
};
