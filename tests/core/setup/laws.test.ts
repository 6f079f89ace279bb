// What holds of every address: any id of any type in any section, on any host, however it is encoded; and what never leads anywhere.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isMetadataType, metadataTypes, typeRegistry } from '#core/component.ts';
import { orgHostOf } from '#core/setup/page-component.ts';
import { resolveSetupPage } from '#core/setup/resolve.ts';
import { toId18 } from '#core/setup/salesforce-id.ts';

const runs = Number(process.env.CANVASBACK_RUNS ?? 300);
const check = (property: fc.IProperty<unknown> | fc.IPropertyWithHooks<unknown>) =>
  fc.assert(property, { numRuns: runs });

const shared = new Set(['01Q', '00G']);
const prefixes = metadataTypes
  .flatMap((type) => typeRegistry[type].keyPrefixes.map((prefix) => ({ prefix, type: type as string })))
  .filter(({ prefix }) => !shared.has(prefix))
  .concat({ prefix: 'm0S', type: 'CustomMetadata' });

/** A pod of two characters and a counter, as Salesforce gives them. */
const tail = fc
  .tuple(fc.stringMatching(/^[0-9A-Za-z]{2}$/), fc.stringMatching(/^[0-9A-Za-z]{9}$/))
  .map(([pod, counter]) => `${pod}0${counter}`);
const typed = fc
  .tuple(fc.constantFrom(...prefixes), tail, fc.boolean())
  .map(([{ prefix, type }, rest, long]) => {
    const id15 = `${prefix}${rest}`;
    const id18 = toId18(id15) ?? '';
    return { type, id18, id: long ? id18 : id15 };
  });

const domain = fc.stringMatching(/^[a-z][a-z0-9]{0,8}(-[a-z0-9]{1,6}){0,2}$/);
const place = fc.constantFrom('', '.develop', '.scratch', '.trailblaze', '.demo', '.patch', '.free');
const families = [
  ['lightning.force.com', 'my.salesforce.com'],
  ['my.salesforce-setup.com', 'my.salesforce.com'],
  ['lightning.crmforce.mil', 'my.salesforce.mil'],
  ['lightning.force.mil', 'my.salesforce.mil'],
  ['my.salesforce-setup.mil', 'my.salesforce.mil'],
  ['lightning.sfcrmapps.cn', 'my.sfcrmproducts.cn'],
  ['setup.sfcrmapps.cn', 'my.sfcrmproducts.cn'],
  ['my-lightning.com', 'my-salesforce.com'],
] as const;
const host = fc
  .tuple(domain, fc.option(domain), place, fc.constantFrom(...families), fc.boolean())
  .map(([name, sandbox, partition, [suffix, api], defended]) => {
    const label = sandbox ? `${name}--${sandbox}.sandbox` : `${name}${partition}`;
    const proxy = defended && suffix === 'lightning.force.com' ? '.mcas.ms' : '';
    return { host: `${label}.${suffix}${proxy}`, org: `${label}.${api}` };
  })
  // `na50` names an instance, of which no org is known.
  .filter(({ host: each }) => !/^[a-z]{2,4}\d+s?\./.test(each));

const node = fc.constantFrom(
  ...'ApexClasses Flows PermSets EnhancedProfiles ObjectManager2 CustomMetadata null Picklists FlexiPageList'.split(
    ' ',
  ),
);
const section = fc.constantFrom(
  ...'FieldsAndRelationships PageLayouts RecordTypes ValidationRules CompactLayouts FieldSets ButtonsLinksActions ApexTriggers'.split(
    ' ',
  ),
);
const object = fc.constantFrom(
  'Account',
  'Invoice__c',
  'ns__Invoice__c',
  '01I5g000000cOA2',
  '01I5g000000bhN1EAI',
);
const more = fc.constantFrom(
  '',
  '&nodeId=X',
  '&delayedHeader=1&isdtp=p1',
  '&0.source=alohaHeader',
  '&retUrl=%2Flightning%2Fsetup%2FFlows%2Fhome',
);

/** Each character as it is or escaped, in either case of its digits. */
const encoded = (text: string) =>
  fc.array(fc.integer({ min: 0, max: 2 }), { minLength: text.length, maxLength: text.length }).map((how) =>
    [...text]
      .map((char, at) => {
        const coded = `%${char.charCodeAt(0).toString(16).padStart(2, '0')}`;
        const must = /[&#+%]/.test(char);
        if (how[at] === 0 && !must) return char;
        return how[at] === 1 ? coded.toUpperCase() : coded;
      })
      .join(''),
  );

const inner = (id: string) =>
  fc.constantFrom(
    `/${id}`,
    `/${id}?setupid=X`,
    `/${id}?s=ObjectsAndTabs&o=Account`,
    `/${id}/e`,
    `/${id}?retURL=//x//y`,
    `/005?id=${id}`,
  );

describe('what leads to a component', () => {
  test('any id of any type under any node, however its address is encoded', () => {
    const addresses = typed.chain((one) =>
      inner(one.id).chain((path) => fc.tuple(fc.constant(one), encoded(path), host, node, more)),
    );
    check(
      fc.property(addresses, ([one, address, at, under, rest]) => {
        const page = resolveSetupPage(
          `https://${at.host}/lightning/setup/${under}/page?address=${address}${rest}`,
        );
        expect(page).toMatchObject({
          kind: 'component',
          metadataType: one.type,
          id: one.id,
          id18: one.id18,
          node: under,
        });
        expect(orgHostOf(page)).toBe(at.org);
      }),
    );
  });

  test('any id of any type in any section of any object', () => {
    const views = fc.constantFrom(
      '',
      '/',
      '/view',
      '/edit',
      '/view?standardEdit=true',
      '/setfieldlevelsecurity',
    );
    check(
      fc.property(typed, host, object, section, views, (one, at, owner, within, view) => {
        fc.pre(!one.id.startsWith('m'));
        const page = resolveSetupPage(
          `https://${at.host}/lightning/setup/ObjectManager/${owner}/${within}/${one.id}${view}`,
        );
        expect(page).toMatchObject({
          kind: 'component',
          metadataType: one.type,
          id18: one.id18,
          sectionName: within,
        });
        expect(page.objectId ?? page.objectName).toBe(owner);
        expect(orgHostOf(page)).toBe(at.org);
      }),
    );
  });

  test('any id of any type as a page of Classic, of a Setup page by id, of the old app’s hash and of a frame', () => {
    const shapes = fc.constantFrom<(id: string) => string>(
      (id) => `acme.my.salesforce.com/${id}`,
      (id) => `acme.my.salesforce.com/${id}/e?retURL=%2F${id}`,
      (id) => `acme.my.salesforce.com/setup/ui/any.jsp?id=${id}&setupid=X`,
      (id) => `acme.my.salesforce-setup.com/lightning/setup/AnyNode/${id}/detail`,
      (id) => `acme.my.salesforce-setup.com/lightning/setup/AnyNode/${id}/Inner/home`,
      (id) => `acme.lightning.force.com/lightning/_classic/%2F${id}`,
      (id) => `acme.lightning.force.com/one/one.app#/setup/AnyNode/page?address=%2F${id}`,
      (id) => `acme.lightning.force.com/one/one.app#/setup/page?nodeId=AnyNode&address=%2F${id}`,
      (id) => `acme.lightning.force.com/one/one.app#/alohaRedirect/${id}?isdtp=p1`,
      (id) => `acme--c.vf.force.com/any/page.apexp?id=${id}&isdtp=p1`,
    );
    check(
      fc.property(typed, shapes, (one, shape) => {
        const page = resolveSetupPage(`https://${shape(one.id)}`);
        expect(page).toMatchObject({
          kind: 'component',
          metadataType: one.type,
          id18: one.id18,
          apiHost: 'acme.my.salesforce.com',
        });
      }),
    );
  });
});

const nothing = (url: string) => {
  const page = resolveSetupPage(url);
  expect(['malformed', 'foreign', 'none'], `${url} ${JSON.stringify(page)}`).toContain(page.kind);
  expect(page.metadataType, url).toBeUndefined();
};

describe('what leads nowhere', () => {
  const setup = 'https://acme.my.salesforce-setup.com/lightning/setup';
  const outer = fc.constantFrom<(address: string) => string>(
    (address) => `${setup}/ApexClasses/page?address=${address}`,
    (address) => `${setup}/ObjectManager/page?address=${address}`,
    (address) => `${setup}/ObjectManager/Account/FieldsAndRelationships/page?address=${address}`,
    (address) => `https://acme.lightning.force.com/one/one.app#/setup/Flows/page?address=${address}`,
  );

  test('addresses encoded twice, broken escapes, other sites, two addresses', () => {
    const spoil = fc.constantFrom<(id: string) => string>(
      (id) => `%252F${id}`,
      (id) => `%2F${id.slice(0, 3)}%25${id.slice(3)}`,
      (id) => `/${id}%253Fs%253DX`,
      (id) => `%2F${id}%`,
      (id) => `%E0%A4%A/${id}`,
      (id) => `%2F%2Felsewhere.example%2F${id}`,
      (id) => `//elsewhere.example/${id}`,
      (id) => `%2F%5Celsewhere.example%2F${id}`,
      (id) => `%5C%5Celsewhere.example%2F${id}`,
      (id) => `https%3A%2F%2Felsewhere.example%2F${id}`,
      (id) => `https://acme.my.salesforce.com/${id}`,
      (id) => `javascript:alert(%27/${id}%27)`,
      (id) => `${id}`,
      (id) => `%2F..%2F${id}`,
      (id) => `%2F${id}%2F..`,
      (id) => `%2F%09${id}`,
      (id) => `%2F${id}&address=%2F${id}`,
      (id) => `&address=%2F${id}`,
      (id) => `%2Fp%2Fany%3Fid%3D${id}%26id%3D${id}`,
    );
    check(fc.property(typed, outer, spoil, (one, at, how) => nothing(at(how(one.id)))));
  });

  test('ids of any other length, and ids whose suffix is wrong', () => {
    const wrong = typed.chain(({ id18 }) =>
      fc.oneof(
        fc.integer({ min: 10, max: 14 }).map((length) => id18.slice(0, length)),
        fc.constantFrom(id18.slice(0, 16), id18.slice(0, 17), `${id18}A`, `${id18}AB`, `${id18}${id18}`),
        fc
          .constantFrom('AAA', 'XXX', '000')
          .filter((s) => s !== id18.slice(15))
          .map((s) => id18.slice(0, 15) + s),
      ),
    );
    const shapes = fc.constantFrom<(id: string) => string>(
      (id) => `${setup}/ApexClasses/page?address=%2F${id}`,
      (id) => `${setup}/ApexClasses/page?address=%2Fsetup%2Fui%2Fany.jsp%3Fid%3D${id}`,
      (id) => `${setup}/ObjectManager/Account/ValidationRules/${id}/view`,
      (id) => `${setup}/PermSets/${id}/summary`,
      (id) => `https://acme.my.salesforce.com/${id}`,
      (id) => `https://acme.my.salesforce.com/setup/ui/any.jsp?id=${id}`,
      (id) => `https://acme.lightning.force.com/builder_platform_interaction/flowBuilder.app?flowId=${id}`,
      (id) => `https://acme.lightning.force.com/visualEditor/appBuilder.app?pageId=${id}`,
      (id) => `https://acme.lightning.force.com/lightning/r/Report/${id}/view`,
    );
    check(
      fc.property(wrong, shapes, (id, shape) => {
        // Words may stand where an id of custom metadata would.
        fc.pre(!id.startsWith('m'));
        nothing(shape(id));
      }),
    );
  });

  test('hosts that only look like an org’s', () => {
    const looks = fc.constantFrom<(label: string, family: string) => string>(
      (label, family) => `${label}.${family}.evil.example`,
      (label, family) => `${label}${family}`,
      (label, family) => `${label}.evil${family}`,
      (label, family) => `${label}.${family}-evil.com`,
      (label, family) => `${label}.${family}:8443`,
      (label, family) => `${label}@evil.example/.${family}`,
      (label, family) => `evil.example/${label}.${family}`,
      (label, family) => `evil.example?${label}.${family}`,
      (label, family) => `evil.example#.${label}.${family}`,
      (label, family) => `-${label}.${family}`,
      (label, family) => `${label}.other.${family}`,
      (label, family) => `${label}_x.${family}`,
      (_, family) => family,
      (label, family) => `${label}.${family}.`,
      (label, family) => `${label}.${family}.mcas.ms.evil.example`,
      (label, family) => `${label}.${family.replace(/[.]/g, '-')}`,
    );
    check(
      fc.property(typed, domain, fc.constantFrom(...families), looks, (one, label, [family], how) => {
        const page = resolveSetupPage(
          `https://${how(label, family)}/lightning/setup/ApexClasses/page?address=%2F${one.id}`,
        );
        expect(page).toEqual({ kind: 'foreign', apiHost: null });
      }),
    );
  });

  test('nothing that anybody types makes it throw, or names a type for what it calls nothing', () => {
    const piece = fc.constantFrom(
      'https://',
      'acme.my.salesforce.com',
      'acme.lightning.force.com',
      '/lightning/setup/',
      'ObjectManager/',
      'page?address=',
      '%2F',
      '%',
      '&',
      '=',
      '?',
      '#',
      '/',
      '..',
      '01p5g000000dVj3',
      '01p5g000000dVj3AAE',
      '__proto__',
      'constructor',
      'home',
      'view',
      '\u0000',
      'é',
      ' ',
    );
    check(
      fc.property(fc.array(fc.oneof(piece, fc.string({ maxLength: 6 })), { maxLength: 14 }), (pieces) => {
        const page = resolveSetupPage(`https://acme.lightning.force.com${pieces.join('')}`);
        if (['none', 'malformed', 'foreign', 'record', 'list', 'new'].includes(page.kind))
          expect(page.metadataType).toBeUndefined();
        if (page.kind === 'component') expect(page.id18).toHaveLength(18);
        resolveSetupPage(pieces.join(''));
      }),
    );
  });
});

test('a standard field’s name is never taken for an id, however long it is', () => {
  for (const name of [
    'ShippingAddress',
    'BillingLatitude',
    'ActiveCampaignIds1',
    'NumberOfEmployees',
    'Name',
  ]) {
    const page = resolveSetupPage(
      `https://acme.lightning.force.com/lightning/setup/ObjectManager/Account/FieldsAndRelationships/${name}/view`,
    );
    expect(page).toMatchObject({
      kind: 'componentByName',
      metadataType: 'CustomField',
      objectName: 'Account',
      name,
    });
  }
});

test('every type that has a page is one that history is kept of', () => {
  for (const { type } of prefixes) expect(isMetadataType(type)).toBe(true);
});
