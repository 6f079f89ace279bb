// Numbers in words and digits, grouped as the person's language groups them.

/** `1 change`, `3 changes`, `1,204 changes`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

export function formatCount(count: number): string {
  return new Intl.NumberFormat().format(count);
}
