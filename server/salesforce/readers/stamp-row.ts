// What Salesforce tells about a component's last save, as query rows carry it.

import * as z from 'zod/mini';
import { AppError } from '../../errors.ts';

export const stampFields = ['LastModifiedById', 'LastModifiedBy.Name', 'LastModifiedDate'] as const;

export const stampRow = {
  LastModifiedById: z.string(),
  /** Left out in a row that was asked for by its id. */
  LastModifiedBy: z.optional(z.nullable(z.object({ Name: z.nullable(z.string()) }))),
  LastModifiedDate: z.string(),
};

export interface LastSave {
  readonly lastModifiedBy: { readonly id: string; readonly name: string };
  /** ISO 8601, UTC. */
  readonly lastModifiedAt: string;
}

export function lastSaveOf(row: {
  LastModifiedById: string;
  LastModifiedBy?: { Name: string | null } | null | undefined;
  LastModifiedDate: string;
}): LastSave {
  return {
    lastModifiedBy: { id: row.LastModifiedById, name: row.LastModifiedBy?.Name ?? 'Unknown user' },
    lastModifiedAt: instantOf(row.LastModifiedDate),
  };
}

/** REST writes `2026-05-01T10:00:00.000+0000`, SOAP `…Z`. */
export function instantOf(text: string): string {
  const time = Date.parse(text.replace(/([+-]\d{2})(\d{2})$/, '$1:$2'));
  if (Number.isNaN(time)) {
    throw new AppError('salesforce_error', { detail: 'Salesforce gave a date that is none.' });
  }
  return new Date(time).toISOString();
}
