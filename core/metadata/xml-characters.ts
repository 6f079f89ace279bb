// Which characters may stand in XML documents and in their names. Source: XML 1.0, fifth edition, section 2.

/** For ASCII: 1 may begin a name, 2 may go on in one. The colon is both. */
const ascii = new Uint8Array(128);
for (let code = 0; code < 128; code++) {
  const char = String.fromCharCode(code);
  ascii[code] = /[A-Za-z_:]/.test(char) ? 1 : /[0-9.-]/.test(char) ? 2 : 0;
}

const startBeyond =
  /^[\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C-\u200D\u2070-\u218F\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\u{10000}-\u{EFFFF}]/u;
const nameBeyond = /^(?:\u00B7|[\u0300-\u036F]|[\u203F\u2040])/u;

/** How many code units of a character that may begin a name stand at a place; 0: none. */
export function nameStartAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code < 128) return ascii[code] === 1 ? 1 : 0;
  return code >= 128 && startBeyond.test(text.slice(at, at + 2)) ? widthAt(text, at) : 0;
}

/** Where the run of name characters ends that begins at a place. */
export function nameEnd(text: string, from: number): number {
  let at = from;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code < 128) {
      if (ascii[code] === 0) return at;
      at++;
    } else if (code >= 128 && (nameStartAt(text, at) > 0 || nameBeyond.test(text.charAt(at))))
      at += widthAt(text, at);
    else return at;
  }
}

/** Code units of the character at a place; a line end of two characters counts as one. */
export function widthAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code === 0x0d) return text.charCodeAt(at + 1) === 0x0a ? 2 : 1;
  return code >= 0xd800 && code < 0xdc00 ? 2 : 1;
}

export function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x09 || code === 0x0d;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it is for
const forbidden = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it is for
const forbiddenIn11 = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u0084\u0086-\u009F\uFFFE\uFFFF]/;
const loneSurrogate = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

/** Where the first character stands that no document may hold; the text's length when there is none. */
export function firstForbidden(text: string, later: boolean): number {
  const found = text.search(later ? forbiddenIn11 : forbidden);
  const first = found < 0 ? text.length : found;
  return text.isWellFormed() ? first : Math.min(first, text.search(loneSurrogate));
}

/** What a character reference may stand for. XML 1.1 allows control characters there. */
export function isCharacter(code: number, later: boolean): boolean {
  if (code < 0x20) return later ? code > 0 : code === 0x09 || code === 0x0a || code === 0x0d;
  return code <= 0xd7ff || (code >= 0xe000 && code <= 0xfffd) || (code >= 0x10000 && code <= 0x10ffff);
}
