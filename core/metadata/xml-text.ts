// Decodes text and attribute values: references, line ends, and what may not stand there.

import { isCharacter } from './xml-characters.ts';
import type { Source } from './xml-marks.ts';

const reference = /&(?:#(\d+)|#x([\da-fA-F]+)|([A-Za-z_][\w.:-]*));/y;
const entities = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

/** The text from `from` to `to`; in attributes each line end and tab is a space. */
export function decode(source: Source, from: number, to: number, inAttribute: boolean): string {
  const { text } = source;
  let out = '';
  let start = from;
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at);
    if (code > 0x3e || code === 0x20) continue;
    if (code === 0x26) {
      reference.lastIndex = at;
      const found = reference.exec(text);
      if (!found) return source.fail('the character & must be written &amp;', at + 1);
      const end = reference.lastIndex;
      out += text.slice(start, at) + referred(source, found, end);
      start = end;
      at = end - 1;
    } else if (code === 0x0d) {
      out += text.slice(start, at) + (inAttribute ? ' ' : '\n');
      if (text.charCodeAt(at + 1) === 0x0a) at++;
      start = at + 1;
    } else if (inAttribute) {
      if (code === 0x3c) source.fail('disallowed character', at + 1);
      if (code !== 0x0a && code !== 0x09) continue;
      out += `${text.slice(start, at)} `;
      start = at + 1;
    } else if (code === 0x3e && at >= start + 2 && text.startsWith(']]', at - 2))
      source.fail('the string "]]>" is disallowed in char data', at + 1);
  }
  return start === from ? text.slice(from, to) : out + text.slice(start, to);
}

function referred({ fail, later }: Source, found: RegExpExecArray, end: number): string {
  const [, decimal, hex, name = ''] = found;
  if (decimal === undefined && hex === undefined) return entities.get(name) ?? fail('undefined entity', end);
  const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
  if (!isCharacter(code, later)) fail('malformed character entity', end);
  return String.fromCodePoint(code);
}

export function withUsualLineEnds(content: string): string {
  return content.includes('\r') ? content.replace(/\r\n?/g, '\n') : content;
}
