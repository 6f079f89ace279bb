// Einstein bots and their versions.

import type { Tables } from './table.ts';

const version = `
  developerName W botDialogGroups conversationGoals conversationVariables
  developerName D botDialogs
  stepIdentifier De botSteps
  messageIdentifier De botMessages
  messageIdentifier D retryMessages successMessages
  quickReplyOptionIdentifier+literalValue Wv botQuickReplyOptions
  - Nn botStepConditions conditions
  - N invocationMappings botNavigationLinks botVariableOperands messageDefinitionMappings lookupFields conversationStepGoalMappings systemMessageMappings conversationDefinitionPlanners conversationSystemDialogs nlpProviders`;

export const botTables: Tables = {
  Bot: {
    lists: `
      developerName W mlIntents mlSlotClasses contextVariables pageContextVariables
      - N mlIntentUtterances relatedMlIntents mlSlotClassValues synonymGroups contextVariableMappings conversationChannelProviders
      #text V languages terms
      fullName W botVersions${version}`,
  },
  BotVersion: { lists: version, named: true },
};
