// One spelling for values that can be written in several ways.

import type { ValueKind } from './identity.ts';

/** The canonical spelling of a value; text that is not of its kind stays as it is. */
export function canonicalValue(kind: ValueKind, text: string): string {
  switch (kind) {
    case 'boolean':
      return booleanSpelling(trimXml(text)) ?? text;
    case 'double':
      return doubleSpelling(trimXml(text)) ?? text;
    case 'dateTime':
      return dateTimeSpelling(trimXml(text)) ?? text;
    case 'text':
      return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
  }
}

function booleanSpelling(text: string): string | undefined {
  if (/^(?:true|1)$/i.test(text)) return 'true';
  return /^(?:false|0)$/i.test(text) ? 'false' : undefined;
}

const decimal = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,4}))?$/;

/** `58`, `58.00` and `5.8e1` are all `58.0`; digits are never rounded. */
function doubleSpelling(text: string): string | undefined {
  const match = decimal.exec(text);
  if (!match) return undefined;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  if (whole === '' && fraction === '') return undefined;
  let point = whole.length + Number(exponent);
  let digits = whole + fraction;
  if (point < 0) {
    digits = '0'.repeat(-point) + digits;
    point = 0;
  }
  digits = digits.padEnd(point, '0');
  const before = digits.slice(0, point).replace(/^0+/, '') || '0';
  const after = digits.slice(point).replace(/0+$/, '') || '0';
  const zero = before === '0' && after === '0';
  return `${sign === '-' && !zero ? '-' : ''}${before}.${after}`;
}

const dateTime = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?(?:Z|([+-])(\d\d):?(\d\d))$/;

/** UTC with three digits of a second, as Salesforce writes it: `2024-01-31T09:00:00.000Z`. */
function dateTimeSpelling(text: string): string | undefined {
  const match = dateTime.exec(text);
  if (!match) return undefined;
  const [, local = '', fraction = '', sign, hours = '0', minutes = '0'] = match;
  const millis = fraction.padEnd(3, '0').slice(0, 3);
  const offset = (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1);
  const at = Date.parse(`${local}.${millis}Z`) - offset * 60_000;
  return Number.isNaN(at) ? undefined : new Date(at).toISOString();
}

/** Without the blanks XML knows around it; `trim()` would also take no-break spaces and byte order marks. */
export function trimXml(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isBlank(text.charCodeAt(start))) start++;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x09 || code === 0x0d;
}
