// SOAP requests as they must not be: each is answered with a fault, and the org lives on.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { api, envelope, type OrgUnderTest, startOrgUnderTest } from './org-under-test.ts';
import { all, values } from './package-steps.ts';

let org: OrgUnderTest;
let token: string;
beforeAll(async () => {
  org = await startOrgUnderTest();
  token = await org.mint();
});
afterAll(() => org.stop());

const metadata = 'http://soap.sforce.com/2006/04/metadata';
const soap = 'http://schemas.xmlsoap.org/soap/envelope/';

const post = (
  body: string | Buffer,
  headers: Record<string, string> = { 'content-type': 'text/xml' },
  path = '66.0',
) => org.call(api, `/services/Soap/m/${path}`, { method: 'POST', body, headers });
const faultOf = async (answer: ReturnType<typeof post>) => {
  const { status, text } = await answer;
  const { faultcode, faultstring } = values(all(text, 'soapenv:Fault')[0]);
  return [status, faultcode, faultstring];
};
const lives = async () => (await org.soap('<describeMetadata></describeMetadata>')).status;

/** An envelope of its parts, to be written wrong. */
const written = (header: string, body: string, attributes = `xmlns:s="${soap}" xmlns="${metadata}"`) =>
  `<s:Envelope ${attributes}><s:Header>${header}</s:Header><s:Body>${body}</s:Body></s:Envelope>`;
const session = () => `<SessionHeader><sessionId>${token}</sessionId></SessionHeader>`;

describe('content types', () => {
  test.each(['application/json', 'application/soap+xml', 'application/xml', 'text/plain', 'text/xmlish', ''])(
    'refuses %j',
    async (type) => {
      expect(
        await faultOf(
          post(
            envelope('<describeMetadata></describeMetadata>', token),
            type ? { 'content-type': type } : {},
          ),
        ),
      ).toEqual([500, 'soapenv:Client', 'content-type of the request should be text/xml']);
    },
  );

  test.each(['text/xml', 'TEXT/XML; charset=UTF-8', 'text/xml;charset=utf-8'])('takes %j', async (type) => {
    expect((await post(written(session(), '<describeMetadata/>'), { 'content-type': type })).status).toBe(
      200,
    );
  });
});

describe('XML', () => {
  test.each<[string, string, string]>([
    ['nothing', '', 'Premature end of file.'],
    ['white space', ' \n ', 'Premature end of file.'],
    ['text', 'hello', 'Content is not allowed in prolog.'],
    ['a tag that breaks off', '<s:Envelope', 'Premature end of file.'],
    [
      'an element that breaks off',
      '<a><b>',
      'XML document structures must start and end within the same entity.',
    ],
    ['a wrong end', '<a><b></a>', 'The element type "b" must be terminated by the matching end-tag "</b>".'],
    [
      'a wrong end behind others',
      '<a><x/><!-- <c> --><y q=">"></y><b><c></c></d></a>',
      'The element type "b" must be terminated by the matching end-tag "</b>".',
    ],
    ['two roots', '<a/><b/>', 'The markup in the document following the root element must be well-formed.'],
    ['an entity nobody declared', '<a>&boom;</a>', 'The entity "boom" was referenced, but not declared.'],
    [
      'a DTD',
      `<!DOCTYPE a [<!ENTITY b "c">]>${written('', '<describeMetadata>&b;</describeMetadata>')}`,
      'DOCTYPE is disallowed when the feature "http://apache.org/xml/features/disallow-doctype-decl" set to true.',
    ],
    [
      'a DTD from elsewhere',
      '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
      'DOCTYPE is disallowed when the feature "http://apache.org/xml/features/disallow-doctype-decl" set to true.',
    ],
    ['an attribute twice', '<a b="1" b="2"/>', 'Attribute "b" was already specified for the element.'],
    ['no envelope', '<hello/>', 'Element {}hello invalid at this location in type Envelope'],
    [
      'an envelope of SOAP 1.2',
      '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"/>',
      'Element {http://www.w3.org/2003/05/soap-envelope}Envelope invalid at this location in type Envelope',
    ],
    ['a prefix nobody declared', '<s:Envelope/>', 'The prefix "s" for element "s:Envelope" is not bound.'],
    ['no body', `<s:Envelope xmlns:s="${soap}"/>`, 'SOAP Envelope must have a Body'],
    ['an empty body', written('', ''), 'No operation available for request'],
    [
      'an operation of no service',
      written('', '<launch xmlns="urn:other"/>'),
      'No operation available for request {urn:other}launch, please check the WSDL for the service.',
    ],
  ])('refuses %s', async (_, body, text) => {
    expect(await faultOf(post(body))).toEqual([500, 'soapenv:Client', text]);
    expect(await lives()).toBe(200);
  });

  test('refuses a body of more than 50 MB', async () => {
    const large = Buffer.alloc(50 * 1024 * 1024 + 1, ' ');
    expect(await faultOf(post(large))).toEqual([
      500,
      'soapenv:Client',
      'Maximum size of request reached. Maximum size of request is 52428800 bytes.',
    ]);
    expect(await lives()).toBe(200);
  });

  test('does not stumble over depth or a million attributes of nothing', async () => {
    const deep = '<a>'.repeat(20_000) + '</a>'.repeat(20_000);
    expect(await faultOf(post(written(session(), deep)))).toEqual([
      500,
      'soapenv:Client',
      `No operation available for request {${metadata}}a, please check the WSDL for the service.`,
    ]);
    expect(await lives()).toBe(200);
  });
});

describe('headers', () => {
  test.each<[string, () => string, string]>([
    ['no session', () => '', 'sf:INVALID_SESSION_ID'],
    ['an empty session', () => '<SessionHeader/>', 'sf:INVALID_SESSION_ID'],
    [
      'another session',
      () => '<SessionHeader><sessionId>00D!x</sessionId></SessionHeader>',
      'sf:INVALID_SESSION_ID',
    ],
    [
      'one that must be understood and isn’t',
      () => `${session()}<Security xmlns="urn:wsse" s:mustUnderstand="1"/>`,
      'soapenv:MustUnderstand',
    ],
  ])('refuses %s', async (_, header, code) => {
    expect((await faultOf(post(written(header(), '<describeMetadata/>'))))[1]).toBe(code);
  });

  test.each<[string, () => string]>([
    ['the client’s name', () => `${session()}<CallOptions><client>tests/1</client></CallOptions>`],
    ['debugging', () => `<DebuggingHeader><debugLevel>None</debugLevel></DebuggingHeader>${session()}`],
    ['another service’s, that may be ignored', () => `${session()}<Security xmlns="urn:wsse"/>`],
    [
      'prefixes of the caller’s own',
      () => `<m:SessionHeader xmlns:m="${metadata}"><m:sessionId>${token}</m:sessionId></m:SessionHeader>`,
    ],
  ])('takes %s', async (_, header) => {
    expect((await post(written(header(), `<d:describeMetadata xmlns:d="${metadata}"/>`))).status).toBe(200);
  });
});

describe('the address', () => {
  test('may end in the org’s id, and has a version the org serves', async () => {
    const body = written(session(), '<describeMetadata/>');
    expect((await post(body, undefined, '66.0/00D5g000004XyZa')).status).toBe(200);
    for (const path of ['12.0', '99.0', '66.0/else', '66'])
      expect(await faultOf(post(body, undefined, path))).toEqual([
        500,
        'soapenv:Client',
        'UNSUPPORTED_API_VERSION: Invalid Api version specified on URL',
      ]);
  });
});

describe('values', () => {
  test.each<[string, string, string]>([
    [
      'a version that is no number',
      '<describeMetadata><asOfVersion>undefined</asOfVersion></describeMetadata>',
      "'undefined' is not valid for the type xsd:double",
    ],
    [
      'an unknown part of a query',
      '<listMetadata><queries><type>ApexClass</type><name>x</name></queries></listMetadata>',
      `Element {${metadata}}name invalid at this location in type ListMetadataQuery`,
    ],
    [
      'an unknown part of a retrieve',
      '<retrieve><retrieveRequest><apiVersion>66.0</apiVersion><everything>true</everything></retrieveRequest></retrieve>',
      `Element {${metadata}}everything invalid at this location in type RetrieveRequest`,
    ],
    [
      'an unknown option of a deploy',
      '<deploy><ZipFile/><DeployOptions><force>true</force></DeployOptions></deploy>',
      `Element {${metadata}}force invalid at this location in type DeployOptions`,
    ],
    [
      'a flag that is none',
      '<deploy><ZipFile/><DeployOptions><checkOnly>maybe</checkOnly></DeployOptions></deploy>',
      "'maybe' is not valid for the type xsd:boolean",
    ],
    [
      'a zip that is no base64',
      '<deploy><ZipFile>not base64!</ZipFile></deploy>',
      "'not base64!' is not valid for the type xsd:base64Binary",
    ],
  ])('refuses %s', async (_, operation, text) => {
    expect(await faultOf(org.soap(operation))).toEqual([500, 'soapenv:Client', text]);
  });
});
