// Pages of records that are metadata too: a report, a dashboard, a Lightning email template.
//
// https://acme.lightning.force.com/lightning/r/Report/00O5g000000hTb7EAE/view

import type { Address } from '../address.ts';
import { typeOfPrefix } from '../key-prefix.ts';
import type { SetupPage } from '../page.ts';
import { toId18 } from '../salesforce-id.ts';

const path = /^\/lightning\/r\/(?:([A-Za-z]\w*)\/)?([0-9A-Za-z]{15,18})\/[a-z]+\/?$/i;
const metadata = new Set(['Report', 'Dashboard', 'EmailTemplate']);

/** Undefined for any other record, which is nobody's business here. */
export function readRecordPage(at: Address): SetupPage | undefined {
  const [, object, id = ''] = path.exec(at.path) ?? [];
  const metadataType = typeOfPrefix(id);
  if (!metadataType || !metadata.has(metadataType) || (object ?? metadataType) !== metadataType)
    return undefined;
  const id18 = toId18(id);
  return id18 ? { kind: 'component', metadataType, id, id18 } : { kind: 'malformed' };
}
