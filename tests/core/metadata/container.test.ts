// Items of a file that holds several components: where they lie, taken out, put in, and nothing else touched.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Container, type MetadataType, metadataTypes, typeRegistry } from '../../../core/component.ts';
import { sameMeaning } from '../../../core/metadata/canonical.ts';
import { canonicalText } from '../../../core/metadata/canonical-text.ts';
import { findItem, readContainer } from '../../../core/metadata/container.ts';
import {
  componentToContainer,
  containerFileName,
  fileToContainer,
  itemToComponent,
  nameInContainer,
  oldFileToContainer,
} from '../../../core/metadata/container-path.ts';
import { itemDocument } from '../../../core/metadata/item-document.ts';
import { newContainer, withItem, withoutItem } from '../../../core/metadata/item-edit.ts';
import { parseXml } from '../../../core/metadata/parse-xml.ts';

const xmlns = 'xmlns="http://soap.sforce.com/2006/04/metadata"';
const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';
const containerOf = (type: MetadataType) => typeRegistry[type].part?.container as Container;
const labels = containerOf('CustomLabel');
const workflow = containerOf('WorkflowRule');
const named = (type: MetadataType, name: string) => ({ type, name });

const label = (name: string, value: string, more = '') =>
  `    <labels>\n        <fullName>${name}</fullName>\n        <value>${value}</value>\n    </labels>${more}\n`;
const labelsFile = (...items: string[]) =>
  `${declaration}<CustomLabels ${xmlns}>\n${items.join('')}</CustomLabels>\n`;
const labelDocument = (name: string, value: string) =>
  `${declaration}<CustomLabel ${xmlns}>\n    <fullName>${name}</fullName>\n    <value>${value}</value>\n</CustomLabel>\n`;
const newLabel = (name: string, value: string) => ({
  ...named('CustomLabel', name),
  document: labelDocument(name, value),
});

const take = (container: Container, text: string, type: MetadataType, name: string) => {
  const read = readContainer(container, text);
  const item = findItem(read, named(type, name));
  return item && itemDocument(read, item);
};
const put = (text: string, name: string, value: string) =>
  withItem(readContainer(labels, text), newLabel(name, value));
const names = (container: Container, text: string) =>
  readContainer(container, text).items.map(({ type, name }) => `${type} ${name}`);

describe('paths', () => {
  test.each([
    ['a/labels/CustomLabels.labels-meta.xml', 'CustomLabels', 'CustomLabels'],
    ['x/app-Labels.labels-meta.xml', 'CustomLabels', 'app-Labels'],
    ['a/workflows/Lead.workflow-meta.xml', 'Workflow', 'Lead'],
    ['a/matchingRules/Lead.matchingRule-meta.xml', 'MatchingRules', 'Lead'],
  ])('%s', (path, type, name) => {
    expect(fileToContainer(path)).toMatchObject({ container: { type }, name });
  });

  test.each(['a/workflows/Lead.workflow', '.labels-meta.xml', 'a/flows/A.flow-meta.xml', 'labels', ''])(
    '%j is none',
    (path) => expect(fileToContainer(path)).toBeUndefined(),
  );

  test('older names count in their own folder', () => {
    expect(oldFileToContainer('src/workflows/Lead.workflow')).toMatchObject({ name: 'Lead' });
    expect(oldFileToContainer('src/other/Lead.workflow')).toBeUndefined();
    expect(oldFileToContainer('src/workflows/Lead.labels')).toBeUndefined();
  });

  test('a component, its file, its name inside, and back', () => {
    const rule = { type: 'WorkflowRule', fullName: 'Lead.Big. Deal' } as const;
    const file = componentToContainer(rule);
    expect(file && containerFileName(file)).toBe('Lead.workflow-meta.xml');
    expect(nameInContainer(rule)).toBe('Big. Deal');
    const item = { ...named('WorkflowRule', 'Big. Deal'), start: 0, end: 0, row: 0 };
    expect(file && itemToComponent(file, item)).toEqual(rule);
    const own = { type: 'CustomLabel', fullName: 'Paid' } as const;
    const labelFile = componentToContainer(own);
    expect(labelFile && containerFileName(labelFile)).toBe('CustomLabels.labels-meta.xml');
    expect(nameInContainer(own)).toBe('Paid');
    expect(componentToContainer({ type: 'Flow', fullName: 'A' })).toBeUndefined();
  });
});

describe('reading', () => {
  test('each item with its exact text; what has no name, or another kind, is none', () => {
    const text = labelsFile('    <!-- ours -->\n', label('A', '1'), '    <labels/>\n', label('B', '2'));
    const read = readContainer(labels, text);
    expect(read.items.map(({ start, end }) => text.slice(start, end))).toEqual([
      label('A', '1').trim(),
      label('B', '2').trim(),
    ]);
    const mixed = `<Workflow ${xmlns}><alerts><fullName>A</fullName></alerts><flowActions><fullName>F</fullName></flowActions><rules><fullName> A </fullName></rules></Workflow>`;
    expect(names(workflow, mixed)).toEqual(['WorkflowAlert A', 'WorkflowRule A']);
  });

  test('names are read as XML means them', () => {
    const text = labelsFile(label('A &amp; B', '1'), label('<![CDATA[C&D]]>', '2'));
    expect(names(labels, text)).toEqual(['CustomLabel A & B', 'CustomLabel C&D']);
  });

  test.each([
    ['<CustomLabels><labels></CustomLabels>', /unexpected close tag/],
    ['', /root element/],
    [labelsFile('<<<<<<< HEAD\n'), /disallowed/],
    [`<Workflow ${xmlns}/>`, /the root element is <Workflow>, not <CustomLabels>/],
  ])('%j is refused', (text, message) => {
    expect(() => readContainer(labels, text)).toThrow(message);
  });
});

describe('taking out', () => {
  test('an item is a document of its own type, indented as one', () => {
    const text = labelsFile(label('A', '1'), label('B', 'two\n    lines'));
    expect(take(labels, text, 'CustomLabel', 'A')).toBe(labelDocument('A', '1'));
    // What is inside a value is no indentation.
    expect(take(labels, text, 'CustomLabel', 'B')).toBe(labelDocument('B', 'two\n    lines'));
    expect(take(labels, text, 'CustomLabel', 'C')).toBeUndefined();
  });

  test('prefixes it uses come along, from the container or its own', () => {
    const own = 'xmlns:x="http://www.w3.org/2001/XMLSchema-instance"';
    const text = `<CustomLabels ${xmlns} ${own} xmlns:unused="u"><labels a="1"><fullName>A</fullName><value x:nil="true"/></labels></CustomLabels>`;
    const document = take(labels, text, 'CustomLabel', 'A') ?? '';
    expect(document).toContain(`<CustomLabel ${xmlns} ${own} a="1">`);
    expect(parseXml(document).root.children[1]?.attributes).toEqual([{ name: 'xsi:nil', value: 'true' }]);
    const prefixed = `<m:CustomLabels xmlns:m="http://soap.sforce.com/2006/04/metadata"><m:labels><m:fullName>A</m:fullName></m:labels></m:CustomLabels>`;
    expect(parseXml(take(labels, prefixed, 'CustomLabel', 'A') ?? '')).toMatchObject({
      root: { name: 'CustomLabel', children: [{ name: 'fullName', text: 'A' }] },
    });
  });

  test('the first of two with one name counts', () => {
    const text = labelsFile(label('A', '1'), label('A', '2'));
    expect(take(labels, text, 'CustomLabel', 'A')).toBe(labelDocument('A', '1'));
  });
});

describe('putting in', () => {
  test('a changed item stands where it stood', () => {
    const text = labelsFile(label('A', '1', ' <!-- a -->'), label('B', '2'));
    expect(put(text, 'A', '9')).toBe(labelsFile(label('A', '9', ' <!-- a -->'), label('B', '2')));
  });

  test('a new one stands where the order puts it, behind a comment on the line before', () => {
    const text = labelsFile('    <!-- all -->\n', label('B', '2', ' <!-- b -->'), label('D', '4'));
    expect(put(text, 'C', '3')).toBe(
      labelsFile('    <!-- all -->\n', label('B', '2', ' <!-- b -->'), label('C', '3'), label('D', '4')),
    );
    expect(put(text, 'E', '5').indexOf('>E<')).toBeGreaterThan(text.indexOf('>D<'));
    expect(names(labels, put(text, 'A', '1'))).toEqual(['A', 'B', 'D'].map((name) => `CustomLabel ${name}`));
    const letters = labelsFile(label('a', '1'), label('B', '2'), label('d', '4'));
    expect(names(labels, put(letters, 'C', '3')).map((name) => name.at(-1))).toEqual(['a', 'B', 'C', 'd']);
    const unsorted = labelsFile(label('Z', '1'), label('B', '2'));
    expect(names(labels, put(unsorted, 'C', '3')).map((name) => name.at(-1))).toEqual(['Z', 'B', 'C']);
  });

  test('kinds of items keep the order that Salesforce writes them in', () => {
    let text = `${declaration}<Workflow ${xmlns}>\n    <flowActions>\n        <fullName>F</fullName>\n    </flowActions>\n</Workflow>\n`;
    for (const type of ['WorkflowTask', 'WorkflowRule', 'WorkflowAlert', 'WorkflowFieldUpdate'] as const) {
      const document = `<${type} ${xmlns}><fullName>A</fullName></${type}>`;
      text = withItem(readContainer(workflow, text), { ...named(type, 'A'), document });
    }
    const { root } = parseXml(text);
    expect(root.children.map(({ name }) => name)).toEqual([
      'alerts',
      'fieldUpdates',
      'flowActions',
      'rules',
      'tasks',
    ]);
    expect(text).toBe(canonicalText('Workflow', text));
  });

  test.each([
    ['tabs', labelsFile(label('B', '2')).replaceAll('    ', '\t')],
    ['Windows line ends', labelsFile(label('B', '2')).replaceAll('\n', '\r\n')],
    ['two spaces', labelsFile(label('B', '2')).replaceAll('    ', '  ')],
    ['all on one line', labelsFile(label('B', '2')).replace(/\n\s*/g, '')],
    ['blank lines between', labelsFile(label('A', '1'), '\n', label('B', '2'))],
  ])('as its neighbours are: %s', (_, text) => {
    const made = put(text, 'C', '2');
    const [b, c] = readContainer(labels, made).items.slice(-2);
    if (!b || !c) throw new Error('an item is missing');
    expect(made.slice(c.start, c.end)).toBe(made.slice(b.start, b.end).replace('B', 'C'));
    expect(withoutItem(readContainer(labels, made), named('CustomLabel', 'C'))).toBe(text);
  });

  test('items closed on one line keep that', () => {
    const item = '<labels>\n        <fullName>B</fullName>\n    </labels>';
    const text = `${declaration}<CustomLabels ${xmlns}>${item}${item.replace('B', 'C')}</CustomLabels>`;
    const document = `<CustomLabel ${xmlns}><fullName>D</fullName></CustomLabel>`;
    const made = withItem(readContainer(labels, text), { ...named('CustomLabel', 'D'), document });
    expect(made).toBe(text.replace('</CustomLabels>', `${item.replace('B', 'D')}</CustomLabels>`));
  });

  test.each([
    `<CustomLabels ${xmlns}/>`,
    `<CustomLabels ${xmlns} />`,
    `<CustomLabels ${xmlns}></CustomLabels>`,
    `<CustomLabels ${xmlns}>\n</CustomLabels>`,
  ])('into an empty file: %j', (empty) => {
    expect(put(`${declaration}${empty}\n`, 'A', '1')).toBe(labelsFile(label('A', '1')));
  });

  test('into a file that there was not', () => {
    expect(newContainer(labels, newLabel('A', '1'))).toBe(labelsFile(label('A', '1')));
  });

  test('declarations come along where the container lacks them', () => {
    const document = `<CustomLabel ${xmlns} xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><fullName>A</fullName><value xsi:nil="true"/></CustomLabel>`;
    const made = withItem(readContainer(labels, labelsFile(label('B', '1'))), {
      ...named('CustomLabel', 'A'),
      document,
    });
    expect(made).toContain('<labels xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">');
    expect(
      sameMeaning('CustomLabel', parseXml(take(labels, made, 'CustomLabel', 'A') ?? ''), parseXml(document)),
    ).toBe(true);
  });
});

describe('taking away', () => {
  const without = (text: string, name: string) =>
    withoutItem(readContainer(labels, text), named('CustomLabel', name));

  test('the item and its line go, comments stay', () => {
    const text = labelsFile(label('A', '1'), '    <!-- b -->\n', label('B', '2'), label('C', '3'));
    expect(without(text, 'B')).toBe(labelsFile(label('A', '1'), '    <!-- b -->\n', label('C', '3')));
  });

  test('every item of the name goes; one that is not there changes nothing', () => {
    const text = labelsFile(label('A', '1'), label('B', '2'), label('A', '3'));
    expect(without(text, 'A')).toBe(labelsFile(label('B', '2')));
    expect(without(text, 'X')).toBe(text);
  });

  test('the last one leaves an empty file', () => {
    expect(without(labelsFile(label('A', '1')), 'A')).toBe(labelsFile());
  });
});

const layouts = [
  (text: string) => text,
  (text: string) => text.replaceAll('\n', '\r\n'),
  (text: string) => text.replaceAll(/^ +/gm, (blank) => '\t'.repeat(blank.length / 4)),
  (text: string) => text.replaceAll(/^ +/gm, (blank) => '  '.repeat(blank.length / 4)),
];
const kinds = metadataTypes.filter((type) => typeRegistry[type].shape === 'part');
const ownName = fc.constantFrom('A', 'b', 'C', 'D d', 'é', 'F&G', 'h.i');
const value = fc.constantFrom(
  '1',
  'a < b & c',
  'two\nlines\n        deep',
  '  spaced  ',
  ']]>',
  '',
  '<!-- no -->',
);
const comment = fc.constantFrom('', '    <!-- one -->\n', '\n');
const escapeXml = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const documentOf = (type: MetadataType, name: string, text: string, deep: boolean) =>
  canonicalText(
    type,
    `<${type} ${xmlns}><fullName>${escapeXml(name)}</fullName><name>${escapeXml(text)}</name>${deep ? `<sub><x>${escapeXml(text)}</x><y/></sub>` : ''}</${type}>`,
  );

/** A container of one kind with random items, comments between them, in some layout. */
const scene = fc
  .record({
    type: fc.constantFrom(...kinds),
    items: fc.uniqueArray(fc.tuple(ownName, value, fc.boolean(), comment), {
      maxLength: 6,
      selector: ([name]) => name,
    }),
    layout: fc.constantFrom(...layouts),
    mine: fc.tuple(ownName, value, fc.boolean()),
  })
  .map(({ type, items, layout, mine: [name, text, deep] }) => {
    const { container, element } = typeRegistry[type].part as NonNullable<
      (typeof typeRegistry)['CustomLabel']['part']
    >;
    const body = items.map(([own, inside, isDeep, more]) => {
      const lines = documentOf(type, own, inside, isDeep).split('\n').slice(1, -1).join('\n');
      const spelt = lines
        .replace(`<${type} ${xmlns}>`, `<${element}>`)
        .replace(`</${type}>`, `</${element}>`);
      return `${more}    ${spelt.replaceAll(/\n( *)</g, '\n    $1<')}\n`;
    });
    const plain = `${declaration}<${container.type} ${xmlns}>\n${body.join('')}</${container.type}>\n`;
    return { container, text: layout(plain), type, name, document: documentOf(type, name, text, deep) };
  });

describe('laws', () => {
  test('what is put in is taken out again, and every other item keeps its bytes', () => {
    fc.assert(
      fc.property(scene, ({ container, text, type, name, document }) => {
        const before = readContainer(container, text);
        const made = withItem(before, { type, name, document });
        const after = readContainer(container, made);
        expect(canonicalText(type, take(container, made, type, name) ?? '')).toBe(document);
        const others = (read: typeof before) =>
          read.items
            .filter((item) => item.name !== name)
            .map(({ start, end }) => read.text.slice(start, end));
        expect(others(after)).toEqual(others(before));
        // Outside the item not one character is another.
        const item = findItem(after, { type, name });
        const old = findItem(before, { type, name });
        if (!item) throw new Error('it is not there');
        if (old) {
          expect(made.slice(0, item.start) + text.slice(old.start, old.end) + made.slice(item.end)).toBe(
            text,
          );
        } else if (before.items.length > 0) expect(withoutItem(after, { type, name })).toBe(text);
      }),
      { numRuns: 300 },
    );
  });

  test('the same again changes nothing', () => {
    fc.assert(
      fc.property(scene, ({ container, text, type, name, document }) => {
        const made = withItem(readContainer(container, text), { type, name, document });
        expect(withItem(readContainer(container, made), { type, name, document })).toBe(made);
        const out = take(container, made, type, name) ?? '';
        expect(withItem(readContainer(container, made), { type, name, document: out })).toBe(made);
      }),
      { numRuns: 300 },
    );
  });

  test('in the usual layout, text for text', () => {
    fc.assert(
      fc.property(scene, ({ container, type, name, document }) => {
        expect(take(container, newContainer(container, { type, name, document }), type, name)).toBe(document);
      }),
      { numRuns: 200 },
    );
  });
});
