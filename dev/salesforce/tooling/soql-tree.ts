// A SOQL query as a tree.

export interface FieldPath {
  /** `LastModifiedBy.Name` as ['LastModifiedBy', 'Name']. */
  readonly path: readonly string[];
  readonly at: number;
}

export type Literal =
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'date'; readonly value: string }
  | { readonly kind: 'datetime'; readonly value: string }
  /** TODAY, LAST_N_DAYS:7 and the like, in capitals. */
  | { readonly kind: 'dateWord'; readonly value: string }
  | { readonly kind: 'null'; readonly value: null };

export type Condition =
  | { readonly kind: 'and'; readonly parts: readonly Condition[] }
  | { readonly kind: 'or'; readonly parts: readonly Condition[]; readonly at: number }
  | { readonly kind: 'not'; readonly part: Condition }
  | {
      readonly kind: 'compare';
      readonly field: FieldPath;
      readonly operator: string;
      readonly value: Literal;
    }
  | {
      readonly kind: 'in';
      readonly field: FieldPath;
      readonly negated: boolean;
      readonly values: readonly Literal[] | SoqlQuery;
    };

export interface Aggregate {
  readonly kind: 'aggregate';
  readonly name: 'COUNT' | 'COUNT_DISTINCT' | 'MAX' | 'MIN' | 'SUM' | 'AVG';
  readonly field: FieldPath;
  readonly alias: string | undefined;
}

export type Selected =
  | { readonly kind: 'field'; readonly field: FieldPath; readonly alias: string | undefined }
  | { readonly kind: 'fields'; readonly group: 'ALL' | 'STANDARD' | 'CUSTOM' }
  | Aggregate;

export interface OrderBy {
  readonly field: FieldPath | Aggregate;
  readonly descending: boolean;
  readonly nullsLast: boolean;
}

export interface SoqlQuery {
  readonly text: string;
  /** `count` stands for COUNT() alone. */
  readonly select: readonly Selected[] | 'count';
  readonly object: string;
  readonly objectAt: number;
  readonly alias: string | undefined;
  readonly where: Condition | undefined;
  readonly groupBy: readonly FieldPath[];
  readonly orderBy: readonly OrderBy[];
  readonly limit: number | undefined;
  readonly offset: number;
}
