// Sets named settings of an object from unknown data: a name or a kind it doesn't know is refused.

import { type Checker, fail, oneOf } from './faults/check.ts';

export interface SettingRules {
  /** What one of them is called in a refusal: `fault`, `app setting`. */
  readonly what: string;
  /** Settings that are one of a few words. */
  readonly words?: Readonly<Record<string, readonly string[]>>;
  /** Settings that aren't just of the kind they have now. */
  readonly checks?: Readonly<Record<string, Checker<unknown>>>;
}

/** Sets the named settings and leaves the rest; throws SettingError, and sets nothing, on a name or value that is wrong. */
export function setNamed(settings: object, wanted: unknown, rules: SettingRules): void {
  if (typeof wanted !== 'object' || wanted === null || Array.isArray(wanted))
    fail(`${rules.what}s are an object`);
  const current = settings as Record<string, unknown>;
  const checked: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(wanted)) {
    if (!Object.hasOwn(current, name)) fail(`no such ${rules.what}: ${name}`);
    const check = rules.checks?.[name] ?? ofKind(current[name]);
    checked[name] = check(value, name);
    const words = rules.words?.[name];
    if (words) oneOf(value, name, words);
  }
  Object.assign(current, checked);
}

export function orNull<Value>(check: Checker<Value>): Checker<Value | null> {
  return (value, name) => (value === null ? null : check(value, name));
}

function ofKind(before: unknown): Checker<unknown> {
  return (value, name) => {
    if (kindOf(before) !== kindOf(value)) fail(`${name} is ${kindOf(before)}`);
    if (typeof value === 'number' && !Number.isFinite(value)) fail(`${name} is a number`);
    if (Array.isArray(value) && value.some((each) => typeof each !== 'string'))
      fail(`${name} is a list of texts`);
    return value;
  };
}

function kindOf(value: unknown): string {
  return Array.isArray(value) ? 'a list' : value === null ? 'null' : `a ${typeof value}`;
}
