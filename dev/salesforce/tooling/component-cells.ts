// The cells of objects that stand for components: most are a value of the component's document, some are made.

import { crc32 } from 'node:zlib';
import { plainValues } from '../metadata/elements.ts';
import { toolingMetadata } from '../metadata/tooling-json.ts';
import { folderTypes } from '../soap/api-types.ts';
import type { OrgComponent } from '../state/components.ts';
import { developerName, entityId, objectOf, ownName, triggerHead } from './component-names.ts';
import { contentBytes } from './content-bytes.ts';
import { andThen } from './soql-cells.ts';
import type { ColumnType, View } from './table.ts';

export type ReadCell = (component: OrgComponent, view: View) => unknown;

/** The reader of an object's column. */
export function cellReader(object: string, column: string, type: ColumnType): ReadCell {
  const own = made[`${object}.${column}`] ?? made[column];
  if (!own) return written(column, type);
  if (type !== 'boolean') return own;
  return (component, view) => andThen(own(component, view), (value) => value === true || value === 'true');
}

/** The document's value of that name: `IsActive` is its isActive or its active. */
function written(column: string, type: ColumnType): ReadCell {
  const name = column[0]?.toLowerCase() + column.slice(1);
  const bare = /^Is[A-Z]/.test(column) ? (column[2]?.toLowerCase() ?? '') + column.slice(3) : name;
  return async (component, { org }) => {
    const values = await plainValues(org.components, component);
    const text = values[name] ?? values[bare];
    if (type === 'boolean') return text?.trim() === 'true';
    if (text === undefined || type === 'id') return null;
    return type === 'int' || type === 'double' ? Number(text) : text;
  };
}

/** The first of the document's values that is there. */
const firstOf =
  (names: readonly string[], otherwise: ReadCell): ReadCell =>
  async (component, view) => {
    const values = await plainValues(view.org.components, component);
    const found = names.find((name) => values[name] !== undefined);
    return found === undefined ? otherwise(component, view) : values[found];
  };

const none: ReadCell = () => null;
const content = async (component: OrgComponent, { org }: View): Promise<string> =>
  (await org.components.text(component, 'content')) ?? '';
const entity =
  (length: 15 | 18): ReadCell =>
  async (component, { org }) => {
    const name = await objectOf(org, component);
    return name === undefined ? null : entityId(org, name, length);
  };
const usage =
  (event: string): ReadCell =>
  async (component, { org }) =>
    (await triggerHead(org, component)).events.includes(event);
const bodyAddress =
  (object: string): ReadCell =>
  (component, { base }) =>
    `${base}/sobjects/${object}/${component.id}/Body`;
const bodyLength: ReadCell = async (component, view) => (await contentBytes(component, view))?.length ?? 0;

/** The folder's id; what lies in no folder has the org's instead. */
const folderId: ReadCell = ({ type, fullName }, { org }) => {
  const folder = fullName.slice(0, Math.max(0, fullName.lastIndexOf('/')));
  if (folder === 'unfiled$public') return org.settings.orgId;
  return org.components.byName(folderTypes[type] ?? '', folder)?.id ?? null;
};

/** By object and column, or by column for every object. */
const made: Readonly<Record<string, ReadCell>> = {
  Name: ownName,
  DeveloperName: developerName,
  ValidationName: ownName,
  MasterLabel: firstOf(['masterLabel', 'label'], ownName),
  Label: firstOf(['label'], ownName),
  FullName: (component) => component.fullName,
  Fullname: (component) => component.fullName,
  Metadata: (component, { org }) => toolingMetadata(org, component),
  ManageableState: () => 'unmanaged',
  NamespacePrefix: none,
  IsDeleted: () => false,
  Language: () => 'en_US',
  EntityDefinitionId: entity(15),
  TableEnumOrId: entity(18),
  SourceTableEnumOrId: entity(18),
  SobjectType: async (component, { org }) => (await objectOf(org, component)) ?? null,
  ApiVersion: async (component, { org }) =>
    Number((await plainValues(org.components, component)).apiVersion ?? org.sourceApiVersion),
  FolderId: folderId,
  'Report.OwnerId': folderId,
  FolderName: ({ fullName }) =>
    fullName.includes('/') ? fullName.slice(0, fullName.lastIndexOf('/')) : null,
  BodyCrc: async (component, view) => crc32(await content(component, view)),
  LengthWithoutComments: async (component, view) =>
    (await content(component, view)).replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, '').length,
  'ApexClass.Body': content,
  'ApexClass.Status': firstOf(['status'], () => 'Active'),
  'ApexClass.IsValid': () => true,
  'ApexTrigger.Body': content,
  'ApexTrigger.Status': firstOf(['status'], () => 'Active'),
  'ApexTrigger.IsValid': () => true,
  'ApexTrigger.UsageBeforeInsert': usage('before insert'),
  'ApexTrigger.UsageBeforeUpdate': usage('before update'),
  'ApexTrigger.UsageBeforeDelete': usage('before delete'),
  'ApexTrigger.UsageAfterInsert': usage('after insert'),
  'ApexTrigger.UsageAfterUpdate': usage('after update'),
  'ApexTrigger.UsageAfterDelete': usage('after delete'),
  'ApexTrigger.UsageAfterUndelete': usage('after undelete'),
  'ApexPage.Markup': content,
  'ApexPage.IsAvailableInTouch': firstOf(['availableInTouch'], () => false),
  'ApexPage.IsConfirmationTokenRequired': firstOf(['confirmationTokenRequired'], () => false),
  'ApexComponent.Markup': content,
  'AuraDefinitionBundle.DeveloperName': (component) => component.fullName,
  'CustomApplication.NavType': firstOf(['navType'], () => 'Standard'),
  'CustomField.Description': firstOf(['description'], none),
  'CustomNotificationType.CustomNotifTypeName': firstOf(['customNotifTypeName'], ownName),
  'CustomTab.MotifName': firstOf(['motif'], none),
  'CustomTab.Type': async (component, { org }) => {
    const values = await plainValues(org.components, component);
    if (values.url !== undefined) return 'url';
    if (values.page !== undefined) return 'page';
    return values.flexiPage !== undefined ? 'flexipage' : 'customObject';
  },
  'Dashboard.Title': firstOf(['title'], ownName),
  'Document.Body': bodyAddress('Document'),
  'Document.BodyLength': bodyLength,
  // A document's full name ends like its file, its own name does not.
  'Document.DeveloperName': (component) => ownName(component).replace(/\..*$/, ''),
  'Document.Type': (component) => /\.([^.]*)$/.exec(ownName(component))?.[1] ?? null,
  'Document.IsPublic': firstOf(['public'], () => false),
  'EmailTemplate.Name': firstOf(['name'], ownName),
  'EmailTemplate.IsActive': firstOf(['available'], () => false),
  'EmailTemplate.TemplateType': firstOf(['type'], () => 'text'),
  'ExternalString.Category': firstOf(['categories'], none),
  'ExternalString.IsProtected': firstOf(['protected'], () => false),
  'ExternalString.Language': firstOf(['language'], () => 'en_US'),
  'ExternalString.MasterLabel': firstOf(['shortDescription'], ownName),
  'Group.Name': firstOf(['name'], ownName),
  'Group.OwnerId': (_, { org }) => org.settings.orgId,
  'Group.Type': ({ type }) => (type === 'Queue' ? 'Queue' : 'Regular'),
  'Layout.LayoutType': () => 'Standard',
  'NamedCredential.Endpoint': firstOf(['endpoint'], none),
  'PermissionSetGroup.Status': firstOf(['status'], () => 'Updated'),
  'PathAssistant.SobjectProcessField': firstOf(['fieldName'], none),
  'QuickActionDefinition.TargetSobjectType': firstOf(['targetObject'], none),
  'RecordType.Name': firstOf(['label'], ownName),
  'RemoteProxy.EndpointUrl': firstOf(['url'], none),
  'RemoteProxy.ProtocolMismatch': firstOf(['disableProtocolSecurity'], () => false),
  'RemoteProxy.SiteName': ownName,
  'Report.Name': firstOf(['name'], ownName),
  'StandardValueSet.DurableId': (component) => component.fullName,
  'StandardValueSet.MasterLabel': (component) => component.fullName,
  'StaticResource.Body': bodyAddress('StaticResource'),
  'StaticResource.BodyLength': bodyLength,
  'UserRole.Name': firstOf(['name'], ownName),
  'UserRole.ParentRoleId': async (component, { org }) => {
    const parent = (await plainValues(org.components, component)).parentRole;
    return parent === undefined ? null : org.components.byName('Role', parent)?.id;
  },
  'UserRole.RollupDescription': firstOf(['description'], none),
  'WorkflowTask.Subject': firstOf(['subject'], ownName),
};
