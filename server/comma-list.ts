// Words of a closed list with commas between them, as addresses carry them; the contract has checked each.

export function partsOf<T extends string>(list: string): T[] {
  return list.split(',') as T[];
}
