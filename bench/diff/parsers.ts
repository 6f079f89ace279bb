// Every parser that is measured: ours, and what people use instead, each as far as a tree of its own kind.

import { parseXml } from '../../core/metadata/parse-xml.ts';
import { treeBySaxes } from '../../tests/core/metadata/saxes-tree.ts';
import { eventsOfSaxen, eventsOfSaxes, type PlainNode, treeBySaxen } from './keyed.ts';

export interface XmlParser {
  readonly name: string;
  /** Too slow for a quick look. */
  readonly slow?: true;
  /** A tree, or whatever it makes; throws when it refuses the text. */
  load(): Promise<(text: string) => unknown>;
}

export const parsers: readonly XmlParser[] = [
  // Every node made, as the others do; comparing needs the tape alone.
  { name: 'ours', load: async () => (text) => parseXml(text).root },
  { name: 'ours, the tape alone', load: async () => parseXml },
  { name: 'saxen, as a tree', load: async () => treeBySaxen },
  { name: 'saxen, events only', load: async () => eventsOfSaxen },
  { name: 'saxes, as our tree', load: async () => treeBySaxes },
  { name: 'saxes, events only', load: async () => eventsOfSaxes },
  {
    name: 'txml',
    async load() {
      const { parse } = await import('txml');
      // Its default leaves `<link>` open, which is HTML.
      return (text) => parse(text, { keepComments: true, decodeEntities: true, selfClosingTags: [] });
    },
  },
  {
    name: 'libxml2-wasm, walked to a tree',
    slow: true,
    async load() {
      const { XmlComment, XmlDocument, XmlElement } = await import('libxml2-wasm');
      type Node = InstanceType<typeof XmlElement>;
      const walk = (element: Node): PlainNode => {
        const children: PlainNode[] = [];
        for (let child = element.firstChild; child; child = child.next) {
          if (child instanceof XmlElement) children.push(walk(child));
          else if (child instanceof XmlComment)
            children.push({ name: '#comment', children: [], text: child.content });
        }
        const text = children.length === 0 ? element.content : '';
        return { name: element.name, children, text };
      };
      return (text) => {
        const document = XmlDocument.fromString(text);
        try {
          return walk(document.root);
        } finally {
          document.dispose();
        }
      };
    },
  },
  {
    name: 'htmlparser2',
    slow: true,
    async load() {
      const { parseDocument } = await import('htmlparser2');
      return (text) => parseDocument(text, { xmlMode: true });
    },
  },
  {
    name: '@rgrove/parse-xml',
    slow: true,
    async load() {
      const { parseXml: parse } = await import('@rgrove/parse-xml');
      return (text) => parse(text, { preserveComments: true });
    },
  },
  {
    name: 'xml2js',
    slow: true,
    async load() {
      const { Parser } = await import('xml2js');
      return (text) => {
        let tree: unknown;
        new Parser({ explicitChildren: true, preserveChildrenOrder: true }).parseString(
          text,
          (error, result) => {
            if (error) throw error;
            tree = result;
          },
        );
        return tree;
      };
    },
  },
  {
    name: 'fast-xml-parser',
    slow: true,
    async load() {
      const { XMLParser } = await import('fast-xml-parser');
      const parser = new XMLParser({
        preserveOrder: true,
        ignoreAttributes: false,
        commentPropName: '#comment',
        // Otherwise 00123 becomes 123.
        parseTagValue: false,
        trimValues: false,
      });
      return (text) => parser.parse(text);
    },
  },
  {
    name: '@xmldom/xmldom',
    slow: true,
    async load() {
      const { DOMParser, onErrorStopParsing } = await import('@xmldom/xmldom');
      return (text) => new DOMParser({ onError: onErrorStopParsing }).parseFromString(text, 'text/xml');
    },
  },
];
