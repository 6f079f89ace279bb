// Replaces the secrets of a document where they stand and leaves every other character as it is.

import { parseXml, XmlError } from '../metadata/parse-xml.ts';
import { column, rowSize, type XmlTape } from '../metadata/xml-tape.ts';
import { refersOnly } from './credential-formula.ts';
import { isMarker, isSalesforcesOwnMask } from './marker.ts';
import { type SecretField, secretFieldsOf, secretName } from './secret-fields.ts';

/** Makes the marker of a value; `path` says where it stands: `oauthConfig/consumerSecret`. */
export type Mark = (path: string, value: string) => string;

export interface Rewritten {
  readonly text: string;
  /** True when the document is malformed, so that nobody can say where its secrets are: every line became a marker. */
  readonly broken: boolean;
}

/** True for types whose documents have to be looked at. */
export function mayHoldSecrets(type: string): boolean {
  return secretFieldsOf(type) !== undefined;
}

/** `more`: fields of this very component that count as secrets, too. */
export function rewriteSecrets(
  type: string,
  text: string,
  mark: Mark,
  more: readonly SecretField[] = [],
): Rewritten {
  const fields = [...(secretFieldsOf(type) ?? []), ...more];
  if (fields.length === 0 || text.trim() === '') return { text, broken: false };
  try {
    return { text: inPlaces(text, fields, mark), broken: false };
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    return { text: lineByLine(text, mark), broken: true };
  }
}

function lineByLine(text: string, mark: Mark): string {
  return text.replace(/[^\r\n]+/g, (line) =>
    line.trim() === '' || isMarker(line) ? line : mark('line', line),
  );
}

interface Span {
  readonly start: number;
  readonly end: number;
  readonly instead: string;
}

function inPlaces(given: string, fields: readonly SecretField[], mark: Mark): string {
  const { tape } = parseXml(given).scanned;
  // Of XML 1.1 the tape has the text with usual line ends.
  const { text } = tape;
  const spans = spansOf(tape, fields, mark);
  let out = '';
  let from = 0;
  for (const { start, end, instead } of spans) {
    out += text.slice(from, start) + instead;
    from = end;
  }
  return spans.length === 0 ? given : out + text.slice(from);
}

interface Parent {
  readonly name: string;
  readonly row: number;
  /** The row behind all that is in it. */
  readonly until: number;
  /** Texts of its children by name, once somebody asked. */
  texts?: ReadonlyMap<string, string>;
}

function spansOf(tape: XmlTape, fields: readonly SecretField[], mark: Mark): Span[] {
  const byName = Map.groupBy(fields, ({ path }) => path.slice(path.lastIndexOf('/') + 1));
  const spans: Span[] = [];
  const { rows } = tape;
  const nextOf = (row: number) => rows[row + column.next] as number;
  const path: Parent[] = [];
  for (let row = 0; row < tape.length; ) {
    while ((path.at(-1)?.until ?? Number.POSITIVE_INFINITY) <= row) path.pop();
    const name = localName(tape.nameOf(row));
    const parent = path.at(-1);
    const own = parent && byName.get(name)?.find((field) => isSecret(field, siblingsOf(tape, parent)));
    const place = () => [...path.slice(1).map((step) => step.name), name].join('/');
    if (own) {
      const span = contentOf(tape, row);
      const isLeaf = nextOf(row) === row + rowSize;
      const value = isLeaf ? tape.textOf(row) : tape.text.slice(span.start, span.end);
      if (!isOpen(value)) spans.push({ ...span, instead: mark(place(), value) });
      row = nextOf(row);
      continue;
    }
    // What was commented out is still there to be read.
    if (name.startsWith('#') && [...byName.keys()].some((each) => tape.textOf(row).includes(each)))
      spans.push({ ...contentOf(tape, row), instead: mark(place(), tape.textOf(row)) });
    if (!name.startsWith('#')) path.push({ name, row, until: nextOf(row) });
    row += rowSize;
  }
  return spans;
}

/** Nothing, a marker, a mask, or a formula that only says where the secret is kept. */
function isOpen(value: string): boolean {
  return value.trim() === '' || isMarker(value) || isSalesforcesOwnMask(value) || refersOnly(value);
}

function isSecret({ unless, orUnless, named }: SecretField, siblings: ReadonlyMap<string, string>): boolean {
  if (named) return named.some((each) => secretName.test(siblings.get(each) ?? ''));
  return ![unless, orUnless].some((harmless) => harmless?.is.includes(siblings.get(harmless.sibling) ?? ''));
}

/** Several of one name are one long text, which no list of harmless values has. */
function siblingsOf(tape: XmlTape, parent: Parent): ReadonlyMap<string, string> {
  if (parent.texts) return parent.texts;
  const texts = new Map<string, string>();
  for (const row of tape.between(parent.row + rowSize, parent.until)) {
    const name = localName(tape.nameOf(row));
    const known = texts.get(name);
    // Names are short; what is long is no name and no kind.
    const text = tape.textOf(row).trim().slice(0, 1000);
    texts.set(name, known === undefined ? text : `${known.slice(0, 1000)}\n${text}`);
  }
  parent.texts = texts;
  return texts;
}

const localName = (name: string) => name.slice(name.lastIndexOf('}') + 1);

/** What stands between a node's own marks: tags, or those of a comment. */
function contentOf(tape: XmlTape, row: number): { start: number; end: number } {
  const { text, rows } = tape;
  const start = rows[row + column.start] as number;
  const end = rows[row + column.end] as number;
  if (text.startsWith('<!--', start)) return { start: start + 4, end: end - 3 };
  if (text.startsWith('<?', start)) return { start: start + 2, end: end - 2 };
  if (text.charAt(start) !== '<') return { start, end };
  let at = start;
  let quote = '';
  for (; at < end; at++) {
    const char = text.charAt(at);
    if (quote === '' && char === '>') break;
    if (quote === char) quote = '';
    else if (quote === '' && (char === '"' || char === "'")) quote = char;
  }
  return { start: at + 1, end: text.lastIndexOf('</', end - 1) };
}
