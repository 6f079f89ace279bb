// Elements that only say which kind of value they hold: `<value><stringValue>x</stringValue></value>`.

import type { Canon } from '../metadata/canonical.ts';

const valueKinds = new Set(
  'stringValue numberValue booleanValue dateValue dateTimeValue timeValue elementReference apexValue setupReference'.split(
    ' ',
  ),
);

/** One value with its kind. */
export function isOneValue(canon: Canon): boolean {
  const [only] = canon.children;
  return (
    only !== undefined &&
    canon.children.length === 1 &&
    only.children.length === 0 &&
    valueKinds.has(only.tag)
  );
}

/** Two single values that differ: told as one change of the element around them. */
export function sayOneThingEach(before: Canon, after: Canon): boolean {
  return isOneValue(before) && isOneValue(after) && before.children[0]?.full !== after.children[0]?.full;
}
