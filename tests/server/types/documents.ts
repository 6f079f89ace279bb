// One component of each type of the registry: its name, its document, and a real edit of it.

import type { MetadataType } from '../../../core/component.ts';
import { partSamples } from './part-documents.ts';

export interface Sample {
  readonly fullName: string;
  /** Elements inside the document's root, one a line; `fullName` is added for types whose files have it. */
  readonly inside: string;
  /** What an admin changes: this text becomes that. */
  readonly edit: readonly [string, string];
  /** The document's root, where it is not called like the type. */
  readonly root?: string;
  /** Of code: the files beside the document, by name. */
  readonly code?: Readonly<Record<string, string>>;
  /** What Salesforce calls it, where that is not its full name. */
  readonly calledBy?: string;
}

const labelled = (fullName: string, more = ''): Sample => ({
  fullName,
  inside: `<description>Before.</description>${more}<label>${fullName}</label>`,
  edit: ['Before.', 'After.'],
});
const mastered = (fullName: string, more = ''): Sample => ({
  fullName,
  inside: `<description>Before.</description><masterLabel>${fullName}</masterLabel>${more}`,
  edit: ['Before.', 'After.'],
});
const coded = (file: string, content: string, more = ''): Sample => ({
  fullName: file.slice(0, file.lastIndexOf('.')),
  code: { [file]: content },
  inside: `<apiVersion>66.0</apiVersion>${more}`,
  edit: ['// before', '// after'],
});

export const samples: Readonly<Record<MetadataType, Sample>> = {
  ...partSamples,
  ApexClass: coded('Billing.cls', '// before\npublic class Billing {\n}\n', '<status>Active</status>'),
  ApexTrigger: coded(
    'OnBill.trigger',
    '// before\ntrigger OnBill on Account (before insert) {\n}\n',
    '<status>Active</status>',
  ),
  ApexPage: coded(
    'BillPage.page',
    '<apex:page>\n// before\n</apex:page>\n',
    '<availableInTouch>false</availableInTouch><confirmationTokenRequired>false</confirmationTokenRequired><label>BillPage</label>',
  ),
  ApexComponent: coded(
    'BillBox.component',
    '<apex:component>\n// before\n</apex:component>\n',
    '<label>BillBox</label>',
  ),
  LightningComponentBundle: {
    fullName: 'billList',
    code: {
      'billList.css': ':host { color: red; }\n',
      'billList.html': '<template>bills</template>\n',
      'billList.js':
        "// before\nimport { LightningElement } from 'lwc';\nexport default class BillList extends LightningElement {}\n",
      'util/format.js': 'export const format = String;\n',
    },
    inside:
      '<apiVersion>66.0</apiVersion><isExposed>true</isExposed><targets><target>lightning__HomePage</target></targets>',
    edit: ['// before', '// after'],
  },
  AuraDefinitionBundle: {
    fullName: 'BillBanner',
    code: {
      'BillBanner.cmp': '<aura:component>\n  <!-- before -->\n</aura:component>\n',
      'BillBannerController.js': '({ init: function () {} })\n',
      'BillBanner.css': '.THIS { color: red; }\n',
      'BillBanner.design': '<design:component label="Bills"/>\n',
    },
    inside: '<apiVersion>66.0</apiVersion><description>Bills</description>',
    edit: ['before', 'after'],
  },
  Flow: {
    fullName: 'Bill_Reminder',
    inside:
      '<apiVersion>66.0</apiVersion><assignments><name>Count</name><label>Count</label><locationX>176</locationX><locationY>134</locationY><assignmentItems><assignToReference>count</assignToReference><operator>Add</operator><value><numberValue>1.0</numberValue></value></assignmentItems></assignments><label>Bill Reminder</label><processType>AutoLaunchedFlow</processType><start><locationX>50</locationX><locationY>0</locationY><connector><targetReference>Count</targetReference></connector></start><status>Active</status><variables><name>count</name><dataType>Number</dataType><isCollection>false</isCollection><isInput>false</isInput><isOutput>true</isOutput><scale>0</scale></variables>',
    edit: ['<numberValue>1.0</numberValue>', '<numberValue>2.0</numberValue>'],
  },
  ApprovalProcess: {
    fullName: 'Bill__c.Approve_Bill',
    inside:
      '<active>true</active><allowRecall>false</allowRecall><allowedSubmitters><type>owner</type></allowedSubmitters><description>Before.</description><enableMobileDeviceAccess>false</enableMobileDeviceAccess><finalApprovalRecordLock>true</finalApprovalRecordLock><label>Approve Bill</label><recordEditability>AdminOnly</recordEditability><showApprovalHistory>true</showApprovalHistory>',
    edit: ['Before.', 'After.'],
  },
  DuplicateRule: {
    fullName: 'Account.Same_Bill',
    inside:
      '<actionOnInsert>Allow</actionOnInsert><alertText>Before.</alertText><isActive>true</isActive><masterLabel>Same Bill</masterLabel><securityOption>EnforceSharingRules</securityOption><sortOrder>1</sortOrder>',
    edit: ['Before.', 'After.'],
  },
  EntitlementProcess: {
    fullName: 'gold',
    inside:
      '<SObjectType>Case</SObjectType><active>false</active><description>Before.</description><isVersionDefault>true</isVersionDefault><name>Gold</name><versionMaster>gold</versionMaster><versionNumber>1</versionNumber>',
    edit: ['Before.', 'After.'],
  },
  MilestoneType: {
    fullName: 'First Reply',
    inside: '<description>Before.</description><recurrenceType>none</recurrenceType>',
    edit: ['Before.', 'After.'],
  },
  QueueRoutingConfig: {
    fullName: 'Bills',
    inside:
      '<capacityWeight>5.0</capacityWeight><isAttributeBased>false</isAttributeBased><label>Bills</label><pushTimeout>20</pushTimeout><routingModel>LEAST_ACTIVE</routingModel><routingPriority>1</routingPriority>',
    edit: ['<pushTimeout>20<', '<pushTimeout>30<'],
  },
  ServiceChannel: {
    fullName: 'sfdc_bill',
    inside: '<label>Before.</label><relatedEntityType>Case</relatedEntityType>',
    edit: ['Before.', 'After.'],
  },
  PlatformEventChannel: {
    fullName: 'Bills__chn',
    inside: '<channelType>event</channelType><label>Before.</label>',
    edit: ['Before.', 'After.'],
  },
  PlatformEventChannelMember: {
    fullName: 'Bills_chn_Bill_e',
    inside:
      '<eventChannel>Bills__chn</eventChannel><filterExpression>a = 1</filterExpression><selectedEntity>Bill__e</selectedEntity>',
    edit: ['a = 1', 'a = 2'],
  },
  EmailServicesFunction: {
    fullName: 'Bills_In',
    inside:
      '<apexClass>Billing</apexClass><attachmentOption>None</attachmentOption><emailServicesAddresses><authorizedSenders>before.example</authorizedSenders><developerName>bills</developerName><isActive>true</isActive><localPart>bills</localPart><runAsUser>ada.king@acme.example</runAsUser></emailServicesAddresses><functionName>Bills_In</functionName><isActive>true</isActive>',
    edit: ['before', 'after'],
  },
  ExternalServiceRegistration: {
    fullName: 'Bank',
    inside:
      '<description>Before.</description><label>Bank</label><operations><active>true</active><name>pay</name></operations><registrationProviderType>Custom</registrationProviderType><schema>{&quot;openapi&quot;:&quot;3.0.0&quot;}</schema><schemaType>OpenApi3</schemaType><status>Complete</status>',
    edit: ['Before.', 'After.'],
  },
  PlatformCachePartition: {
    fullName: 'Bills',
    inside:
      '<description>Before.</description><isDefaultPartition>false</isDefaultPartition><masterLabel>Bills</masterLabel><platformCachePartitionTypes><allocatedCapacity>1</allocatedCapacity><cacheType>Session</cacheType></platformCachePartitionTypes><platformCachePartitionTypes><allocatedCapacity>2</allocatedCapacity><cacheType>Organization</cacheType></platformCachePartitionTypes>',
    edit: ['Before.', 'After.'],
  },
  Territory2Type: {
    fullName: 'Region',
    inside: '<description>Before.</description><name>Region</name><priority>1</priority>',
    edit: ['Before.', 'After.'],
  },
  CustomNotificationType: {
    fullName: 'Bill_Due',
    inside:
      '<customNotifTypeName>Bill_Due</customNotifTypeName><description>Before.</description><desktop>true</desktop><masterLabel>Bill due</masterLabel><mobile>false</mobile>',
    edit: ['Before.', 'After.'],
  },
  CustomObject: {
    fullName: 'Bill__c',
    inside:
      '<deploymentStatus>Deployed</deploymentStatus><enableActivities>false</enableActivities><label>Bill</label><nameField><label>Number</label><type>Text</type></nameField><pluralLabel>Bills</pluralLabel><sharingModel>ReadWrite</sharingModel>',
    edit: ['<enableActivities>false<', '<enableActivities>true<'],
  },
  CustomField: {
    fullName: 'Bill__c.State__c',
    inside:
      '<description>Before.</description><externalId>false</externalId><label>State</label><required>false</required><type>Picklist</type><valueSet><restricted>true</restricted><valueSetDefinition><sorted>false</sorted><value><fullName>Paid</fullName><default>false</default><label>Paid</label></value><value><fullName>Open</fullName><default>true</default><label>Open</label></value></valueSetDefinition></valueSet>',
    edit: ['Before.', 'After.'],
  },
  ValidationRule: {
    fullName: 'Bill__c.Due_Set',
    inside:
      '<active>true</active><description>Before.</description><errorConditionFormula>ISBLANK(Due__c) &amp;&amp; 1 &lt; 2</errorConditionFormula><errorDisplayField>Due__c</errorDisplayField><errorMessage>Say when it&apos;s due.</errorMessage>',
    edit: ['Before.', 'After.'],
  },
  RecordType: {
    fullName: 'Bill__c.Yearly',
    inside:
      '<active>true</active><description>Before.</description><label>Yearly</label><picklistValues><picklist>State__c</picklist><values><fullName>Open</fullName><default>true</default></values><values><fullName>Paid</fullName><default>false</default></values></picklistValues>',
    edit: ['Before.', 'After.'],
  },
  WebLink: {
    fullName: 'Bill__c.Pay',
    inside:
      '<availability>online</availability><description>Before.</description><displayType>button</displayType><height>600</height><linkType>url</linkType><masterLabel>Pay</masterLabel><openType>newWindow</openType><protected>false</protected><url>https://pay.example/?a=1&amp;b=2</url>',
    edit: ['Before.', 'After.'],
  },
  CompactLayout: {
    fullName: 'Bill__c.Small',
    inside: '<fields>Name</fields><fields>State__c</fields><label>Before.</label>',
    edit: ['Before.', 'After.'],
  },
  BusinessProcess: {
    fullName: 'Lead.Quick',
    inside:
      '<description>Before.</description><isActive>true</isActive><values><fullName>Open</fullName><default>true</default></values><values><fullName>Done</fullName><default>false</default></values>',
    edit: ['Before.', 'After.'],
  },
  FieldSet: {
    fullName: 'Bill__c.Main',
    inside:
      '<description>Before.</description><displayedFields><field>State__c</field><isFieldManaged>false</isFieldManaged><isRequired>false</isRequired></displayedFields><label>Main</label>',
    edit: ['Before.', 'After.'],
  },
  ListView: {
    fullName: 'Bill__c.Open_Bills',
    inside:
      '<columns>NAME</columns><columns>State__c</columns><filterScope>Everything</filterScope><filters><field>State__c</field><operation>equals</operation><value>Open</value></filters><label>Before.</label>',
    edit: ['Before.', 'After.'],
  },
  Layout: {
    fullName: 'Bill__c-Bill %28small%29 Layout',
    inside:
      '<layoutSections><customLabel>false</customLabel><detailHeading>false</detailHeading><editHeading>true</editHeading><label>Main</label><layoutColumns><layoutItems><behavior>Required</behavior><field>Name</field></layoutItems><layoutItems><behavior>Edit</behavior><field>State__c</field></layoutItems></layoutColumns><layoutColumns/><style>TwoColumnsTopToBottom</style></layoutSections><showEmailCheckbox>false</showEmailCheckbox>',
    edit: ['<behavior>Edit<', '<behavior>Readonly<'],
  },
  GlobalValueSet: {
    fullName: 'States',
    inside:
      '<customValue><fullName>Open</fullName><default>false</default><label>Open</label></customValue><customValue><fullName>Paid</fullName><default>false</default><label>Paid</label></customValue><description>Before.</description><masterLabel>States</masterLabel><sorted>false</sorted>',
    edit: ['Before.', 'After.'],
  },
  CustomMetadata: {
    fullName: 'Rate.Low',
    inside:
      '<label>Before.</label><protected>false</protected><values><field>Percent__c</field><value xsi:type="xsd:double">1.5</value></values><values><field>Note__c</field><value xsi:nil="true"/></values>',
    edit: ['Before.', 'After.'],
  },
  PathAssistant: {
    fullName: 'Bill_Path',
    inside:
      '<active>true</active><entityName>Bill__c</entityName><fieldName>State__c</fieldName><masterLabel>Before.</masterLabel><pathAssistantSteps><fieldNames>Due__c</fieldNames><info>Ask.</info><picklistValueName>Open</picklistValueName></pathAssistantSteps><recordTypeName>__MASTER__</recordTypeName>',
    edit: ['Before.', 'After.'],
  },
  PermissionSet: {
    fullName: 'Billing_User',
    inside:
      '<description>Before.</description><fieldPermissions><editable>true</editable><field>Bill__c.State__c</field><readable>true</readable></fieldPermissions><hasActivationRequired>false</hasActivationRequired><label>Billing User</label><userPermissions><enabled>true</enabled><name>RunReports</name></userPermissions>',
    edit: ['<editable>true<', '<editable>false<'],
  },
  PermissionSetGroup: {
    fullName: 'Billing',
    inside:
      '<description>Before.</description><hasActivationRequired>false</hasActivationRequired><label>Billing</label><permissionSets>Billing_User</permissionSets><permissionSets>Sales_User</permissionSets><status>Updated</status>',
    edit: ['Before.', 'After.'],
  },
  MutingPermissionSet: labelled(
    'Billing_Mute',
    '<fieldPermissions><editable>false</editable><field>Bill__c.State__c</field><readable>true</readable></fieldPermissions>',
  ),
  Profile: {
    fullName: 'Bill Clerk',
    inside:
      '<custom>true</custom><fieldPermissions><editable>true</editable><field>Bill__c.State__c</field><readable>true</readable></fieldPermissions><userLicense>Salesforce</userLicense><userPermissions><enabled>true</enabled><name>RunReports</name></userPermissions>',
    edit: ['<editable>true<', '<editable>false<'],
  },
  CustomPermission: labelled('May_Bill', '<isLicensed>false</isLicensed>'),
  Role: {
    fullName: 'Clerk',
    inside:
      '<caseAccessLevel>None</caseAccessLevel><contactAccessLevel>Edit</contactAccessLevel><description>Before.</description><mayForecastManagerShare>false</mayForecastManagerShare><name>Clerk</name><opportunityAccessLevel>None</opportunityAccessLevel>',
    edit: ['Before.', 'After.'],
  },
  Queue: {
    fullName: 'Bills',
    inside:
      '<doesSendEmailToMembers>false</doesSendEmailToMembers><name>Before.</name><queueSobject><sobjectType>Case</sobjectType></queueSobject>',
    edit: ['Before.', 'After.'],
  },
  Group: {
    fullName: 'Clerks',
    inside: '<doesIncludeBosses>true</doesIncludeBosses><name>Before.</name>',
    edit: ['Before.', 'After.'],
  },
  DelegateGroup: {
    fullName: 'Helpers',
    inside: '<label>Before.</label><loginAccess>false</loginAccess>',
    edit: ['Before.', 'After.'],
  },
  RemoteSiteSetting: {
    fullName: 'Bank',
    inside:
      '<description>Before.</description><disableProtocolSecurity>false</disableProtocolSecurity><isActive>true</isActive><url>https://bank.example</url>',
    edit: ['Before.', 'After.'],
  },
  CspTrustedSite: {
    fullName: 'Bank',
    inside:
      '<context>All</context><description>Before.</description><endpointUrl>https://bank.example</endpointUrl><isActive>true</isActive>',
    edit: ['Before.', 'After.'],
  },
  CorsWhitelistOrigin: {
    fullName: 'Bank',
    inside: '<urlPattern>https://before.example</urlPattern>',
    edit: ['before', 'after'],
  },
  TransactionSecurityPolicy: {
    fullName: 'No_Exports',
    inside:
      '<action><block>true</block></action><active>false</active><apexClass>Exports</apexClass><description>Before.</description><developerName>No_Exports</developerName><masterLabel>No exports</masterLabel><type>CustomApexPolicy</type>',
    edit: ['Before.', 'After.'],
  },
  FlexiPage: {
    fullName: 'Bill_Home',
    inside:
      '<flexiPageRegions><itemInstances><componentInstance><componentName>flexipage:richText</componentName><identifier>text1</identifier></componentInstance></itemInstances><name>main</name><type>Region</type></flexiPageRegions><masterLabel>Before.</masterLabel><template><name>flexipage:defaultAppHomeTemplate</name></template><type>HomePage</type>',
    edit: ['Before.', 'After.'],
  },
  CustomApplication: {
    fullName: 'Billing',
    inside:
      '<description>Before.</description><formFactors>Large</formFactors><label>Billing</label><navType>Standard</navType><tabs>standard-Account</tabs><tabs>Bill__c</tabs><uiType>Lightning</uiType>',
    edit: ['Before.', 'After.'],
  },
  CustomTab: {
    fullName: 'Bill__c',
    inside:
      '<customObject>true</customObject><description>Before.</description><motif>Custom53: Bell</motif>',
    edit: ['Before.', 'After.'],
  },
  QuickAction: {
    fullName: 'Account.Bill',
    inside:
      '<description>Before.</description><label>Bill</label><optionsCreateFeedItem>true</optionsCreateFeedItem><quickActionLayout><layoutSectionStyle>TwoColumnsLeftToRight</layoutSectionStyle><quickActionLayoutColumns><quickActionLayoutItems><emptySpace>false</emptySpace><field>Name</field><uiBehavior>Required</uiBehavior></quickActionLayoutItems></quickActionLayoutColumns></quickActionLayout><targetObject>Bill__c</targetObject><type>Create</type>',
    edit: ['Before.', 'After.'],
  },
  ReportType: {
    fullName: 'Bills',
    inside:
      '<baseObject>Bill__c</baseObject><category>other</category><deployed>true</deployed><description>Before.</description><label>Bills</label><sections><columns><checkedByDefault>true</checkedByDefault><field>Name</field><table>Bill__c</table></columns><masterLabel>Bills</masterLabel></sections>',
    edit: ['Before.', 'After.'],
  },
  LightningMessageChannel: mastered('Bill_Chosen', '<isExposed>true</isExposed>'),
  LightningExperienceTheme: {
    fullName: 'Bank',
    inside:
      '<defaultBrandingSet>LEXTHEMINGBank</defaultBrandingSet><description>Before.</description><masterLabel>Bank</masterLabel><shouldOverrideLoadingImage>false</shouldOverrideLoadingImage>',
    edit: ['Before.', 'After.'],
  },
  Prompt: {
    fullName: 'Welcome',
    inside: '<masterLabel>Before.</masterLabel>',
    edit: ['Before.', 'After.'],
  },
  Letterhead: {
    fullName: 'Bank',
    inside:
      '<available>true</available><backgroundColor>#FFFFFF</backgroundColor><bodyColor>#FFFFFF</bodyColor><description>Before.</description><footer><height>50</height><horizontalAlignment>Left</horizontalAlignment></footer><name>Bank</name>',
    edit: ['Before.', 'After.'],
  },
  CustomSite: {
    fullName: 'Bank',
    inside:
      '<active>true</active><clickjackProtectionLevel>SameOriginOnly</clickjackProtectionLevel><description>Before.</description><masterLabel>Bank</masterLabel><siteType>Visualforce</siteType>',
    edit: ['Before.', 'After.'],
  },
  Network: {
    fullName: 'Bank',
    inside:
      '<allowMembersToFlag>false</allowMembersToFlag><description>Before.</description><networkMemberGroups><permissionSet>Billing_User</permissionSet><profile>admin</profile></networkMemberGroups><site>Bank</site><status>Live</status>',
    edit: ['Before.', 'After.'],
  },
  EmbeddedServiceConfig: {
    fullName: 'Bank_Chat',
    inside:
      '<areGuestUsersAllowed>false</areGuestUsersAllowed><authMethod>CustomLogin</authMethod><masterLabel>Before.</masterLabel><shouldHideAuthDialog>false</shouldHideAuthDialog><site>Bank</site>',
    edit: ['Before.', 'After.'],
  },
  Translations: {
    fullName: 'de',
    inside:
      '<customLabels><label>Bezahlt</label><name>Paid</name></customLabels><customTabs><label>Before.</label><name>Bill__c</name></customTabs>',
    edit: ['Before.', 'After.'],
  },
  AuthProvider: {
    fullName: 'Bank_Id',
    inside:
      '<authorizeUrl>https://id.bank.example/authorize</authorizeUrl><consumerKey>bank-app</consumerKey><consumerSecret>Placeholder_Value</consumerSecret><friendlyName>Before.</friendlyName><isPkceEnabled>true</isPkceEnabled><providerType>OpenIdConnect</providerType>',
    edit: ['Before.', 'After.'],
  },
  CallCenter: {
    fullName: 'BankPhone',
    inside:
      '<displayName>Before.</displayName><displayNameLabel>Display Name</displayNameLabel><internalNameLabel>Internal Name</internalNameLabel><sections><items><label>Adapter URL</label><name>reqAdapterUrl</name><value>https://cti.bank.example</value></items><items><label>Softphone height</label><name>reqHeight</name><value>300</value></items><label>General</label><name>reqGeneralInfo</name></sections>',
    edit: ['Before.', 'After.'],
  },
  ConnectedApp: {
    fullName: 'Bank_Desk',
    inside:
      '<contactEmail>ada@acme.example</contactEmail><description>Before.</description><label>Bank Desk</label><oauthConfig><callbackUrl>https://desk.bank.example/callback</callbackUrl><consumerKey>3MVG9bank</consumerKey><isAdminApproved>true</isAdminApproved><scopes>Api</scopes></oauthConfig><oauthPolicy><ipRelaxation>ENFORCE</ipRelaxation><refreshTokenPolicy>infinite</refreshTokenPolicy></oauthPolicy>',
    edit: ['Before.', 'After.'],
  },
  ExternalClientApplication: {
    fullName: 'Bank_Sync',
    inside:
      '<contactEmail>ada@acme.example</contactEmail><description>Before.</description><distributionState>Local</distributionState><isProtected>false</isProtected><label>Bank Sync</label>',
    edit: ['Before.', 'After.'],
  },
  ExtlClntAppOauthSettings: {
    fullName: 'Bank_Sync_oauth',
    inside:
      '<commaSeparatedOauthScopes>Api, RefreshToken</commaSeparatedOauthScopes><externalClientApplication>Bank_Sync</externalClientApplication><label>Before.</label><oauthLink>00D5g000004XyZa:8885g000000AbCd</oauthLink>',
    edit: ['Before.', 'After.'],
  },
  ExtlClntAppConfigurablePolicies: {
    fullName: 'Bank_Sync_policies',
    inside:
      '<externalClientApplication>Bank_Sync</externalClientApplication><isEnabled>true</isEnabled><isOauthPluginEnabled>true</isOauthPluginEnabled><label>Before.</label><startPage>None</startPage>',
    edit: ['Before.', 'After.'],
  },
  ExtlClntAppOauthConfigurablePolicies: {
    fullName: 'Bank_Sync_oauthPolicies',
    inside:
      '<externalClientApplication>Bank_Sync</externalClientApplication><ipRelaxationPolicyType>Enforce</ipRelaxationPolicyType><isClientCredentialsFlowEnabled>false</isClientCredentialsFlowEnabled><label>Before.</label><permittedUsersPolicyType>AdminApprovedPreAuthorized</permittedUsersPolicyType><refreshTokenPolicyType>Infinite</refreshTokenPolicyType>',
    edit: ['Before.', 'After.'],
  },
  ExtlClntAppSamlConfigurablePolicies: {
    fullName: 'Bank_Sync_saml',
    inside:
      '<acsUrl>https://sync.bank.example/acs</acsUrl><entityUrl>https://sync.bank.example</entityUrl><externalClientApplication>Bank_Sync</externalClientApplication><label>Before.</label><subjectType>Username</subjectType>',
    edit: ['Before.', 'After.'],
  },
  NamedCredential: {
    fullName: 'Bank_Api',
    inside:
      '<allowMergeFieldsInBody>false</allowMergeFieldsInBody><allowMergeFieldsInHeader>true</allowMergeFieldsInHeader><calloutStatus>Enabled</calloutStatus><generateAuthorizationHeader>true</generateAuthorizationHeader><label>Before.</label><namedCredentialParameters><externalCredential>Bank</externalCredential><parameterName>ExternalCredential</parameterName><parameterType>Authentication</parameterType></namedCredentialParameters><namedCredentialParameters><parameterName>Url</parameterName><parameterType>Url</parameterType><parameterValue>https://api.bank.example</parameterValue></namedCredentialParameters><namedCredentialType>SecuredEndpoint</namedCredentialType>',
    edit: ['Before.', 'After.'],
  },
  ExternalCredential: {
    fullName: 'Bank',
    inside:
      '<authenticationProtocol>Custom</authenticationProtocol><description>Before.</description><externalCredentialParameters><parameterGroup>DefaultGroup</parameterGroup><parameterName>Authorization</parameterName><parameterType>AuthHeader</parameterType><parameterValue>{!&apos;Bearer &apos; &amp; $Credential.Bank.Key}</parameterValue><sequenceNumber>1</sequenceNumber></externalCredentialParameters><externalCredentialParameters><parameterGroup>Batch</parameterGroup><parameterName>Batch</parameterName><parameterType>NamedPrincipal</parameterType><sequenceNumber>1</sequenceNumber></externalCredentialParameters><label>Bank</label>',
    edit: ['Before.', 'After.'],
  },
  SamlSsoConfig: {
    fullName: 'Bank_Sso',
    inside:
      '<identityLocation>SubjectNameId</identityLocation><identityMapping>FederationId</identityMapping><issuer>https://idp.bank.example</issuer><loginUrl>https://idp.bank.example/login</loginUrl><name>Before.</name><redirectBinding>true</redirectBinding><samlEntityId>https://acme.my.salesforce.com</samlEntityId><samlVersion>SAML2_0</samlVersion><userProvisioning>false</userProvisioning><validationCert>MIIB</validationCert>',
    edit: ['Before.', 'After.'],
  },
  ApexTestSuite: {
    fullName: 'Bill_Tests',
    inside: '<testClassName>BillingTest</testClassName><testClassName>BeforeTest</testClassName>',
    edit: ['<testClassName>BeforeTest</testClassName>', ''],
  },
  Settings: {
    fullName: 'Account',
    root: 'AccountSettings',
    inside:
      '<enableAccountOwnerReport>true</enableAccountOwnerReport><enableAccountTeams>false</enableAccountTeams>',
    edit: ['<enableAccountTeams>false<', '<enableAccountTeams>true<'],
  },
  StandardValueSet: {
    fullName: 'CaseStatus',
    inside:
      '<sorted>false</sorted><standardValue><fullName>New</fullName><default>true</default><label>New</label><closed>false</closed></standardValue><standardValue><fullName>Closed</fullName><default>false</default><label>Before.</label><closed>true</closed></standardValue>',
    edit: ['Before.', 'After.'],
  },
  ReportFolder: {
    fullName: 'Bills',
    inside:
      '<folderShares><accessLevel>View</accessLevel><sharedTo>AllInternalUsers</sharedTo><sharedToType>Group</sharedToType></folderShares><name>Before.</name>',
    edit: ['Before.', 'After.'],
  },
  Report: {
    fullName: 'Bills/Open_Bills',
    inside:
      '<columns><field>CUST_NAME</field></columns><columns><field>Bill__c.State__c</field></columns><description>Before.</description><format>Summary</format><groupingsDown><dateGranularity>Day</dateGranularity><field>Bill__c.State__c</field><sortOrder>Asc</sortOrder></groupingsDown><name>Open Bills</name><reportType>CustomEntity$Bill__c</reportType><scope>organization</scope><showDetails>true</showDetails><timeFrameFilter><dateColumn>CUST_CREATED_DATE</dateColumn><interval>INTERVAL_CUSTOM</interval></timeFrameFilter>',
    edit: ['Before.', 'After.'],
  },
  DashboardFolder: {
    fullName: 'Boards',
    inside: '<name>Before.</name>',
    edit: ['Before.', 'After.'],
  },
  Dashboard: {
    fullName: 'Boards/Bills',
    inside:
      '<backgroundEndColor>#FFFFFF</backgroundEndColor><backgroundFadeDirection>Diagonal</backgroundFadeDirection><backgroundStartColor>#FFFFFF</backgroundStartColor><dashboardType>SpecifiedUser</dashboardType><description>Before.</description><isGridLayout>false</isGridLayout><runningUser>ada.king@acme.example</runningUser><textColor>#000000</textColor><title>Bills</title><titleColor>#000000</titleColor><titleSize>12</titleSize>',
    edit: ['Before.', 'After.'],
  },
  EmailFolder: {
    fullName: 'Letters',
    inside:
      '<accessType>Public</accessType><name>Before.</name><publicFolderAccess>ReadOnly</publicFolderAccess>',
    edit: ['Before.', 'After.'],
  },
  EmailTemplate: {
    fullName: 'Letters/Bill_Due',
    code: { 'Bill_Due.email': '<p>Dear {!Contact.Name},\n// before</p>\n' },
    inside:
      '<available>true</available><encodingKey>UTF-8</encodingKey><name>Bill due</name><style>none</style><subject>Your bill</subject><type>custom</type><uiType>SFX</uiType>',
    edit: ['// before', '// after'],
  },
  StaticResource: {
    fullName: 'Bill_Styles',
    code: { 'Bill_Styles.css': '/* // before */\n.bill { color: red; }\n' },
    inside: '<cacheControl>Public</cacheControl><contentType>text/css</contentType>',
    edit: ['// before', '// after'],
  },
  DocumentFolder: {
    fullName: 'Papers',
    inside:
      '<accessType>Public</accessType><name>Before.</name><publicFolderAccess>ReadOnly</publicFolderAccess>',
    edit: ['Before.', 'After.'],
  },
  Document: {
    fullName: 'Papers/Terms',
    calledBy: 'Papers/Terms.txt',
    code: { 'Terms.txt': 'Pay in time. // before\n' },
    inside: '<internalUseOnly>false</internalUseOnly><name>Terms</name><public>true</public>',
    edit: ['// before', '// after'],
  },
  ContentAsset: {
    fullName: 'Bill_Logo',
    code: { 'Bill_Logo.asset': '<svg><!-- // before --></svg>\n' },
    inside:
      '<language>en_US</language><masterLabel>Bill logo</masterLabel><relationships><organization><access>VIEWER</access></organization></relationships><versions><version><number>1</number><pathOnClient>logo.svg</pathOnClient></version></versions>',
    edit: ['// before', '// after'],
  },
  Certificate: {
    fullName: 'Bank_Cert',
    code: {
      'Bank_Cert.crt': '-----BEGIN CERTIFICATE-----\nTUlJQmVmb3Jl // before\n-----END CERTIFICATE-----\n',
    },
    inside:
      '<caSigned>false</caSigned><encryptedWithPlatformEncryption>false</encryptedWithPlatformEncryption><expirationDate>2030-01-01T00:00:00.000Z</expirationDate><keySize>4096</keySize><masterLabel>Bank</masterLabel><privateKeyExportable>false</privateKeyExportable>',
    edit: ['// before', '// after'],
  },
};
