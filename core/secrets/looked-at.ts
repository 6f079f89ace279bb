// Elements of the Metadata API WSDL v63.0 whose names sound like a secret and that are none, each with the reason.

export interface LookedAt {
  readonly why: string;
  /** `complex type.element`, separated by white space. */
  readonly of: string;
}

/** What core/secrets/secret-fields.ts leaves out on purpose. */
export const lookedAt: readonly LookedAt[] = [
  {
    why: 'an OAuth client id: RFC 6749 §2.2 says that it is no secret and not enough alone',
    of: `
      AuthProvider.consumerKey BlacklistedConsumer.consumerKey ConnectedAppOauthConfig.consumerKey
      ConversationChannelDefinition.connectedAppOauthLink
      ConversationChannelDefinition.customerConnectedAppOauthLink
      ExtlClntAppGlobalOauthSettings.consumerKey ExtlClntAppOauthSettings.oauthLink`,
  },
  {
    why: 'an access key id, which AWS shows as a user name is shown; the patterns cover it for viewers',
    of: `
      DataConnectorS3.s3AccessKey NamedCredential.awsAccessKey`,
  },
  {
    why: 'a certificate or public key, or the name of one: made to be given to others',
    of: `
      ConnectedAppOauthAssetToken.assetSigningCertId ConnectedAppOauthConfig.certificate
      ConnectedAppSamlConfig.certificate ConnectedAppSamlConfig.encryptionCertificate
      ExternalCredentialParameter.certificate ExternalDataSource.certificate
      ExtlClntAppGlobalOauthSettings.certificate
      ExtlClntAppOauthSettings.assetTokenSigningCertificate
      ExtlClntAppOauthSettings.clientAssertionCertificate
      ExtlClntAppSamlConfigurablePolicies.certificate
      ExtlClntAppSamlConfigurablePolicies.encryptionCertificate
      FieldServiceSettings.deepLinkPublicSecurityKey IdentityProviderSettings.certificateName
      MessagingAuthorization.publicKeyCertificateSetName MobSecurityCertPinConfig.certificateHash
      NamedCredential.certificate NamedCredential.jwtSigningCertificate
      NamedCredentialParameter.certificate PublicKeyCertificate.jsonWebKey
      PublicKeyCertificateSetKey.publicKeyCertificate SamlSsoConfig.decryptionCertificate
      SamlSsoConfig.requestSigningCertId SamlSsoConfig.validationCert SiteWebAddress.certificate`,
  },
  {
    why: 'the name of another component, a user or a queue',
    of: `
      CMSConnectSource.namedCredential CareBenefitVerifySettings.serviceNamedCredential
      ChatterAnswersSettings.facebookAuthProvider Community.emailHeaderDocument
      ConnectedAppOauthConfig.oauthClientCredentialUser ConversationVendorInfo.namedCredential
      CustomSite.authorizationRequiredPage CustomSite.changePasswordPage
      CustomSite.chatterAnswersForgotPasswordConfirmPage CustomSite.chatterAnswersForgotPasswordPage
      CustomSite.forgotPasswordPage EmailServicesAddress.authorizedSenders
      EmailServicesFunction.authorizedSenders EmailToCaseRoutingAddress.authorizedSenders
      ExternalCredentialParameter.authProvider
      ExternalCredentialParameter.externalAuthIdentityProvider ExternalDataSource.authProvider
      ExternalDataSource.namedCredential ExternalServiceRegistration.namedCredential
      ExternalServiceRegistration.namedCredentialReference
      ExtlClntAppOauthConfigurablePolicies.clientCredentialsFlowUser
      MessagingAuthorization.authIdentifier MessagingAuthorization.authProviderName
      MessagingChannel.sessionHandlerFlow MessagingChannel.sessionHandlerQueue
      MessagingChannel.sessionHandlerUser NamedCredential.authProvider
      NamedCredentialParameter.externalCredential Network.changePasswordTemplate
      Network.forgotPasswordTemplate Network.headlessForgotPasswordTemplate
      Network.pwdlessRegEmailTemplate NetworkBranding.pageHeader
      OauthTokenExchangeHandler.tokenHandlerApex
      PermissionSetExternalCredentialPrincipalAccess.externalCredentialPrincipal
      Portal.headerDocument Portal.loginHeaderDocument PromptVersion.targetPageKey1
      PromptVersion.targetPageKey2 PromptVersion.targetPageKey3 PromptVersion.targetPageKey4
      UserProvisioningConfig.namedCredential VirtualVisitConfig.namedCredential`,
  },
  {
    why: 'an address; a password in one is found by the patterns',
    of: `
      ActvPlatformOAuthConnector.oauthUrl AuthProvider.authorizeUrl AuthProvider.oauthKickoffUrl
      AuthProvider.tokenUrl NamedCredential.authTokenEndpointUrl
      PasswordPolicies.passwordAssistanceURL SamlSsoConfig.oauthTokenEndpoint`,
  },
  {
    why: 'a choice, a scope, an audience or a policy',
    of: `
      AuthProvider.idTokenIssuer ConnectedAppOauthIdToken.idTokenAudience
      ConnectedAppOauthPolicy.refreshTokenPolicy ConnectedAppSessionPolicy.sessionLevel
      ExternalAppIdTokenConfig.idTokenAudience ExternalDataSource.oauthScope
      ExtlClntAppOauthConfigurablePolicies.refreshTokenValidityUnit
      ExtlClntAppOauthSettings.assetTokenAudiences
      ExtlClntAppOauthSettings.commaSeparatedOauthScopes NamedCredential.oauthScope
      PasswordPolicies.minimumPasswordLength PasswordPolicies.passwordAssistanceMessage
      SamlSsoConfig.requestSignatureMethod`,
  },
  {
    why: 'text or colour that people see',
    of: `
      ActionLinkTemplate.labelKey AppBrand.headerColor ChatterExtension.headerText
      CustomHttpHeader.headerFieldName DashboardComponent.header Document.keywords
      GenAiPromptTemplateVersion.keywords Keyword.keyword MessagingKeyword.keyword
      ModeratedEntityField.keywordList OmniUiCard.authorName OmniUiCard.stylingConfiguration
      PromptVersion.header PromptVersionTranslation.header ServiceCloudConsoleConfig.headerColor`,
  },
  {
    why: 'a key that finds or joins records, not one that opens anything',
    of: `
      ConnectedAppAttribute.key CustomField.summaryForeignKey DataSourceField.keyQualifierName
      DataSourceField.srcKeyQualifier DefaultShortcut.keyCommand
      DiscoveryFieldMap.sobjectFieldJoinKey DiscoveryFieldMap.sourceFieldJoinKey
      ExternalAIModel.externalModelKey ExtlClntAppOauthPoliciesAttribute.key
      ExtlClntAppOauthSettingsAttribute.key ExtlClntAppSamlConfigurablePoliciesAttribute.key
      Flow.timeZoneSidKey FlowComplexLiteralTranslation.customAspectKey
      LicenseDefinition.licensingAuthority LicenseDefinition.licensingAuthorityProvider
      MessagingChannel.platformKey MktDataConnectionCred.credentialName
      MktDataLakeFieldAttributes.keyQualifierName
      MktDataLakeFieldAttributes.mktDatalakeSrcKeyQualifier
      MktDataModelFieldAttributes.keyQualifierName MlModelSchema.multiRowPredictionKey
      MlModelSchema.multiRowResultKey OmniDataTransform.overrideKey OmniDataTransformItem.globalKey
      OmniDataTransformItem.migrationKey OmniExtTrackingDef.omniExtTrackingDefKey
      OmniExtTrackingEventDef.omniExtTrackingEventDefKey OmniIntegrationProcedure.omniProcessKey
      OmniIntegrationProcedure.overrideKey OmniIntegrationProcedure.webComponentKey
      OmniProcessElement.embeddedOmniScriptKey OmniScript.omniProcessKey OmniScript.overrideKey
      OmniScript.webComponentKey OmniTrackingComponentDef.omniTrackingComponentDefKey
      OmniTrackingGroup.omniTrackingGroupKey OmniUiCard.clonedFromOmniUiCardKey
      OmniUiCard.overrideKey OrchestrationContext.salesforceObjectPrimaryKey
      OrchestrationContextEvent.platformEventPrimaryKey PlatformEventSubscriberConfig.partitionKey
      RuleLibraryContextTag.hashableContextTag ValueTypeField.foreignKeyDomain`,
  },
];
