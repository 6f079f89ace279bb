// Every refusal of the Metadata API that public sources show, produced with its exact text.

import { existsSync, readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { retrieveLimits } from '../../../dev/salesforce/soap/retrieve/run.ts';
import { childText } from '../../../dev/salesforce/xml.ts';
import { api, type OrgUnderTest, startOrgUnderTest } from './org-under-test.ts';
import { all, retrieve, values } from './package-steps.ts';

let org: OrgUnderTest;
beforeAll(async () => {
  org = await startOrgUnderTest();
});
afterEach(() => org.fault({ requestsLeft: null, typesMissing: [] }));
afterAll(() => org.stop());

interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly text: string;
}

async function fault(answer: Promise<{ status: number; text: string }>): Promise<Refusal> {
  const { status, text } = await answer;
  const { faultcode = '', faultstring = '' } = values(all(text, 'soapenv:Fault')[0]);
  return { status, code: faultcode, text: faultstring };
}

/** A retrieve tells in its result what would be a fault. */
async function outcome(result: Promise<{ result: Parameters<typeof childText>[0] }>): Promise<Refusal> {
  const told = childText((await result).result, 'errorMessage') ?? '';
  return { status: 500, code: `sf:${told.slice(0, told.indexOf(':'))}`, text: told };
}

const post = (body: string, type: string) =>
  org.call(api, '/services/Soap/m/66.0', { method: 'POST', body, headers: { 'content-type': type } });
const list = (type: string, version = '66.0') =>
  org.soap(
    `<listMetadata><queries><type>${type}</type></queries><asOfVersion>${version}</asOfVersion></listMetadata>`,
  );
const read = (type: string, count = 1) =>
  org.soap(
    `<readMetadata><type>${type}</type>${Array.from({ length: count }, (_, index) => `<fullNames>N${index}</fullNames>`).join('')}</readMetadata>`,
  );

/** The text as the public row has it, `<X>` for what the caller named → how to get there. */
const produced: Readonly<Record<string, () => Promise<Refusal>>> = {
  'INVALID_SESSION_ID: Invalid Session ID found in SessionHeader: Illegal Session': () =>
    fault(org.soap('<describeMetadata></describeMetadata>', { token: '00D!x' })),
  'INSUFFICIENT_ACCESS: use of the Metadata API requires a user with the ModifyAllData or ModifyMetadata permissions':
    async () =>
      fault(
        org.soap('<describeMetadata></describeMetadata>', {
          token: await org.mint('mia.lindqvist@acme.example'),
        }),
      ),
  'INVALID_TYPE: Cannot use: <X> in this version': () => fault(list('LightningComponentBundle', '40.0')),
  'INVALID_TYPE: Cannot use: <X> in this organization': async () => {
    await org.fault({ typesMissing: ['Bot'] });
    return fault(list('Bot'));
  },
  'INVALID_TYPE: Unknown type:<X>': () => fault(list('Nothing')),
  'INVALID_TYPE: This type of metadata is not available for this organization': () =>
    fault(read('ApexClass')),
  'EXCEEDED_ID_LIMIT: record limit reached. cannot submit more than 10 records in this operation': () =>
    fault(read('PermissionSet', 11)),
  'LIMIT_EXCEEDED: Too many files in retrieve call, limit is: 10000': async () => {
    const { files } = retrieveLimits;
    retrieveLimits.files = 3;
    try {
      const told = await outcome(retrieve(org, { ApexClass: ['*'] }));
      return { ...told, text: told.text.replace('limit is: 3', 'limit is: 10000') };
    } finally {
      retrieveLimits.files = files;
    }
  },
  'REQUEST_LIMIT_EXCEEDED: TotalRequests Limit exceeded.': async () => {
    await org.fault({ requestsLeft: 0 });
    return fault(list('ApexClass'));
  },
  "INVALID_CROSS_REFERENCE_KEY: No package named '<X>' found": () =>
    outcome(retrieve(org, {}, '<packageNames>Abacus</packageNames>')),
  'content-type of the request should be text/xml': () => fault(post('{}', 'application/json')),
  'Premature end of file.': () => fault(post('', 'text/xml')),
};

const codes: Readonly<Record<string, string>> = {
  'content-type of the request should be text/xml': 'soapenv:Client',
  'Premature end of file.': 'soapenv:Client',
};

/** `<X>` stands for any name. */
const pattern = (text: string) =>
  new RegExp(`^${text.replace(/[.*+?^$()|[\]\\{}]/g, '\\$&').replace('<X>', "[^']+")}$`);

test.each(Object.keys(produced))('%s', async (text) => {
  const refusal = await produced[text]?.();
  expect(refusal).toEqual({
    status: 500,
    code: codes[text] ?? `sf:${text.slice(0, text.indexOf(':'))}`,
    text: expect.stringMatching(pattern(text)),
  });
});

interface Row {
  readonly surface: string;
  readonly httpStatus: number;
  readonly faultcode?: string;
  readonly faultstring: string | null;
  readonly verified: boolean;
}

const shared = new URL('../../../../shared/fixtures/oauth-errors.json', import.meta.url);
const published = existsSync(shared);

describe.skipIf(!published)('the public table', () => {
  const rows: Row[] = published ? JSON.parse(readFileSync(shared, 'utf8')).api : [];
  const verified = rows.filter((row) => row.surface === 'Metadata SOAP' && row.verified && row.faultstring);

  test('has no verified row that isn’t produced here', () => {
    expect(verified.map((row) => row.faultstring).toSorted()).toEqual(Object.keys(produced).toSorted());
    expect(verified.every((row) => row.httpStatus === 500)).toBe(true);
    expect(verified.map((row) => row.faultcode).toSorted()).toEqual(
      Object.keys(produced)
        .map((text) => codes[text] ?? `sf:${text.slice(0, text.indexOf(':'))}`)
        .toSorted(),
    );
  });
});
