// Pages of records, of which some are metadata too: a report, a dashboard, a Lightning email template.
//
// https://acme.lightning.force.com/lightning/r/Report/00O5g000000hTb7EAE/view

import type { Address } from '../address.ts';
import { typeOfPrefix } from '../key-prefix.ts';
import type { SetupPage } from '../page.ts';
import { toId18 } from '../salesforce-id.ts';

const path = /^\/lightning\/r\/(?:([A-Za-z]\w*)\/)?([0-9A-Za-z]{15,18})(?:\/[A-Za-z_/]*)?$/;
const metadata = new Set(['Report', 'Dashboard', 'EmailTemplate']);

export function readRecordPage(at: Address): SetupPage | undefined {
  const [, object, id = ''] = path.exec(at.path) ?? [];
  if (!id || !/\d/.test(id)) return undefined;
  const id18 = toId18(id);
  if (!id18) return { kind: 'malformed' };
  const type = typeOfPrefix(id);
  if (type && metadata.has(type) && (object ?? type) === type)
    return { kind: 'component', metadataType: type, id, id18 };
  // Another type's id under this object's name is nobody's page.
  if (type) return { kind: 'none' };
  return { kind: 'record', id, id18, ...(object ? { objectName: object } : {}) };
}
