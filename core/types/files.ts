// Types whose content need not be text: static resources, documents, assets, certificates.

import { code, type Descriptor, file, resource } from './descriptor.ts';
import { folder } from './folders.ts';

/** Only a retrieve is known to give their content and their document together. */
const retrieved = { lane: 'retrieve', mayBeBinary: true } as const;

export const fileTypes = {
  StaticResource: resource('Static resource', 'staticresources', 'resource', { ids: '081', ...retrieved }),
  DocumentFolder: folder('Document folder', 'documents', 'documentFolder'),
  // Salesforce puts the ending of the file into its name; source format does not, nor do we.
  Document: file('Document', 'documents', 'document', {
    ids: '015',
    inFolder: 'DocumentFolder',
    ...retrieved,
  }),
  ContentAsset: code('Asset file', 'contentassets', 'asset', { ids: '03S', ...retrieved }),
  Certificate: code('Certificate', 'certs', 'crt', { ids: '0P1', ...retrieved }),
} satisfies Record<string, Descriptor>;
