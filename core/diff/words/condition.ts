// Says a condition, filter or assignment in one line, whatever its parts are called: `Amount GreaterThan 500`.

import type { Canon } from '../../metadata/canonical.ts';

const what = ['leftValueReference', 'leftValue', 'field', 'column', 'assignToReference', 'attribute'];
const how = ['operator', 'operation'];
const value = ['rightValue', 'rightValueReference', 'value', 'values', 'valueField'];

/** Undefined for anything else. */
export function formula(item: Canon): string | undefined {
  const part = (tags: readonly string[]) => {
    const found = item.children.find((child) => tags.includes(child.tag));
    const only = found?.children[0] ?? found;
    if (!only) return '';
    return only.tag === 'elementReference' ? `{!${only.text}}` : only.text;
  };
  const [left, operator] = [part(what), part(how)];
  if (left === '' || operator === '') return undefined;
  return [left, operator, part(value)].filter((text) => text !== '').join(' ');
}
