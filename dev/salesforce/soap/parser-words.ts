// What is wrong with XML, in the words of the parser Salesforce uses (Xerces), for faults and deploy messages.

import type { XmlError } from '../xml.ts';

type Wording = string | ((found: RegExpExecArray) => string);

/** Our parser's reason → Xerces's; where ours says less, the nearest. */
const words: readonly (readonly [RegExp, Wording])[] = [
  [/Premature end of file/, 'Premature end of file.'],
  [
    /^DOCTYPE is disallowed/,
    'DOCTYPE is disallowed when the feature "http://apache.org/xml/features/disallow-doctype-decl" set to true.',
  ],
  [/must contain a root element/, 'Premature end of file.'],
  [/^text data outside of root node/, 'Content is not allowed in prolog.'],
  [
    /^unclosed tag: (.+)|^unexpected end/,
    'XML document structures must start and end within the same entity.',
  ],
  [
    /^documents may contain only one root/,
    'The markup in the document following the root element must be well-formed.',
  ],
  [
    /^unexpected close tag|^unmatched closing tag/,
    'The markup in the document preceding the root element must be well-formed.',
  ],
  [/^attribute without value/, "Attribute name must be followed by the ' = ' character."],
  [/^unquoted attribute value/, 'Open quote is expected for an attribute value.'],
  [
    /^duplicate attribute: (.+)\./,
    (found) => `Attribute "${found[1]}" was already specified for the element.`,
  ],
  [/^undefined entity/, 'The entity was referenced, but not declared.'],
  [
    /^no whitespace between attributes/,
    'Element type must be followed by either attribute specifications, ">" or "/>".',
  ],
  [
    /"\]\]>" is disallowed/,
    'The character sequence "]]>" must not appear in content unless used to mark the end of a CDATA section.',
  ],
  [/^unbound namespace prefix: "(.+)"/, (found) => `The prefix "${found[1]}" is not bound.`],
  [/^malformed comment/, 'The string "--" is not permitted within comments.'],
  [
    /XML declaration must be at the start/,
    'The processing instruction target matching "[xX][mM][lL]" is not allowed.',
  ],
  [/^version number must match/, 'XML version "2.0" is not supported, only XML 1.0 is supported.'],
  [
    /^disallowed character in tag name/,
    'The content of elements must consist of well-formed character data or markup.',
  ],
];

/** One sentence; the parser's own words where Xerces's are not known. */
export function parserWords(problem: XmlError, source = ''): string {
  const reason = problem.message.replace(/^\d+:\d+: /, '');
  const named = namedIn(reason, problem, source);
  if (named !== undefined) return named;
  for (const [pattern, wording] of words) {
    const found = pattern.exec(reason);
    if (found) return typeof wording === 'string' ? wording : wording(found);
  }
  return reason;
}

/** Reasons whose words name a piece of the document that our parser doesn't repeat. */
function namedIn(reason: string, problem: XmlError, source: string): string | undefined {
  const before = upTo(source, problem);
  if (/^undefined entity/.test(reason)) {
    const name = /&([^&;\s]+);$/.exec(before)?.[1];
    if (name) return `The entity "${name}" was referenced, but not declared.`;
  }
  if (/^unexpected close tag/.test(reason)) {
    const open = lastOpen(before);
    if (open) return `The element type "${open}" must be terminated by the matching end-tag "</${open}>".`;
  }
  return undefined;
}

function upTo(source: string, { line, column }: XmlError): string {
  if (line === undefined || column === undefined) return source;
  const lines = source.split('\n', line);
  return [...lines.slice(0, line - 1), (lines[line - 1] ?? '').slice(0, column)].join('\n');
}

/** The element that is open where the text ends with a closing tag that is not its own. */
function lastOpen(before: string): string | undefined {
  const open: string[] = [];
  const tags = before.replace(/<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?[\s\S]*?\?>/g, '');
  for (const found of tags.matchAll(/<(\/?)([^\s<>/]+)(?:"[^"]*"|'[^']*'|[^'"<>])*?(\/?)>/g)) {
    const [, closing, name = '', selfClosing] = found;
    if (selfClosing) continue;
    if (!closing) open.push(name);
    else if (open.at(-1) === name) open.pop();
    else return open.at(-1);
  }
  return undefined;
}
