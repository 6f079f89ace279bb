// Reads a start tag from the end of its name on.

import { attributesOf, type Namespaces } from './namespaces.ts';
import { isBlank, nameEnd, nameStartAt, widthAt } from './xml-characters.ts';
import type { Source } from './xml-marks.ts';
import { decode } from './xml-text.ts';

export interface StartTag {
  /** Behind the tag; past the text's end when the tag is unfinished. */
  readonly at: number;
  readonly empty: boolean;
  /** Resolves the attributes, if there are any. */
  readonly attributes:
    | ((inherited: Namespaces, fail: (message: string) => never) => ReturnType<typeof attributesOf>)
    | undefined;
}

const unfinished: StartTag = { at: Number.POSITIVE_INFINITY, empty: false, attributes: undefined };

export function readStartTag(source: Source, from: number): StartTag {
  const { text, fail } = source;
  let written: Record<string, string> | undefined;
  let duplicate: string | undefined;
  let at = from;
  /** What stood before: blanks, the tag's name, or an attribute's closing quote. */
  let before: 'name' | 'value' | 'blank' = 'name';
  for (;;) {
    if (at >= text.length) return unfinished;
    const code = text.charCodeAt(at);
    if (isBlank(code)) {
      before = 'blank';
      at++;
    } else if (code === 0x3e || code === 0x2f) {
      const empty = code === 0x2f;
      if (empty && ++at >= text.length) return unfinished;
      if (text.charCodeAt(at) !== 0x3e) fail('forward-slash in opening tag not followed by >', at + 1);
      at++;
      if (duplicate !== undefined) fail(`duplicate attribute: ${duplicate}`.replace(/\.$/, ''), at);
      const all = written;
      return { at, empty, attributes: all && ((inherited, stop) => attributesOf(all, inherited, stop)) };
    } else if (before === 'name') fail('disallowed character in tag name', at + 1);
    else if (nameStartAt(text, at) === 0) fail('disallowed character in attribute name', at + 1);
    else if (before === 'value') fail('no whitespace between attributes', at + 1);
    else {
      const stop = nameEnd(text, at);
      const quote = valueStart(source, stop);
      if (quote >= text.length) return unfinished;
      const close = text.indexOf(text.charAt(quote), quote + 1);
      const end = close < 0 ? text.length : close;
      const value = decode(source, quote + 1, end, true);
      if (close < 0) return unfinished;
      const name = text.slice(at, stop);
      written ??= Object.create(null) as Record<string, string>;
      if (written[name] === undefined) written[name] = value;
      else duplicate ??= name;
      at = close + 1;
      before = 'value';
    }
  }
}

/** Where the value's opening quote stands. */
function valueStart({ text, fail }: Source, from: number): number {
  let at = from;
  while (isBlank(text.charCodeAt(at))) at++;
  if (at >= text.length) return at;
  if (text.charCodeAt(at) !== 0x3d) {
    const follows = at > from || text.charCodeAt(at) === 0x3e;
    fail(follows ? 'attribute without value' : 'disallowed character in attribute name', at + 1);
  }
  at++;
  while (isBlank(text.charCodeAt(at))) at++;
  const quote = text.charCodeAt(at);
  if (at < text.length && quote !== 0x22 && quote !== 0x27)
    fail('unquoted attribute value', at + widthAt(text, at));
  return at;
}
