// A store with the audit log alone, as the delegation service's migrations make it.

import { merkleMigration } from '../../../server/audit/convert.ts';
import { attemptsMigration, auditMigration } from '../../../server/audit/first-tables.ts';

export const logStore = {
  migrations: [auditMigration, attemptsMigration, merkleMigration],
  schema: 'audit',
} as const;
