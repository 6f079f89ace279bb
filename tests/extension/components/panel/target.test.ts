// What the page on screen means for the panel.

import { expect, test } from 'vitest';
import { targetOf, typesInWords } from '../../../../components/panel/target.ts';
import { metadataTypes } from '../../../../core/component.ts';

const apiHost = 'acme.my.salesforce.com';

test.each([
  ['no tab of ours', {}, { kind: 'no_tab' }],
  ['a tab that needs a reload', { tabId: 3 }, { kind: 'no_tab' }],
  [
    'a flow by id',
    {
      tabId: 3,
      page: {
        kind: 'component',
        metadataType: 'Flow',
        id: '301000000000001',
        id18: '301000000000001AAA',
        apiHost,
      },
    },
    { kind: 'component', type: 'Flow', id: '301000000000001AAA', apiHost },
  ],
  [
    'a permission set by name',
    { tabId: 3, page: { kind: 'componentByName', metadataType: 'PermissionSet', name: 'Sales', apiHost } },
    { kind: 'component', type: 'PermissionSet', fullName: 'Sales', apiHost },
  ],
  [
    'a type without history',
    { tabId: 3, page: { kind: 'component', metadataType: 'Scontrol', id: '01N000000000001', apiHost } },
    { kind: 'unsupported_type', type: 'Scontrol', apiHost },
  ],
  [
    'an object, by its name where it has no id',
    { tabId: 3, page: { kind: 'object', metadataType: 'CustomObject', objectName: 'Account', apiHost } },
    { kind: 'component', type: 'CustomObject', fullName: 'Account', apiHost },
  ],
  [
    'a page of settings',
    { tabId: 3, page: { kind: 'list', node: 'SecuritySession', settings: 'Security', apiHost } },
    { kind: 'component', type: 'Settings', fullName: 'Security', apiHost },
  ],
  [
    'a list',
    { tabId: 3, page: { kind: 'list', metadataType: 'Flow', apiHost } },
    { kind: 'nothing_here', apiHost },
  ],
  [
    'an id that several types share',
    {
      tabId: 3,
      page: {
        kind: 'ambiguous',
        candidates: ['Queue', 'Group'],
        id: '00G5g000000bhN1',
        id18: '00G5g000000bhN1EAI',
        apiHost,
      },
    },
    { kind: 'ambiguous', id: '00G5g000000bhN1EAI', types: ['Queue', 'Group'], apiHost },
  ],
  [
    'a host that tells no org',
    { tabId: 3, page: { kind: 'component', metadataType: 'Flow', id: '301000000000001', apiHost: null } },
    { kind: 'nothing_here' },
  ],
] as const)('%s', (_, page, target) => {
  expect(targetOf(page)).toEqual(target);
});

test('names what can be opened', () => {
  expect(typesInWords()).toBe(
    `Flows, permission sets, fields, Apex classes and ${metadataTypes.length - 4} other kinds`,
  );
});
