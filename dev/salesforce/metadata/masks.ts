// What Salesforce keeps back of a document when somebody reads it, by type; `/fault` with `secrets: "told"` gives it all.

import type { XmlElement } from '../xml.ts';

/** A word stands instead; null leaves the element out. */
const masks: Readonly<Record<string, Readonly<Record<string, string | null>>>> = {
  // Seen in public repositories of retrieved metadata and in tools that know it, since Winter '23.
  AuthProvider: { consumerSecret: 'Placeholder_Value' },
  // From memory.
  ConnectedApp: { consumerSecret: null },
  // From memory; Salesforce's guide says that the Metadata API does not give such things in plain text.
  NamedCredential: { password: null, awsAccessSecret: null, oauthToken: null, oauthRefreshToken: null },
  // From memory.
  ExternalDataSource: { password: null, oauthToken: null, oauthRefreshToken: null },
};

export function masked(type: string, root: XmlElement): XmlElement {
  const known = masks[type];
  return known ? maskIn(root, known) : root;
}

function maskIn(node: XmlElement, known: Readonly<Record<string, string | null>>): XmlElement {
  const children = node.children.flatMap((child): XmlElement[] => {
    const mask = known[child.name];
    if (mask === null) return [];
    if (mask !== undefined) return [{ ...child, text: mask, children: [] }];
    return [maskIn(child, known)];
  });
  return { ...node, children };
}
