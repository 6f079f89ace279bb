// The safe rule for types without a table: every repeated element keeps its order, nothing is dropped.

import type { ListRule, TypeRules } from '../identity.ts';

/** Children that usually name an item; used to pair items, never to ignore their order. */
const usualNames: ListRule = {
  keys: 'fullName name developerName field object apexClass application tab recordType layout masterLabel valueName label'.split(
    ' ',
  ),
  by: 'first',
  ordered: true,
};

export const unknownRules: TypeRules = {
  known: false,
  list: () => usualNames,
  kind: () => 'text',
  noise: () => false,
  rank: () => '',
  ignoreCase: false,
  missingMeans: () => undefined,
  isAnyType: () => true,
  named: false,
};
