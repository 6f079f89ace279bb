// Sites, communities, channels and what connects an org with others.

import type { Tables } from './table.ts';

export const siteTables: Tables = {
  CustomSite: {
    lists: `
      domainName W customWebAddresses
      url W siteIframeWhiteListUrls
      source W siteRedirectMappings`,
  },
  Network: {
    lists: `
      label+type+target J navigationMenuItem
      emailTemplate W emailTmplsAllowlist
      #text V permissionSet profile customTab standardTab
      - N recommendationAudienceDetails recommendationDefinitionDetails scheduledRecommendationDetails level pointsRule`,
  },
  Community: { lists: 'name W chatterAnswersReputationLevels ideaReputationLevels' },
  EmbeddedServiceConfig: {
    lists: `
      customComponentType W embeddedServiceCustomComponents
      labelKey+feature W embeddedServiceCustomLabels
      - N embeddedServiceCustomizations embeddedServiceResources embeddedServiceFlows embeddedServiceForms embeddedServiceFormFields embeddedServiceLayouts embeddedServiceLayoutRules`,
    // A boolean in layouts only.
    texts: 'customLabel',
  },
  ServiceChannel: { lists: '- N serviceChannelFieldPriorities' },
  QueueRoutingConfig: { lists: 'skill W skills' },
  ConnectedApp: {
    lists: `
      key W attributes
      #text V locations options scopes permissionSetName profileName
      start+end W ipRanges`,
  },
  CallCenter: {
    lists: `
      name Wv sections items
      channel+contactCenter W contactCenterChannels
      externalStatus W vendorCallCenterStatusMaps`,
  },
  SamlSsoConfig: {},
  ExternalClientApplication: {},
  ExtlClntAppOauthSettings: {
    lists: `
      key W customAttributes
      startIpAddress+endIpAddress W trustedIpRanges`,
  },
  ExtlClntAppConfigurablePolicies: {},
  ExtlClntAppOauthConfigurablePolicies: { lists: 'key W customAttributes' },
  ExtlClntAppSamlConfigurablePolicies: { lists: 'key W customAttributes' },
  NamedCredential: { lists: 'parameterType+parameterName W namedCredentialParameters' },
  ExternalCredential: {
    lists: 'parameterGroup+parameterType+parameterName W externalCredentialParameters',
  },
  ExternalServiceRegistration: { lists: 'name W operations' },
  AuthProvider: { lists: '- N paramForwardAllowlist' },
  Certificate: {},
  CorsWhitelistOrigin: {},
  CspTrustedSite: {},
  CustomNotificationType: {},
  PlatformEventChannel: {},
  PlatformEventChannelMember: { lists: 'name W enrichedFields' },
  RemoteSiteSetting: {},
  TopicsForObjects: {},
};
