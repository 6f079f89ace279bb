// Sets named settings of an object from unknown data: a name or a kind it doesn't know is refused.

import { fail } from './faults/check.ts';

export interface SettingRules {
  /** What one of them is called in a refusal: `fault`, `app setting`. */
  readonly what: string;
  /** Settings that are one of a few words. */
  readonly words?: Readonly<Record<string, readonly string[]>>;
  /** Settings that may be null instead of a number. */
  readonly nullable?: readonly string[];
}

/** Sets the named settings and leaves the rest; throws, and sets nothing, on a name or kind it doesn't know. */
export function setNamed(settings: object, wanted: unknown, rules: SettingRules): void {
  if (typeof wanted !== 'object' || wanted === null || Array.isArray(wanted))
    fail(`${rules.what}s are an object`);
  const current = settings as Record<string, unknown>;
  for (const [name, value] of Object.entries(wanted)) {
    if (!Object.hasOwn(current, name)) fail(`no such ${rules.what}: ${name}`);
    const before = current[name];
    const sameKind = rules.nullable?.includes(name)
      ? value === null || typeof value === 'number'
      : kindOf(before) === kindOf(value);
    if (!sameKind) fail(`${name} is ${kindOf(before)}`);
    const words = rules.words?.[name];
    if (words && !words.includes(String(value))) fail(`${name} is ${oneOf(words)}`);
  }
  Object.assign(current, wanted);
}

function kindOf(value: unknown): string {
  return Array.isArray(value) ? 'a list' : value === null ? 'null' : `a ${typeof value}`;
}

function oneOf(words: readonly string[]): string {
  return `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}
