// Changes the live org as some user: keeps the edit, stamps the component, writes the setup audit trail.

import { activeVersion } from '../metadata/flow.ts';
import { parseXml, XmlError } from '../xml.ts';
import type { OrgComponent } from './components.ts';
import type { AuditRow } from './ledger.ts';
import type { Org } from './org.ts';
import type { Person } from './people.ts';
import type { ComponentType, FileRole } from './project.ts';

export interface EditRequest {
  readonly type: ComponentType;
  readonly fullName: string;
  readonly files: Partial<Record<FileRole, string>>;
  readonly by: Person;
  readonly at?: number | undefined;
  readonly activate?: boolean | undefined;
  /** What changed, in the audit trail's words; made up when left out. */
  readonly display?: string | undefined;
}

const auditOf: Record<
  ComponentType,
  { section: string; changed: string; created: string; deleted: string; noun: string }
> = {
  ApexClass: {
    section: 'Apex Class',
    changed: 'changedApexClass',
    created: 'createdApexClass',
    deleted: 'deletedApexClass',
    noun: 'Apex Class code',
  },
  Flow: {
    section: 'Flow',
    changed: 'changedInteractionDefVersion',
    created: 'createdInteractionDefVersion',
    deleted: 'deletedInteractionDefVersion',
    noun: 'flow version',
  },
  PermissionSet: {
    section: 'Manage Users',
    changed: 'PermSetChanged',
    created: 'PermSetCreate',
    deleted: 'PermSetDelete',
    noun: 'permission set',
  },
};

/** Makes the change live at once; metadata that is no XML is refused, as Salesforce would. */
export async function editComponent(org: Org, request: EditRequest): Promise<OrgComponent> {
  if (request.files.metadata !== undefined) {
    try {
      parseXml(request.files.metadata);
    } catch (cause) {
      if (cause instanceof XmlError) throw new Error(`metadata is no XML: ${cause.message}`, { cause });
      throw cause;
    }
  }
  const existing = org.components.byName(request.type, request.fullName);
  if (!existing && request.files.metadata === undefined)
    throw new Error('a new component needs its metadata');
  const activeNow =
    existing?.type === 'Flow' ? (await activeVersion(org.components, existing))?.number : undefined;
  const at = request.at ?? org.now();
  const words = auditOf[request.type];
  const fullName = existing?.fullName ?? request.fullName;
  org.ledger.addEdit(
    {
      type: request.type,
      fullName,
      files: request.files,
      activate: request.activate,
      by: request.by.username,
      at,
    },
    {
      action: existing ? words.changed : words.created,
      section: words.section,
      display: request.display ?? `${existing ? 'Changed' : 'Created'} ${fullName} ${words.noun}`,
      userId: request.by.id,
      at,
    },
  );
  const change = { files: request.files, activate: request.activate, stamp: { at, userId: request.by.id } };
  return org.components.change(request.type, fullName, change, activeNow);
}

export function deleteComponent(org: Org, component: OrgComponent, by: Person): void {
  const words = auditOf[component.type];
  const row: AuditRow = {
    action: words.deleted,
    section: words.section,
    display: `Deleted ${component.fullName} ${words.noun}`,
    userId: by.id,
    at: org.now(),
  };
  const { type, fullName } = component;
  org.ledger.addEdit({ type, fullName, files: undefined, by: by.username, at: row.at }, row);
  org.components.remove(component);
}
