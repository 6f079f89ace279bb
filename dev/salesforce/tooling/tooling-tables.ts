// The objects of the Tooling API: its own, and those it shares with the data API.

import { bundleTables } from './bundle-tables.ts';
import { componentTables } from './component-tables.ts';
import { dataTables } from './data-tables.ts';
import { entityTables } from './entity-tables.ts';
import { flowDefinition, flowVersion } from './flow-tables.ts';
import { permissionSet, toolingProfile } from './permission-tables.ts';
import { type Table, tableOf } from './table.ts';

const own: readonly Table[] = [
  flowDefinition,
  flowVersion,
  tableOf(permissionSet),
  toolingProfile,
  ...componentTables('tooling'),
  ...bundleTables,
  ...entityTables('tooling'),
];

/** Data objects that Tooling answers for too, by their names. */
const shared = new Set([
  'User',
  'Organization',
  'PermissionSetAssignment',
  'UserPermissionAccess',
  'UserLogin',
  'SetupAuditTrail',
  'LoginHistory',
]);

export const toolingTables: readonly Table[] = [
  ...own,
  ...dataTables.filter((table) => shared.has(table.name)),
];
