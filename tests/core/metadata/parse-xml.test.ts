// The parser keeps what matters, refuses what is unsafe, and says where it stopped.

import process from 'node:process';
import { describe, expect, test } from 'vitest';
import { parseXml, XmlError, type XmlNode } from '../../../core/metadata/parse-xml.ts';

function errorOf(text: string): XmlError {
  try {
    parseXml(text);
  } catch (error) {
    if (error instanceof XmlError) return error;
    throw error;
  }
  throw new Error('it was accepted');
}

const outline = (node: XmlNode): unknown =>
  node.children.length === 0 ? [node.name, node.text] : [node.name, ...node.children.map(outline)];

describe('what is kept', () => {
  test('elements, texts, comments and their lines', () => {
    const { root } = parseXml('<a>\n  <b>one</b>\n  <!-- note -->\n  <c>\n    <d/>\n  </c>\n</a>\n');
    expect(outline(root)).toEqual(['a', ['b', 'one'], ['#comment', ' note '], ['c', ['d', '']]]);
    expect([root.line, root.endLine]).toEqual([1, 7]);
    expect(root.children.map(({ line, endLine }) => [line, endLine])).toEqual([
      [2, 2],
      [3, 3],
      [4, 6],
    ]);
  });

  test('a comment over several lines, and text beside a comment', () => {
    const { root } = parseXml('<a><b>x<!-- 1\n2 -->y</b></a>');
    const [b] = root.children;
    expect(b?.text).toBe('xy');
    expect(b?.children[0]).toMatchObject({ name: '#comment', text: ' 1\n2 ', line: 1, endLine: 2 });
  });

  test('text among elements is not lost', () => {
    expect(outline(parseXml('<a>stray<b/>more</a>').root)).toEqual([
      'a',
      ['#text', 'stray'],
      ['b', ''],
      ['#text', 'more'],
    ]);
  });

  test('entities, character references and CDATA are decoded; spaces inside texts stay', () => {
    const { root } = parseXml('<a><b> &lt;&amp;&gt;&apos;&quot;&#x1F600;&#10;<![CDATA[<x>&amp;]]> </b></a>');
    expect(root.children[0]?.text).toBe(` <&>'"😀\n<x>&amp; `);
  });

  test('comments around the root, and processing instructions', () => {
    const document = parseXml('<?xml version="1.0"?><!-- licence --><a><?keep me?></a><!-- end -->');
    expect(document.prolog.map(({ text }) => text)).toEqual([' licence ']);
    expect(document.epilog.map(({ text }) => text)).toEqual([' end ']);
    expect(outline(document.root)).toEqual(['a', ['#pi', 'keep me']]);
  });

  test('prefixes are resolved: names, attributes and xsi:type values', () => {
    const document = parseXml(
      '<m:a xmlns:m="urn:m" xmlns:i="http://www.w3.org/2001/XMLSchema-instance" xmlns:s="http://www.w3.org/2001/XMLSchema"><m:b i:type="s:string" plain="1"/><c/></m:a>',
    );
    expect(document.namespace).toBe('urn:m');
    expect(document.root.name).toBe('a');
    expect(document.root.children.map(({ name }) => name)).toEqual(['b', '{}c']);
    expect(document.root.children[0]?.attributes).toEqual([
      { name: 'plain', value: '1' },
      { name: 'xsi:type', value: 'xsd:string' },
    ]);
  });

  test('a byte order mark and every kind of line ending', () => {
    expect(parseXml('\uFEFF<a>\r\n<b>x\r\ny</b>\r</a>').root.children[0]).toMatchObject({
      text: 'x\ny',
      line: 2,
      endLine: 3,
    });
  });
});

describe('what is refused, and where', () => {
  const refused: [string, string, number, number][] = [
    ['nothing', '', 1, 1],
    ['text alone', 'hello', 1, 5],
    ['a truncated tag', '<a>\n<fiel', 2, 5],
    ['an unclosed element', '<a>\n  <b>', 2, 5],
    ['a wrong closing tag', '<a>\n  <b></c>\n</a>', 2, 9],
    ['two roots', '<a/>\n<b/>', 2, 3],
    ['a bare ampersand', '<a>\nR & D</a>\n<!-- ; -->', 2, 3],
    ['an unknown entity', '<a>&nbsp;</a>', 1, 9],
    ['an entity named like a property of objects', '<a>&constructor;</a>', 1, 16],
    ['a merge marker', '<a>\n<<<<<<< HEAD\n</a>', 2, 2],
    ['an attribute twice', '<a b="1" b="2"/>', 1, 16],
    ['a character XML does not allow', '<a>\u0001</a>', 1, 4],
    ['a prefix nobody declared', '<a><x:b/></a>', 1, 9],
  ];
  test.each(refused)('%s', (_name, text, line, column) => {
    const error = errorOf(text);
    expect(error.message).not.toMatch(/^\d|undefined:/);
    expect([error.line, error.column]).toEqual([line, column]);
  });

  test('document types and the entities they could declare', () => {
    expect(errorOf('<!DOCTYPE a><a/>').message).toBe('a document type declaration is not allowed');
    expect(errorOf('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>').message).toMatch(
      /document type/,
    );
    const laughs = '<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;&x;&x;">]><a>&y;</a>';
    expect(errorOf(laughs).message).toMatch(/document type/);
  });

  test('messages say what is open, and how to write an ampersand', () => {
    expect(errorOf('<a>\n  <b>\n</a>').message).toBe('unexpected close tag (<b> of line 2 is still open)');
    expect(errorOf('<a>\n  <b>').message).toBe('unclosed tag (<b> of line 2 is still open)');
    expect(errorOf('<a>R & D</a>').message).toBe('the character & must be written &amp;');
    expect(errorOf('<a><!-- R & D --><![CDATA[&]]><b></a>').message).toMatch(/^unexpected close tag/);
  });

  test('every truncation of a document', () => {
    const text = '<?xml version="1.0"?>\n<a x="1"><!-- c --><b>t &amp; u</b><![CDATA[d]]></a>';
    for (let length = 0; length < text.length; length++)
      expect(() => parseXml(text.slice(0, length))).toThrow(XmlError);
  });
});

describe('size', () => {
  test('nesting has a limit far beyond metadata, for each level is written indented once more', () => {
    const deep = (depth: number) => '<a>'.repeat(depth) + '</a>'.repeat(depth);
    let node: XmlNode | undefined = parseXml(deep(500)).root;
    let found = 0;
    for (; node; node = node.children[0]) found++;
    expect(found).toBe(500);
    expect(errorOf(deep(200_000)).message).toBe('more than 500 elements inside each other');
  });

  test('time grows with the length, not with its square', () => {
    const time = (count: number) => {
      const text = `<a>${'<b c="d">e &amp; f<!-- g --></b>\n'.repeat(count)}</a>`;
      let best = Number.POSITIVE_INFINITY;
      for (let round = 0; round < 3; round++) {
        // The processor's time: a busy machine takes longer, but works no more.
        const started = process.cpuUsage();
        parseXml(text);
        best = Math.min(best, process.cpuUsage(started).user);
      }
      return best;
    };
    time(2000);
    // Ten times the length; its square would be a hundred. Long enough that both pay for collecting garbage alike.
    expect(time(200_000)).toBeLessThan(time(20_000) * 50);
  });
});
