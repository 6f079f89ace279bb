// Rows that may be many: asked for one by one, so that nobody has to make them all.

export interface RowList<Row> {
  readonly length: number;
  at(index: number): Row | undefined;
  /** The same row has the same key, wherever it moves. */
  keyAt(index: number): string | number;
}

/** Rows from several lists, one after the other. */
export function joined<Row>(parts: readonly RowList<Row>[]): RowList<Row> {
  const filled = parts.filter(({ length }) => length > 0);
  const length = filled.reduce((sum, part) => sum + part.length, 0);
  const find = <Found>(index: number, get: (part: RowList<Row>, index: number) => Found) => {
    let left = index;
    for (const part of filled) {
      if (left < part.length) return get(part, left);
      left -= part.length;
    }
    return undefined;
  };
  return {
    length,
    at: (index) => find(index, (part, own) => part.at(own)),
    keyAt: (index) => find(index, (part, own) => part.keyAt(own)) ?? index,
  };
}

export function listOf<Row extends { readonly key: string | number }>(rows: readonly Row[]): RowList<Row> {
  const { length } = rows;
  return { length, at: (index) => rows[index], keyAt: (index) => rows[index]?.key ?? index };
}
