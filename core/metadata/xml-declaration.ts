// Reads the XML declaration, which decides which characters a document may hold.

import { isBlank } from './xml-characters.ts';

export interface Declared {
  /** The document, in which the line ends that only XML 1.1 knows are written as usual ones. */
  readonly text: string;
  /** Where the document goes on after its byte order mark and declaration. */
  readonly at: number;
  /** True when the rules of XML 1.1 hold. */
  readonly later: boolean;
  /** Where the declaration stops making sense. */
  readonly malformed?: number;
}

const version = /<\?xml[ \t\r\n]+version[ \t\r\n]*=[ \t\r\n]*(?:"(1\.\d+)"|'(1\.\d+)')/y;
const rest =
  /(?:[ \t\r\n]+encoding[ \t\r\n]*=[ \t\r\n]*(?:"[A-Za-z][\w.-]*"|'[A-Za-z][\w.-]*'))?(?:[ \t\r\n]+standalone[ \t\r\n]*=[ \t\r\n]*(?:"(?:yes|no)"|'(?:yes|no)'))?[ \t\r\n]*\?>/y;

export function readDeclaration(text: string): Declared {
  const start = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const after = text.charCodeAt(start + 5);
  if (!text.startsWith('<?xml', start) || !(isBlank(after) || after === 0x3f))
    return { text, at: start, later: false };
  version.lastIndex = start;
  const found = version.exec(text);
  if (!found) return { text, at: start, later: false, malformed: start + 6 };
  const at = version.lastIndex;
  const later = (found[1] ?? found[2]) !== '1.0';
  const plain = later ? text.slice(0, at) + usualLineEnds(text.slice(at)) : text;
  rest.lastIndex = at;
  const isWhole = rest.test(plain);
  return {
    text: plain,
    at: isWhole ? rest.lastIndex : at,
    later,
    ...(isWhole ? {} : { malformed: at }),
  };
}

function usualLineEnds(text: string): string {
  return text.replace(/\r\u0085/g, '\r\n').replace(/[\u0085\u2028]/g, '\n');
}
