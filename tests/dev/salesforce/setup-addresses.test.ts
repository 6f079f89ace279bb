// Every section of Setup has a page that says what its address is about: our own list of them, and the published rows.

import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { everySection } from './every-section.ts';
import { lightning, type OrgUnderTest, setup, startOrgUnderTest } from './org-under-test.ts';
import { type Visited, visit } from './visit.ts';

interface Shown {
  readonly type: string;
  readonly fullName: string;
  readonly id: string;
  readonly latestVersionId?: string;
  readonly setupPath: string;
}

let org: OrgUnderTest;
let components: Shown[];
beforeAll(async () => {
  org = await startOrgUnderTest();
  await org.fault({ frameDelay: 0 });
  for (const edit of everySection) {
    const answer = await org.control('/edit', edit);
    if (answer.status !== 200) throw new Error(`${edit.type} ${edit.fullName}: ${answer.text}`);
  }
  components = (await org.control('/state')).json().components;
});
afterAll(() => org?.stop());

const first = (type: string, inObject?: string): Shown => {
  const all = components.filter((each) => each.type === type);
  const found = all.find(({ fullName }) => inObject && fullName.startsWith(`${inObject}.`)) ?? all[0];
  if (!found) throw new Error(`the org has no ${type}`);
  return found;
};
const at = (path: string) => `https://${/^\/lightning\/setup\//.test(path) ? setup : lightning}${path}`;

const escaped = (text: string) => text.replaceAll('&', '&amp;');
/** A page names a component by its API name, by what stands after its object's name or its folder's, or by that in words. */
function names({ text }: Visited, { fullName }: Pick<Shown, 'fullName'>): boolean {
  const own = fullName.slice(Math.max(fullName.lastIndexOf('.'), fullName.lastIndexOf('/')) + 1);
  const words = own.replace(/([a-z])([A-Z])/g, '$1 $2').replaceAll('_', ' ');
  const said = text.toLowerCase();
  return [fullName, own, words].some((name) => said.includes(escaped(name).toLowerCase()));
}

const there = (page: Visited) => page.status === 200 && page.kind !== 'missing' && page.title !== '';

/** Those of which it is true, a few asked at once. */
async function those<T>(all: readonly T[], isTrue: (one: T) => Promise<boolean>): Promise<T[]> {
  const found: T[] = [];
  const left = all.values();
  const worker = async () => {
    for (const one of left) if (await isTrue(one)) found.push(one);
  };
  await Promise.all(Array.from({ length: 8 }, worker));
  return found;
}

/** Parts without a page of their own: Setup shows them on another's, or nowhere. */
const shownElsewhere =
  /^(?:AssignmentRules|AutoResponseRules|CustomLabels|EscalationRules|MatchingRules|Settings|SharingRules|Workflow)$/;

test('every component’s own page names it, with a title', async () => {
  const own = components.filter(({ type }) => !shownElsewhere.test(type));
  const wrong = await those(own, async (each) => {
    const page = await visit(org, at(each.setupPath));
    return !there(page) || !names(page, each);
  });
  expect(wrong.map((each) => `${each.type} ${each.fullName}: ${each.setupPath}`)).toEqual([]);
});

/** Node → the type whose components its list names. */
const lists =
  'ApexClasses:ApexClass ApexComponents:ApexComponent ApexPages:ApexPage ApexTriggers:ApexTrigger ' +
  'ApprovalProcesses:ApprovalProcess AuthProviders:AuthProvider BigObjects:CustomObject CallCenters:CallCenter ' +
  'CaseEscRules:EscalationRule CaseResponses:AutoResponseRule CaseRules:AssignmentRule ' +
  'CertificatesAndKeysManagement:Certificate CommunicationTemplatesEmail:EmailTemplate ConnectedApplication:ConnectedApp ' +
  'CustomMetadata:CustomMetadata CustomNotifications:CustomNotificationType CustomPermissions:CustomPermission ' +
  'CustomReportTypes:ReportType CustomSettings:CustomObject CustomTabs:CustomTab DuplicateRules:DuplicateRule ' +
  'EmailToApexFunction:EmailServicesFunction EnhancedProfiles:Profile EventObjects:CustomObject ' +
  'ExternalObjects:CustomObject ExternalStrings:CustomLabel FlexiPageList:FlexiPage Flows:Flow GlobalActions:QuickAction ' +
  'LeadProcess:BusinessProcess LeadResponses:AutoResponseRule LeadRules:AssignmentRule ' +
  'LightningComponentBundles:LightningComponentBundle ManageExternalClientApplication:ExternalClientApplication ' +
  'MatchingRules:MatchingRule NamedCredential:NamedCredential NavigationMenus:CustomApplication ' +
  'OpportunityProcess:BusinessProcess PathAssistantSetupHome:PathAssistant PermSetGroups:PermissionSetGroup ' +
  'PermSets:PermissionSet Picklists:GlobalValueSet PublicGroups:Group Queues:Queue Roles:Role ' +
  'SecurityCspTrustedSite:CspTrustedSite SecurityRemoteProxy:RemoteSiteSetting SecuritySharing:SharingOwnerRule ' +
  'SetupNetworks:Network SingleSignOn:SamlSsoConfig SlaProcess:EntitlementProcess StaticResources:StaticResource ' +
  'WorkflowEmails:WorkflowAlert WorkflowFieldUpdates:WorkflowFieldUpdate WorkflowOutboundMessaging:WorkflowOutboundMessage ' +
  'WorkflowRules:WorkflowRule WorkflowTasks:WorkflowTask';

test('every node’s list names what it lists', async () => {
  const wrong = await those(lists.split(' '), async (pair) => {
    const [node, type = ''] = pair.split(':');
    const page = await visit(org, at(`/lightning/setup/${node}/home`));
    return page.kind !== 'list' || !components.some((each) => each.type === type && names(page, each));
  });
  expect(wrong).toEqual([]);
});

/** `{}` is the id of the first component of that type, in 15 characters. */
test.each([
  ['/builder_omnistudio/omnistudioBuilder.app?type=omniscript&id={}', 'OmniScript'],
  ['/builder_omnistudio/omnistudioBuilder.app?type=flexcard&id={}', 'OmniUiCard'],
  ['/builder_industries_interaction_rule/industriesBuilder.app?recordId={}', 'OmniIntegrationProcedure'],
  ['/setup_sales_pathassistant/paSetupWizard.app?pathAssistantId={}', 'PathAssistant'],
  ['/visualEditor/appBuilder.app?pageId={}', 'FlexiPage'],
  ['/lightning/_classic/%2F{}', 'ApexPage'],
  ['/lightning/setup/ObjectManager/page?address=%2F{}', 'ValidationRule'],
  ['https://acme.my.salesforce.com/_ui/common/apex/debug/ApexCSIPage?Id={}', 'ApexClass'],
  ['https://acme.my.salesforce.com/p/own/Queue/d?id={}', 'Queue'],
  ['https://acme.my.salesforce.com/sfsites/picasso/core/config/commeditor.jsp?siteId={}', 'CustomSite'],
  [
    'https://acme.builder.salesforce-experience.com/sfsites/picasso/core/config/commeditor.jsp?exitURL=https%3A%2F%2Facme.my.salesforce.com%2Fservlet%2Fnetworks%2Fswitch%3FnetworkId%3D{}%26startURL%3D%252FcommunitySetup',
    'Network',
  ],
])('%s shows its %s', async (address, type) => {
  const component = first(type);
  const filled = address.replace('{}', component.id.slice(0, 15));
  const page = await visit(org, filled.startsWith('/') ? at(filled) : filled);
  expect(page).toMatchObject({ status: 200 });
  expect(page.kind).not.toBe('missing');
  expect(names(page, component)).toBe(true);
});

test.each([
  ['/lightning/setup/SecuritySession/home', 'Security label'],
  ['/lightning/setup/ManageUsers/home', 'sam.okafor@acme.example'],
  ['/lightning/o/Account/list?filterName=__Recent', 'Recently Viewed'],
  ['/lightning/r/Account/0015g000000RDL7AAO/view', 'Account'],
  ['/lightning/setup/ObjectManager/Account/ApexTriggers/view', 'OnAccount'],
  ['/lightning/setup/ObjectManager/Account/LightningPages/view', 'Account_Page'],
  ['/lightning/setup/ObjectManager/Account/FieldsAndRelationships/Owner/view', 'Account.Owner'],
])('%s says %s', async (path, said) => {
  expect((await visit(org, at(path))).text).toContain(said);
});

test.each([
  '/lightning/setup/NoSuchNode/home',
  '/lightning/setup/ObjectManager/Account/NoSuchSection/view',
  '/lightning/r/Report/00O5g000000NoneAAA/view',
  '/lightning/o/Account/list?filterName=00B5g000000None',
  '/lightning/nowhere',
])('%s is no page', async (path) => {
  expect((await visit(org, at(path))).kind).toBe('missing');
});

const published = new URL('../../../../shared/fixtures/setup-urls.json', import.meta.url);

describe.runIf(existsSync(published))('of the published rows', () => {
  interface Row {
    readonly url: string;
    readonly expect: {
      readonly kind: string;
      readonly metadataType?: string | null;
      readonly id?: string;
      readonly name?: string;
      readonly objectName?: string;
      readonly objectId?: string;
      readonly candidates?: readonly string[];
    };
  }
  const rows: Row[] = existsSync(published) ? JSON.parse(readFileSync(published, 'utf8')) : [];
  const kinds = (...wanted: string[]) => rows.filter((row) => wanted.includes(row.expect.kind));

  /** The same address with ids that this org has; `about` is what it then shows. */
  function filled({ url, expect: row }: Row): { address: string; about: Shown | undefined } {
    const type = row.metadataType ?? row.candidates?.[0];
    const about = row.id && type ? componentFor(type, row.id, row.objectName) : undefined;
    let address = url;
    const place = (from: string | undefined, to: string) => {
      if (from) address = address.replaceAll(from, to.slice(0, from.length));
    };
    if (about) place(row.id, /^301/.test(row.id ?? '') ? (about.latestVersionId ?? about.id) : about.id);
    if (row.objectId !== row.id) place(row.objectId, first('CustomObject').id);
    address = address.replace(/(?<=ObjectManager\/)01I\w+(?=\/\w+\/new$)/, first('CustomObject').id);
    return { address, about };
  }

  function componentFor(type: string, id: string, object: string | undefined): Shown {
    return type === 'CustomObject' && object
      ? (components.find((each) => each.type === type && each.fullName === object) ?? first(type))
      : first(id.startsWith('m') ? 'CustomMetadata' : type, object);
  }

  test('each component has a page that names it', async () => {
    const wrong = await those(kinds('component', 'componentByName', 'object', 'ambiguous'), async (row) => {
      const { address, about } = filled(row);
      const page = await visit(org, address);
      const name =
        about?.fullName ?? row.expect.name ?? row.expect.objectName ?? first('CustomObject').fullName;
      return !there(page) || !names(page, { fullName: name });
    });
    expect(wrong.map(({ url }) => url)).toEqual([]);
  });

  test('each list, section, form and record has a page with a heading', async () => {
    const wrong = await those(kinds('list', 'objectSection', 'new', 'record'), async (row) => {
      const page = await visit(org, filled(row).address);
      return !there(page) || !page.heading;
    });
    expect(wrong.map(({ url }) => url)).toEqual([]);
  });

  test('what shows nothing of ours is answered, and what makes no sense is no page', async () => {
    const elsewhere = /^https:\/\/(?:help|trailhead|login|test)\.|\/frontdoor\.jsp/;
    const ours = kinds('none', 'malformed').filter(({ url }) => !elsewhere.test(url));
    const wrong = await those(
      ours,
      async (row) => there(await visit(org, row.url)) !== (row.expect.kind === 'none'),
    );
    expect(wrong.map(({ url }) => url)).toEqual([]);
  });
});
