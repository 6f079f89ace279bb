// The objects that say what the org is and what was done in it: Organization, SetupAuditTrail.

import type { AuditRow } from '../state/ledger.ts';
import type { Org } from '../state/org.ts';
import { loginHistory } from './login-history.ts';
import { began, numbered } from './people-tables.ts';
import { column, restDate, type Table, tableOf } from './table.ts';

const organization = tableOf<Org>({
  name: 'Organization',
  prefix: '00D',
  columns: {
    Id: column('id', (org) => org.settings.orgId),
    Name: column('string', (org) => org.settings.orgName),
    IsSandbox: column('boolean', (org) => org.settings.sandbox !== undefined),
    OrganizationType: column('string', () => 'Enterprise Edition'),
    InstanceName: column('string', () => 'EU48'),
    NamespacePrefix: column('string', () => null),
    TrialExpirationDate: column('datetime', () => null),
    LanguageLocaleKey: column('string', () => 'en_US'),
    DefaultLocaleSidKey: column('string', () => 'en_US'),
    TimeZoneSidKey: column('string', () => 'Etc/UTC'),
    FiscalYearStartMonth: column('int', () => 1),
    CreatedDate: column('datetime', () => restDate(began)),
  },
  rows: ({ org }) => [org],
});

interface Kept<T> {
  readonly id: string;
  readonly row: T;
}

const kept = <T>(prefix: string, rows: readonly T[]): Kept<T>[] =>
  rows.map((row, index) => ({ id: numbered(prefix, index + 1), row }));

/** 180 days of it, as Salesforce keeps. */
const auditTrail = tableOf<Kept<AuditRow>>({
  name: 'SetupAuditTrail',
  prefix: '0Ym',
  needs: 'ViewSetup',
  columns: {
    Id: column('id', ({ id }) => id),
    Action: column('string', ({ row }) => row.action),
    Section: { ...column('string', ({ row }: Kept<AuditRow>) => row.section), filterable: false },
    Display: { ...column('string', ({ row }: Kept<AuditRow>) => row.display), filterable: false },
    CreatedDate: column('datetime', ({ row }) => restDate(row.at)),
    CreatedById: column('id', ({ row }) => row.userId),
    CreatedByContext: column('string', () => null),
    CreatedByIssuer: column('string', () => null),
    DelegateUser: column('string', () => null),
    ResponsibleNamespacePrefix: column('string', () => null),
  },
  parents: { CreatedBy: { table: 'User', key: 'CreatedById' } },
  rows: ({ org }) => kept('0Ym', org.ledger.audit).filter(({ row }) => row.at > org.now() - 180 * 86_400_000),
});

export const auditTables: readonly Table[] = [organization, auditTrail, loginHistory];
