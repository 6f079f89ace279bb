// describeMetadata: the metadata types of the org in one API version.

import type { MetadataType } from '../metadata/types.ts';
import type { Org } from '../state/org.ts';
import type { XmlElement } from '../xml.ts';
import { describedTypes } from './api-types.ts';
import { numberOf } from './values.ts';

/** `version` is the endpoint's; asOfVersion in the call goes before it. */
export function describeMetadata(org: Org, operation: XmlElement, version: number): string {
  const objects = describedTypes(org, numberOf(operation, 'asOfVersion') ?? version).map(describeType);
  return `<result>${objects.join('')}<organizationNamespace></organizationNamespace><partialSaveAllowed>true</partialSaveAllowed><testRequired>false</testRequired></result>`;
}

/** A bundle has no suffix; the element is left out then. */
function describeType(type: MetadataType): string {
  const children = type.children
    .filter((each) => each.addressable)
    .map((each) => `<childXmlNames>${each.name}</childXmlNames>`);
  const metaFile = type.shape === 'content' || type.shape === 'static' || type.shape === 'document';
  const bundle = type.suffix === undefined || type.shape === 'document';
  const suffix = bundle ? '' : `<suffix>${type.suffix}</suffix>`;
  return `<metadataObjects>${children.join('')}<directoryName>${type.directory}</directoryName><inFolder>${type.inFolder}</inFolder><metaFile>${metaFile}</metaFile>${suffix}<xmlName>${type.name}</xmlName></metadataObjects>`;
}
