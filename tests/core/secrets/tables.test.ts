// The tables of secrets: every element that sounds like one was looked at, every type of the registry included.

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { metadataTypes } from '../../../core/component.ts';
import { lookedAt } from '../../../core/secrets/looked-at.ts';
import { neverKept } from '../../../core/secrets/never-kept.ts';
import { secretFieldsOf, secretTypes } from '../../../core/secrets/secret-fields.ts';
import { secretsPage } from '../../../scripts/secret-fields.ts';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const sounding = read('./sounding.txt')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'));
const harmless = lookedAt.flatMap(({ of }) => of.trim().split(/\s+/));

/** Complex types of the WSDL that lie inside a document, and whose document that is. */
const inside: Readonly<Record<string, string>> = {
  ActionLinkTemplate: 'ActionLinkGroupTemplate',
  CallCenterItem: 'CallCenter',
  ConnectedAppOauthConfig: 'ConnectedApp',
  CustomHttpHeader: 'ExternalDataSource',
  ExternalAuthIdentityProviderParameter: 'ExternalAuthIdentityProvider',
  ExternalCredentialParameter: 'ExternalCredential',
  MktDataConnectionCred: 'MktDataConnection',
  MktDataConnectionParam: 'MktDataConnection',
  NamedCredentialParameter: 'NamedCredential',
  NetworkAuthApiSettings: 'Network',
};

function hasRow(name: string): boolean {
  const [complex = '', element = ''] = name.split('.');
  const fields = secretFieldsOf(inside[complex] ?? complex) ?? [];
  const nested = complex in inside;
  return fields.some(({ path }) => (nested ? path.endsWith(`/${element}`) : path === element));
}

test('docs/secrets.md is up to date: node scripts/secret-fields.ts writes it', () => {
  expect(read('../../../docs/secrets.md')).toBe(secretsPage());
});

test.each(sounding)('%s is a secret or was looked at, not both', (name) => {
  expect([hasRow(name), harmless.includes(name)].filter(Boolean)).toHaveLength(1);
});

test('nothing else was looked at, and each row of the table is an element of the WSDL', () => {
  expect(harmless.filter((name) => !sounding.includes(name))).toEqual([]);
  expect(new Set(harmless).size).toBe(harmless.length);
  const rows = secretTypes.flatMap(
    (type) => secretFieldsOf(type)?.map(({ path }) => `${type}/${path}`) ?? [],
  );
  expect(sounding.filter(hasRow)).toHaveLength(rows.length);
});

/** One of a few words of the WSDL each. */
const choices = /(?:[eE]ncoding|label)Key$|CredentialType$/;

/** The stand-in's table of fields is of the same WSDL, made by somebody else for another purpose. */
const fieldsOfTypes = read('../../../dev/salesforce/metadata/fields.txt')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => line.split(' '));

test.each(fieldsOfTypes)(
  '%s has no field that sounds like a secret and was not looked at',
  (complex, ...fields) => {
    const suspicious =
      /pass(?:word|phrase|code)|secret|token|key$|credential|private|^parameterValue$|certificate|customConfig/i;
    const unseen = fields
      .filter((field) => !field.includes(':') && !field.endsWith('!') && !choices.test(field))
      .map((field) => `${complex}.${field}`)
      .filter((name) => suspicious.test(name.split('.')[1] ?? '') && !sounding.includes(name));
    expect(unseen).toEqual([]);
  },
);

describe('what is never kept', () => {
  test.each(neverKept)('%s is in no registry, but has a row all the same', (type) => {
    expect(metadataTypes).not.toContain(type);
    expect(secretFieldsOf(type)).toBeDefined();
  });
});
