// One component of each type that lies inside a file it shares with others: a sample as documents.ts has them.

import type { Sample } from './documents.ts';

const edit = ['Before.', 'After.'] as const;
const criteria =
  '<criteriaItems><field>State__c</field><operation>equals</operation><value>Open</value></criteriaItems>';

export const partSamples = {
  CustomLabel: {
    fullName: 'Bill_Due',
    inside:
      '<categories>Bills</categories><language>en_US</language><protected>false</protected><shortDescription>Bill due</shortDescription><value>Before. &lt;b&gt;It&apos;s due&lt;/b&gt;\n        at once</value>',
    edit,
  },
  WorkflowRule: {
    fullName: 'Bill__c.Tell. The: clerk',
    inside:
      '<actions><name>Tell_Clerk</name><type>Alert</type></actions><active>true</active><criteriaItems><field>Bill__c.State__c</field><operation>equals</operation><value>Open</value></criteriaItems><description>Before.</description><triggerType>onCreateOnly</triggerType><workflowTimeTriggers><actions><name>Call</name><type>Task</type></actions><timeLength>3</timeLength><workflowTimeTriggerUnit>Days</workflowTimeTriggerUnit></workflowTimeTriggers>',
    edit,
  },
  WorkflowAlert: {
    fullName: 'Bill__c.Tell_Clerk',
    inside:
      '<ccEmails>clerk@acme.example</ccEmails><description>Before.</description><protected>false</protected><recipients><type>owner</type></recipients><recipients><recipient>Clerk</recipient><type>role</type></recipients><senderType>CurrentUser</senderType><template>unfiled$public/Bill</template>',
    edit,
  },
  WorkflowFieldUpdate: {
    fullName: 'Bill__c.Close_It',
    inside:
      '<description>Before.</description><field>State__c</field><literalValue>Paid</literalValue><name>Close it</name><notifyAssignee>false</notifyAssignee><operation>Literal</operation><protected>false</protected><reevaluateOnChange>false</reevaluateOnChange>',
    edit,
  },
  WorkflowOutboundMessage: {
    fullName: 'Bill__c.Tell_Bank',
    inside:
      '<apiVersion>66.0</apiVersion><description>Before.</description><endpointUrl>https://bank.example/hook</endpointUrl><fields>Id</fields><fields>State__c</fields><includeSessionId>false</includeSessionId><integrationUser>ada.king@acme.example</integrationUser><name>Tell bank</name><protected>false</protected><useDeadLetterQueue>false</useDeadLetterQueue>',
    edit,
  },
  WorkflowTask: {
    fullName: 'Bill__c.Call',
    inside:
      '<assignedToType>owner</assignedToType><description>Before.</description><dueDateOffset>1</dueDateOffset><notifyAssignee>true</notifyAssignee><priority>Normal</priority><protected>false</protected><status>Not Started</status><subject>Call</subject>',
    edit,
  },
  AssignmentRule: {
    fullName: 'Case.Standard Case',
    inside: `<active>true</active><ruleEntry><assignedTo>Bills</assignedTo><assignedToType>Queue</assignedToType>${criteria.replace('Open', 'Before.')}</ruleEntry><ruleEntry><assignedTo>ada.king@acme.example</assignedTo><assignedToType>User</assignedToType></ruleEntry>`,
    edit,
  },
  AutoResponseRule: {
    fullName: 'Lead.Thanks',
    inside: `<active>true</active><ruleEntry>${criteria}<senderEmail>clerk@acme.example</senderEmail><senderName>Before.</senderName><template>unfiled$public/Thanks</template></ruleEntry>`,
    edit,
  },
  EscalationRule: {
    fullName: 'Case.Late',
    inside: `<active>true</active><ruleEntry><businessHoursSource>None</businessHoursSource>${criteria.replace('Open', 'Before.')}<escalationAction><minutesToEscalation>60</minutesToEscalation><notifyCaseOwner>true</notifyCaseOwner></escalationAction><escalationStartTime>CaseCreation</escalationStartTime></ruleEntry>`,
    edit,
  },
  MatchingRule: {
    fullName: 'Account.Same_Name',
    inside:
      '<booleanFilter>1 AND 2</booleanFilter><description>Before.</description><label>Same name</label><matchingRuleItems><blankValueBehavior>NullNotAllowed</blankValueBehavior><fieldName>Name</fieldName><matchingMethod>Exact</matchingMethod></matchingRuleItems><matchingRuleItems><blankValueBehavior>NullNotAllowed</blankValueBehavior><fieldName>Phone</fieldName><matchingMethod>Phone</matchingMethod></matchingRuleItems><ruleStatus>Active</ruleStatus>',
    edit,
  },
  SharingOwnerRule: {
    fullName: 'Bill__c.Clerks_See',
    inside:
      '<accessLevel>Read</accessLevel><description>Before.</description><label>Clerks see</label><sharedTo><role>Clerk</role></sharedTo><sharedFrom><allInternalUsers/></sharedFrom>',
    edit,
  },
  SharingCriteriaRule: {
    fullName: 'Bill__c.Open_Ones',
    inside: `<accessLevel>Edit</accessLevel><description>Before.</description><label>Open ones</label><sharedTo><group>Clerks</group></sharedTo>${criteria}<includeRecordsOwnedByAll>true</includeRecordsOwnedByAll>`,
    edit,
  },
} as const satisfies Record<string, Sample>;
