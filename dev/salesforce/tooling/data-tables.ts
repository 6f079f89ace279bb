// The objects of the data API.

import { auditTables } from './audit-tables.ts';
import { componentTables } from './component-tables.ts';
import { entityTables } from './entity-tables.ts';
import { peopleTables } from './people-tables.ts';
import { allPermissionSets, dataProfile } from './permission-tables.ts';
import type { Table } from './table.ts';

export const dataTables: readonly Table[] = [
  ...peopleTables,
  ...auditTables,
  dataProfile,
  allPermissionSets,
  ...componentTables('data'),
  ...entityTables('data'),
];
