// The method around a line is found in Apex and in scripts, whatever is written in strings, comments and patterns.

import { describe, expect, test } from 'vitest';
import { apexMethods } from '../../../core/diff/apex-method.ts';
import { diffFile } from '../../../core/diff/file.ts';
import type { MethodSpan } from '../../../core/diff/method-spans.ts';
import { scriptMethods } from '../../../core/diff/script-method.ts';

const told = (methods: readonly MethodSpan[]) =>
  methods.map(({ name, start, end }) => `${name} ${start + 1}-${end + 1}`);

test('a Lightning web component', () => {
  const code = `import { LightningElement, api } from 'lwc';
const format = (value) => {
    return value;
};
export default class Card extends LightningElement {
    @api recordId;
    pattern = /[{'"]/g;
    connectedCallback() {
        if (this.recordId) {
            load({ id: this.recordId }).then((found) => {
                this.found = found;
            });
        }
    }
    get label() {
        return \`{\${this.name}\`; // }
    }
    async handle({ detail: { value } }, other = {}) {
        for (const one of value) { this.use(one / 2); }
    }
    static #hidden() {}
}
function outer(a) {
    function inner() {}
}`;
  expect(told(scriptMethods(code))).toEqual([
    'format 2-4',
    'connectedCallback 8-14',
    'label 15-17',
    'handle 18-20',
    '#hidden 21-21',
    'outer 23-25',
  ]);
});

test('an Aura helper', () => {
  const code = `({
    doInit : function(component, event, helper) {
        $A.enqueueAction(action);
    },
    show: function (component) {
        var text = "}" + '{';
        action.setCallback(this, function(response) {
            if (response) { return; }
        });
    },
})`;
  expect(told(scriptMethods(code))).toEqual(['doInit 2-4', 'show 5-10']);
});

describe('Apex', () => {
  test('a trigger has no method of its own; control structures have none in any case', () => {
    const code = `trigger Leads on Lead (before insert, after update) {
    IF (Trigger.isBefore) {
        Leads.check(Trigger.new);
    }
    System.runAs(user) {
    }
}`;
    expect(told(apexMethods(code))).toEqual([]);
  });

  test('annotations, constructors and inner classes', () => {
    const code = `public class A {
    public A() { this(1); }
    @AuraEnabled(cacheable=true)
    public static List<Lead> find(String name) {
        return [SELECT Id FROM Lead WHERE Name = :name];
    }
    public Integer size { get { return 1; } set; }
    class B {
        void run() {
        }
    }
}`;
    expect(told(apexMethods(code))).toEqual(['A 2-2', 'find 4-6', 'run 9-10']);
  });
});

test.each([
  ['card.js', 'class A {\n  one() {\n    a();\n  }\n}\n', 'Method one, line 3'],
  ['card.html', '<template>\n  <p>\n    a()\n  </p>\n</template>\n', 'Line 3'],
  ['card.css', '.a {\n  color: red;\n  margin: a();\n}\n', 'Line 3'],
  ['page.page', '<apex:page>\n<p>\na()\n</p>\n</apex:page>\n', 'Line 3'],
])('%s', (name, before, where) => {
  const after = before.replace('a()', 'b()');
  const { diff } = diffFile({ name, role: 'content', type: 'Any', before, after });
  expect(diff.changes.map((change) => change.where)).toEqual([where]);
});

test('code without an end, and brackets that do not match, are read to their end', () => {
  for (const code of [
    'a() {',
    '}}}',
    ')))(((',
    "'",
    '`${',
    '/* ',
    '({[',
    'a('.repeat(5000),
    '{'.repeat(5000),
  ]) {
    expect(() => scriptMethods(code)).not.toThrow();
    expect(() => apexMethods(code)).not.toThrow();
  }
});
