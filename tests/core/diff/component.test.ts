// Two versions of a component: counts, files, and the one sentence of the history list.

import { describe, expect, test } from 'vitest';
import type { ComponentSource, MetadataType } from '../../../core/component.ts';
import { apexMethods } from '../../../core/diff/apex-method.ts';
import { diffComponent } from '../../../core/diff/component.ts';
import { workTime } from '../../helpers/work-time.ts';

const meta = (version: string, status = 'Active') =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<ApexClass xmlns="http://soap.sforce.com/2006/04/metadata">\n    <apiVersion>${version}</apiVersion>\n    <status>${status}</status>\n</ApexClass>\n`;

const code = `public with sharing class Leads {
    // not a method {
    public static String brace = '{ \\' {';
    public Integer count { get; set; }

    public Leads() {
        count = 0;
    }

    @Future(callout=true)
    public static void updateLead(
        Id leadId,
        Map<String, Object> values
    ) {
        if (values.isEmpty()) {
            return;
        }
        /* { */
        update new Lead(Id = leadId);
    }

    private class Inner {
        void run() {
            System.debug('x');
        }
    }
}
`;

function apex(text: string, version = '58.0'): ComponentSource {
  return {
    type: 'ApexClass',
    fullName: 'Leads',
    files: [
      { role: 'content', name: 'Leads.cls', text },
      { role: 'metadata', name: 'Leads.cls-meta.xml', text: meta(version) },
    ],
  };
}

function single(type: MetadataType, text: string): ComponentSource {
  return { type, fullName: 'A', files: [{ role: 'metadata', name: 'A.x-meta.xml', text }] };
}

describe('Apex classes', () => {
  const edited = code.replace('            return;\n', '            log();\n            return;\n');

  test('a change inside one method names the method', () => {
    const diff = diffComponent(apex(code), apex(edited));
    expect(diff).toMatchObject({
      same: false,
      exact: true,
      changeCount: 1,
      noiseCount: 0,
      summary: '1 line added in method updateLead',
    });
    expect(diff.files[0]?.changes[0]).toMatchObject({
      kind: 'added',
      where: 'Method updateLead, line 16',
      afterLines: { start: 16, end: 16 },
    });
    expect(diff.files[0]?.changes[0]?.beforeLines).toBeUndefined();
  });

  test('changes in several places are counted as hunks and lines', () => {
    const diff = diffComponent(
      apex(code),
      apex(edited.replace('count = 0', 'count = 1').replace("'x'", "'y'")),
    );
    expect(diff).toMatchObject({ changeCount: 3, summary: '3 lines added, 2 removed' });
  });

  test('settings are compared by structure and told beside the code', () => {
    expect(diffComponent(apex(code), apex(edited, '60.0')).summary).toBe(
      '1 line added in method updateLead; API version 58.0 → 60.0',
    );
    expect(diffComponent(apex(code), apex(code, '58'))).toMatchObject({
      same: true,
      noiseCount: 1,
      summary: 'Formatting only',
    });
  });

  test('line endings and a final newline are noise', () => {
    const diff = diffComponent(apex(code), apex(code.replaceAll('\n', '\r\n').trimEnd()));
    expect(diff).toMatchObject({ same: true, changeCount: 0, noiseCount: 2, summary: 'Formatting only' });
  });

  test('methods are found around comments, strings, annotations and inner classes', () => {
    expect(apexMethods(code).map(({ name, start, end }) => [name, start + 1, end + 1])).toEqual([
      ['Leads', 6, 8],
      ['updateLead', 14, 20],
      ['run', 23, 25],
    ]);
  });
});

describe('comes and goes', () => {
  test('created, deleted, never there', () => {
    expect(diffComponent(null, apex(code))).toMatchObject({
      same: false,
      changeCount: 1,
      summary: 'Created',
    });
    expect(diffComponent(apex(code), null)).toMatchObject({
      same: false,
      changeCount: 1,
      summary: 'Deleted',
    });
    expect(diffComponent(null, null)).toMatchObject({ same: true, changeCount: 0, summary: 'No change' });
  });

  test('each file of a created component has its lines', () => {
    const { files } = diffComponent(null, apex(code));
    expect(files.map(({ name, text }) => [name, text.hunks[0]?.afterCount])).toEqual([
      ['Leads.cls', 27],
      ['Leads.cls-meta.xml', 5],
    ]);
    expect(files[0]?.changes[0]).toMatchObject({
      kind: 'added',
      where: 'Apex class Leads',
      afterLines: { start: 1, end: 27 },
    });
  });

  test('a file that one version lacks', () => {
    const bare = { ...apex(code), files: apex(code).files.slice(0, 1) };
    expect(diffComponent(bare, apex(code))).toMatchObject({
      changeCount: 1,
      summary: 'File Leads.cls-meta.xml added',
    });
    expect(diffComponent(apex(code), bare).summary).toBe('File Leads.cls-meta.xml removed');
  });
});

describe('metadata', () => {
  test('malformed on one side: lines, and where the error is', () => {
    const good = '<Flow>\n<label>a</label>\n</Flow>\n';
    const bad = '<Flow>\n<label>b</lable>\n</Flow>\n';
    const diff = diffComponent(single('Flow', good), single('Flow', bad));
    expect(diff).toMatchObject({ same: false, changeCount: 1, summary: '1 line added, 1 removed' });
    expect(diff.files[0]).toMatchObject({ by: 'lines', fallback: { side: 'after', line: 2 } });
  });

  test('the same malformed text twice is no difference', () => {
    const bad = single('Flow', '<Flow>');
    expect(diffComponent(bad, bad)).toMatchObject({ same: true, summary: 'No change' });
  });

  test('nesting a hundred thousand deep is compared', () => {
    const deep = (text: string) => `<Flow>${'<a>'.repeat(100_000)}${text}${'</a>'.repeat(100_000)}</Flow>`;
    expect(diffComponent(single('Flow', deep('x')), single('Flow', deep('y'))).changeCount).toBe(1);
  });

  test('twenty thousand items under one key stay quick', () => {
    const items = (count: number, from: number) =>
      Array.from(
        { length: count },
        (_, i) => `<fieldPermissions><editable>${i + from}</editable><field>A.B</field></fieldPermissions>`,
      ).join('');
    const worked = workTime();
    const diff = diffComponent(
      single('PermissionSet', `<PermissionSet>${items(20_000, 0)}</PermissionSet>`),
      single('PermissionSet', `<PermissionSet>${items(20_000, 10_000)}</PermissionSet>`),
    );
    expect(diff.changeCount).toBe(10_000);
    expect(worked()).toBeLessThan(10_000);
  });
});

test('files of a bundle pair by name alone: one that goes and one that comes are no change of each other', () => {
  const file = (name: string, text: string) => ({ role: 'content' as const, name, text });
  const bundle = (...files: ReturnType<typeof file>[]) => ({
    type: 'LightningComponentBundle' as const,
    fullName: 'list',
    files,
  });
  const { files, summary } = diffComponent(
    bundle(file('list.js', 'same\n'), file('old.js', 'a\n')),
    bundle(file('list.js', 'same\n'), file('list.css', 'b\n')),
  );
  expect(files.map(({ name, changes }) => [name, changes.map(({ kind }) => kind)])).toEqual([
    ['list.js', []],
    ['list.css', ['added']],
    ['old.js', ['removed']],
  ]);
  expect(summary).toBe('File list.css added; File old.js removed');
});

test('a document that the Tooling API made is the same document', () => {
  const of = (text: string): ComponentSource => ({
    type: 'ApexClass',
    fullName: 'Lead',
    files: [{ role: 'metadata', name: 'Lead.cls-meta.xml', text }],
  });
  const tooling = meta('58.0').replace(
    'xmlns="http://soap.sforce.com/2006/04/metadata"',
    'xmlns="urn:metadata.tooling.soap.sforce.com" fqn="Lead"',
  );
  expect(diffComponent(of(tooling), of(meta('58.0')))).toMatchObject({ same: true, changeCount: 0 });
  expect(diffComponent(of(tooling), of(meta('59.0')))).toMatchObject({ same: false, changeCount: 1 });
  const foreign = meta('58.0').replace('soap.sforce.com', 'elsewhere.example');
  expect(diffComponent(of(foreign), of(meta('58.0'))).same).toBe(false);
});
