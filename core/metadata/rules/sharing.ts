// Sharing rules: who else sees the records that somebody owns or that meet criteria.

import { sharedTo } from './objects.ts';
import type { Table, Tables } from './table.ts';

const criteria = `
  ?field Mn criteriaItems${sharedTo}`;

const last = 'booleanFilter criteriaItems includeHVUOwnedRecords includeRecordsOwnedByAll sharedFrom';
const rule: Table = { lists: criteria, last, named: true };

export const sharingTables: Tables = {
  SharingRules: {
    lists: `
      fullName SM sharingCriteriaRules sharingGuestRules sharingOwnerRules sharingTerritoryRules${criteria}`,
    last,
  },
  SharingCriteriaRule: rule,
  SharingGuestRule: rule,
  SharingOwnerRule: rule,
  SharingTerritoryRule: rule,
};
