// Which attempts of the audit log are wanted, as conditions on the database's rows.

import type { Expression, ExpressionBuilder, SqlBool } from 'kysely';
import type { AuditTables } from './tables.ts';

export type AttemptOutcome = 'pending' | 'granted' | 'refused' | 'unknown';

/** Which attempts of an org: all, or those because of a component by any of these names: `Flow Invoice_Sync`. */
export interface AttemptScope {
  readonly org: string;
  /** Logs that may be looked into, the one that is written to now first. */
  readonly trees: readonly string[];
  readonly components?: readonly string[] | undefined;
  /** Epoch milliseconds: what lies in none of them is another's, and is neither listed nor counted. All of it unless given. */
  readonly spans?:
    | readonly { readonly from?: number | undefined; readonly to?: number | undefined }[]
    | undefined;
}

/** Of a list that is given, one must fit; an empty one lets nothing through. */
export interface AttemptFilter extends AttemptScope {
  readonly whos?: readonly string[] | undefined;
  readonly purposes?: readonly string[] | undefined;
  readonly outcomes?: readonly AttemptOutcome[] | undefined;
  /** Attempts of this purpose with this outcome do not fit. */
  readonly without?: { readonly purpose: string; readonly outcome: AttemptOutcome } | undefined;
  /** Epoch milliseconds: the first that counts, and the first that counts no more. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

type Where = ExpressionBuilder<{ attempt: AuditTables['audit_attempts'] } & AuditTables, 'attempt'>;

/** Of rows of `audit_attempts`, named `attempt`. */
export function conditions(where: Where, filter: AttemptFilter): Expression<SqlBool>[] {
  const { org, trees, components, spans, whos, purposes, outcomes, without, from, to } = filter;
  const among = (column: 'component' | 'purpose' | 'result' | 'tree', values?: readonly string[]) => {
    if (!values) return [];
    return [values.length === 0 ? where.lit(false) : where(`attempt.${column}`, 'in', [...values])];
  };
  return [
    ...among('tree', trees),
    where('attempt.org_id', '=', org),
    ...among('component', components),
    ...(whos === undefined ? [] : [byWhom(where, trees, whos)]),
    ...among('purpose', purposes),
    ...among('result', outcomes),
    ...(without === undefined
      ? []
      : [
          where.or([
            where('attempt.purpose', '!=', without.purpose),
            where('attempt.result', '!=', without.outcome),
          ]),
        ]),
    ...(spans === undefined ? [] : [where.or(spans.map((span) => where.and(within(where, span))))]),
    ...within(where, { from, to }),
  ];
}

/** Persons by subject; services, and persons who were erased, by what the entries call them. */
function byWhom(where: Where, trees: readonly string[], whos: readonly string[]): Expression<SqlBool> {
  if (whos.length === 0 || trees.length === 0) return where.lit(false);
  return where.or([
    where('attempt.who', 'in', [...whos]),
    where('attempt.who', 'in', (query) =>
      query
        .selectFrom('audit_people')
        .select('audit_people.person')
        .where('audit_people.kind', '=', 'subject')
        .where('audit_people.tree', 'in', [...trees])
        .where('audit_people.key', 'in', [...whos]),
    ),
  ]);
}

function within(
  where: Where,
  { from, to }: { readonly from?: number | undefined; readonly to?: number | undefined },
): Expression<SqlBool>[] {
  return [
    ...(from === undefined ? [] : [where('attempt.at', '>=', from)]),
    ...(to === undefined ? [] : [where('attempt.at', '<', to)]),
  ];
}
