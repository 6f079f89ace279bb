// The document in a Tooling row's `Metadata`: what cannot be one is Salesforce's error, not ours.

import { toolingMetadataToXml } from '#core/metadata/tooling-json.ts';
import { AppError } from '../../errors.ts';

/** Throws `salesforce_error` when it is nested beyond all metadata, or has names that no element has. */
export function rowDocument(type: string, metadata: unknown, fullName?: string): string {
  try {
    return toolingMetadataToXml(type, metadata ?? {}, fullName);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new AppError('salesforce_error', {
      detail: `Salesforce’s answer is no metadata of type ${type}: ${error.message}.`,
    });
  }
}
