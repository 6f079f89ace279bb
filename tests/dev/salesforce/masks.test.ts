// Secrets in documents: kept back as Salesforce keeps them, or told when the org is asked to.

import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type OrgUnderTest, startOrgUnderTest } from './org-under-test.ts';

let org: OrgUnderTest;
const documents = {
  AuthProvider: '<consumerKey>key</consumerKey><consumerSecret>hush</consumerSecret>',
  ConnectedApp:
    '<oauthConfig><consumerKey>key</consumerKey><consumerSecret>hush</consumerSecret></oauthConfig>',
  NamedCredential:
    '<awsAccessSecret>hush</awsAccessSecret><label>key</label><oauthRefreshToken>hush</oauthRefreshToken><oauthToken>hush</oauthToken><password>hush</password>',
};

beforeAll(async () => {
  org = await startOrgUnderTest();
  for (const [type, inside] of Object.entries(documents)) {
    const metadata = `<${type} xmlns="http://soap.sforce.com/2006/04/metadata">${inside}</${type}>`;
    await org.control('/edit', { type, fullName: 'Bank', files: { metadata } });
  }
});
afterAll(() => org.stop());
beforeEach(async () => {
  await org.control('/normal', {});
});

const read = async (type: string) =>
  (await org.soap(`<readMetadata><type>${type}</type><fullNames>Bank</fullNames></readMetadata>`)).text;

test.each([
  ['AuthProvider', 'consumerSecret>Placeholder_Value<'],
  ['ConnectedApp', 'consumerKey>key<'],
  ['NamedCredential', 'label>key<'],
])('a %s is read without its secrets', async (type, left) => {
  const text = await read(type);
  expect(text).not.toContain('hush');
  expect(text).toContain(left);
});

test.each(Object.keys(documents))('a %s tells them when asked to', async (type) => {
  await org.control('/fault', { secrets: 'told' });
  expect(await read(type)).toContain('hush');
});
