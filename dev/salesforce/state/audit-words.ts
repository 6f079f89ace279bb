// What the setup audit trail says of an edit. The words of classes, flows and permission sets are Salesforce's; others are made after them.

import type { AuditRow } from './ledger.ts';
import type { Person } from './people.ts';

export type EditKind = 'created' | 'changed' | 'deleted';

interface Words extends Readonly<Record<EditKind, string>> {
  readonly section: string;
  readonly noun: string;
}

const known: Readonly<Record<string, Words>> = {
  ApexClass: {
    section: 'Apex Class',
    changed: 'changedApexClass',
    created: 'createdApexClass',
    deleted: 'deletedApexClass',
    noun: 'Apex Class code',
  },
  Flow: {
    section: 'Flow',
    changed: 'changedInteractionDefVersion',
    created: 'createdInteractionDefVersion',
    deleted: 'deletedInteractionDefVersion',
    noun: 'flow version',
  },
  PermissionSet: {
    section: 'Manage Users',
    changed: 'PermSetChanged',
    created: 'PermSetCreate',
    deleted: 'PermSetDelete',
    noun: 'permission set',
  },
};

function wordsOf(type: string): Words {
  const noun = type.replace(/(?<=[a-z])(?=[A-Z])/g, ' ');
  return (
    known[type] ?? {
      section: noun,
      changed: `changed${type}`,
      created: `created${type}`,
      deleted: `deleted${type}`,
      noun: noun.toLowerCase(),
    }
  );
}

const verbs: Readonly<Record<EditKind, string>> = {
  created: 'Created',
  changed: 'Changed',
  deleted: 'Deleted',
};

/** `at` in epoch milliseconds; `display` replaces the sentence. */
export function auditRow(
  kind: EditKind,
  type: string,
  fullName: string,
  by: Person,
  at: number,
  display?: string,
): AuditRow {
  const words = wordsOf(type);
  return {
    action: words[kind],
    section: words.section,
    display: display ?? `${verbs[kind]} ${fullName} ${words.noun}`,
    userId: by.id,
    at,
  };
}
