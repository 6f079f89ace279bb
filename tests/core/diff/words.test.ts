// Every metadata type has words, and they are the words of a sentence.

import { expect, test } from 'vitest';
import { componentNoun, inWords, plural, singular, wordsFor } from '../../../core/diff/words/type-words.ts';
import { tabledTypes } from '../../../core/metadata/identity.ts';

test.each(tabledTypes)('%s', (type) => {
  expect(componentNoun(type)).toMatch(/^[A-Z][\w-]*(?: [\w-]+)*$/);
  const { nouns, plurals, gist } = wordsFor(type);
  for (const [tag, noun] of [...nouns, ...plurals]) {
    expect(tag).toMatch(/^\w+(?:\/\w+)?$/);
    expect(noun).toMatch(/^[\p{L}][\p{L}’ -]*$/u);
  }
  for (const [tag, child] of gist) expect(`${tag} ${child}`).toMatch(/^\w+ \w+$/);
});

test.each([
  ['Layout', 'Page layout'],
  ['FlexiPage', 'Lightning page'],
  ['PermissionSetGroup', 'Permission set group'],
  ['RemoteSiteSetting', 'Remote site setting'],
  ['__proto__', '__proto__'],
  ['', 'File'],
])('%s is a %s', (type, noun) => {
  expect(componentNoun(type)).toBe(noun);
});

test.each([
  ['sobjectType', 'object type'],
  ['apiVersion', 'API version'],
  ['externalId', 'external ID'],
  ['startURL', 'start URL'],
  ['loginIpRanges', 'login IP ranges'],
])('%s reads %s', (tag, words) => {
  expect(inWords(tag)).toBe(words);
});

test.each([
  ['class accesses', 'class access'],
  ['categories', 'category'],
  ['indexes', 'index'],
  ['statuses', 'status'],
  ['criterion', 'criterion'],
])('one of %s is a %s', (many, one) => {
  expect(singular(many)).toBe(one);
});

test.each([
  ['criterion', 'criteria'],
  ['entry', 'entries'],
  ['Apex class access', 'Apex class accesses'],
])('several of %s are %s', (one, many) => {
  expect(plural(one)).toBe(many);
});
