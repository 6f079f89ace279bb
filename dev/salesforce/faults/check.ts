// Checks of settings that come from outside: each returns the value or throws what is wrong with it.

export type Checker<Value> = (value: unknown, name: string) => Value;

export class SettingError extends Error {}

export function fail(problem: string): never {
  throw new SettingError(problem);
}

export function objectWith(
  value: unknown,
  name: string,
  known: readonly string[],
): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return fail(`${name} is an object`);
  const strange = Object.keys(value).find((key) => !known.includes(key));
  if (strange !== undefined) fail(`${name} has no ${strange}; it has ${known.join(', ')}`);
  return value as Record<string, unknown>;
}

export function numberIn(
  value: unknown,
  name: string,
  least: number,
  most = Number.MAX_SAFE_INTEGER,
): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) return fail(`${name} is a number`);
  if (value < least || value > most) return fail(`${name} is from ${least} to ${most}`);
  return value;
}

export function wholeIn(value: unknown, name: string, least: number, most = Number.MAX_SAFE_INTEGER): number {
  const checked = numberIn(value, name, least, most);
  return Number.isInteger(checked) ? checked : fail(`${name} is a whole number`);
}

export function oneOf<Choice extends string>(
  value: unknown,
  name: string,
  choices: readonly Choice[],
): Choice {
  const found = choices.find((choice) => choice === value);
  return found ?? fail(`${name} is ${choices.slice(0, -1).join(', ')} or ${choices.at(-1)}`);
}
