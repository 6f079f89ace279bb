// Records of data: the org keeps none, so these are made up, the same ones for the same place.

import { createHash } from 'node:crypto';
import type { CellView } from './list-view.ts';

const companies =
  'Northwind Traders|Blue Harbour Foods|Castle & Field|Ostmark Logistics|Halden Paper|Verity Dental|Quay Street Partners|Lumen Works|Greyfriars School|Pinegrove Mills|Sable Motors|Tern Shipping'.split(
    '|',
  );
const people = 'Ines Falk|Omar Reyes|Hanna Vogt|Priya Nair|Jonas Wild|Clara Dubois|Tom Akers|Yuki Mori'.split(
  '|',
);

function numberOf(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE();
}

const pick = <T>(from: readonly T[], by: string): T => from[numberOf(by) % from.length] as T;

/** What an object's records are called: people for leads and contacts, else companies and numbers. */
export function recordName(object: string, key: string): string {
  if (/^(?:Lead|Contact|User)$/.test(object)) return pick(people, key);
  if (object === 'Account') return pick(companies, key);
  if (object === 'Case') return String(10_000 + (numberOf(key) % 90_000)).padStart(8, '0');
  return `${pick(companies, key)} ${1 + (numberOf(key) % 40)}`;
}

/** A value that fits a column's name. */
export function cellOf(column: string, key: string): string {
  const number = numberOf(`${column}${key}`);
  if (/date|_on$|_on__c|close/i.test(column)) return `${1 + (number % 28)}/${1 + (number % 12)}/2026`;
  if (/country/i.test(column)) return pick(['Austria', 'Germany', 'Ireland', 'Portugal'], key);
  if (/city|region|branch/i.test(column))
    return pick(['Vienna', 'Dublin', 'Porto', 'Graz', 'Cork', 'Ulm'], key);
  if (/amount|total|revenue|value|price|sum/i.test(column))
    return `€${(number % 900_000).toLocaleString('en-GB')}`;
  if (/score|rate|percent|count|number/i.test(column)) return String(number % 100);
  if (/owner|alias|contact/i.test(column)) return pick(people, `${column}${key}`);
  if (/account|company/i.test(column)) return pick(companies, `${column}${key}`);
  if (/status|stage|priority|rating/i.test(column)) return pick(['New', 'Open', 'In Review', 'Closed'], key);
  if (/phone/i.test(column)) return `+44 20 ${1000 + (number % 9000)} ${1000 + (number % 8999)}`;
  return pick(['—', 'Yes', 'No', 'Standard', 'Premium'], `${column}${key}`);
}

/** `LEAD.COMPANY`, `Due_On__c` → Company, Due On. */
export function columnLabel(name: string): string {
  const words = (name.split('.').at(-1) ?? name).replace(/__c$/, '').replaceAll('_', ' ');
  const spaced =
    words === words.toUpperCase() ? words.toLowerCase() : words.replace(/([a-z])([A-Z])/g, '$1 $2');
  return spaced.replace(/\b[a-z]/g, (letter) => letter.toUpperCase());
}

/** Rows under these columns, the first of them the record's name. */
export function recordRows(object: string, columns: readonly string[], place: string): CellView[][] {
  const count = 6 + (numberOf(place) % 14);
  return Array.from({ length: count }, (_, at) => {
    const key = `${place}${at}`;
    const cells = columns.slice(1).map((column) => ({ text: cellOf(column, key) }));
    return [{ text: recordName(object, key) }, ...cells];
  });
}
