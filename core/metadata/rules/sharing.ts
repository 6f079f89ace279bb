// Sharing rules: who else sees the records that somebody owns or that meet criteria.

import { sharedTo } from './objects.ts';
import type { Tables } from './table.ts';

export const sharingTables: Tables = {
  SharingRules: {
    lists: `
      fullName SM sharingCriteriaRules sharingGuestRules sharingOwnerRules sharingTerritoryRules
      ?field Mn criteriaItems${sharedTo}`,
    last: 'booleanFilter criteriaItems includeHVUOwnedRecords includeRecordsOwnedByAll sharedFrom',
  },
};
