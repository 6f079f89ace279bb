// Spells out the marks of the tables in this folder: who knows a key, and why an order means something.

/** Capitals: where a row's key comes from. */
export const sources: Readonly<Record<string, string>> = {
  S: 'Salesforce source-deploy-retrieve 12.37.2, registry and presets (`uniqueIdElement`)',
  M: 'scolladon/sf-git-merge-driver, MetadataService',
  D: 'mcarvin8/sf-decomposer, unique id lists',
  G: 'scolladon/sfdx-git-delta, internal registry',
  W: 'Metadata API WSDL v63.0: what fields an item has',
  V: 'Metadata API WSDL v63.0: the items are plain values',
  A: 'Metadata API Developer Guide and Object Reference',
  J: 'our judgement from the fields of an item',
  N: 'nobody has a key: items are compared whole',
};

/** Small letters: why the order of a list means something. Without one the list is a set. */
export const reasons: Readonly<Record<string, string>> = {
  n: 'a formula or another list refers to the items by number',
  v: 'people see them in this order',
  e: 'they are tried or executed one after the other',
  p: 'the first one has priority',
};
