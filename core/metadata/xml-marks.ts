// Reads what begins with `<?`, and names what is wrong with what begins with `<!`.

import { isBlank, nameEnd, nameStartAt, widthAt } from './xml-characters.ts';
import { withUsualLineEnds } from './xml-text.ts';

export interface Source {
  readonly text: string;
  readonly later: boolean;
  /** `after` is the place behind the character that is wrong. */
  readonly fail: (message: string, after: number) => never;
}

const unfinished = Number.POSITIVE_INFINITY;
const documentType = /(?:[^"'[>]|"[^"]*"|'[^']*'|\[(?:[^\]"']|"[^"]*"|'[^']*')*\])*>/y;

/** Neither comment nor CDATA: refused, unless the text ends before that is certain. */
export function markEnd({ text, fail }: Source, lt: number, afterRoot: boolean): number {
  if (text.startsWith('DOCTYPE', lt + 2)) {
    if (afterRoot) fail('inappropriately located doctype declaration', lt + 9);
    documentType.lastIndex = lt + 9;
    documentType.test(text);
    fail('a document type declaration is not allowed', Math.max(lt + 9, documentType.lastIndex));
  }
  let at = lt + 2;
  // Seven characters are as many as `[CDATA[` has; a surrogate pair counts twice.
  for (let count = 0; count < 7; count++) {
    if (at >= text.length) return unfinished;
    const width = widthAt(text, at);
    if (width === 2 && text.charCodeAt(at) >= 0xd800) count++;
    at += width;
  }
  return fail('incorrect syntax', at);
}

export function instructionAt({ text, fail }: Source, lt: number): { content: string; end: number } {
  const start = lt + 2;
  if (start >= text.length) return { content: '', end: unfinished };
  const first = text.charCodeAt(start);
  if (nameStartAt(text, start) === 0) {
    if (first === 0x3f || isBlank(first))
      fail('processing instruction without a target', start + widthAt(text, start));
    fail('disallowed character in processing instruction name', start + 1);
  }
  const stop = nameEnd(text, start);
  if (stop >= text.length) return { content: '', end: unfinished };
  const next = text.charCodeAt(stop);
  if (next !== 0x3f && !isBlank(next)) fail('disallowed character in processing instruction name', stop + 1);
  const target = text.slice(start, stop);
  if (target === 'xml') fail('an XML declaration must be at the start of the document', stop + 1);
  const end = text.indexOf('?>', stop);
  if (end < 0) return { content: '', end: unfinished };
  if (target.toLowerCase() === 'xml')
    fail('the XML declaration must appear at the start of the document', end + 2);
  const body = withUsualLineEnds(text.slice(stop, end)).replace(/^[ \t\n]+/, '');
  return { content: body === '' ? target : `${target} ${body}`, end: end + 2 };
}
