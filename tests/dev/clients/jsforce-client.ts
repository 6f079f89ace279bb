// The process in which jsforce runs, with the steps that tests ask of it.

import { Connection, OAuth2 } from '@jsforce/jsforce-node';
import { answerSteps } from './answer-steps.ts';

interface App {
  readonly clientId: string;
  readonly redirectUri?: string;
  readonly loginUrl?: string;
}

let oauth2: OAuth2 | undefined;
let connection: Connection | undefined;

function app(): OAuth2 {
  if (!oauth2) throw new Error('no app yet');
  return oauth2;
}

function conn(): Connection {
  if (!connection) throw new Error('not connected');
  return connection;
}

/** What survives a message: no streams, no functions. */
const plain = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value)) as Value;

export const jsforceSteps = {
  app: (given: App & { useVerifier?: boolean }) => {
    oauth2 = new OAuth2(given);
  },
  authorizationUrl: (given: Record<string, string>) => app().getAuthorizationUrl(given),
  requestToken: async (given: string | Record<string, string>) =>
    (typeof given === 'string'
      ? await app().requestToken(given)
      : await app().requestToken(given as { grant_type: string })) as unknown as Record<string, string>,
  refreshToken: async (given: string) =>
    (await app().refreshToken(given)) as unknown as Record<string, string>,
  revokeToken: (given: string) => app().revokeToken(given),
  /** Signs in by a grant and keeps the connection. */
  authorize: async (given: { app: App; grant: Record<string, string>; version?: string }) => {
    connection = new Connection({ oauth2: given.app, version: given.version ?? '66.0' });
    const user = await connection.authorize(given.grant as { grant_type: string });
    return { user, accessToken: connection.accessToken ?? '', instanceUrl: connection.instanceUrl };
  },
  connect: (given: { accessToken: string; version?: string; refreshToken?: string; app?: App }) => {
    connection = new Connection({
      instanceUrl: 'https://acme.my.salesforce.com',
      accessToken: given.accessToken,
      version: given.version ?? '66.0',
      ...(given.refreshToken ? { refreshToken: given.refreshToken, oauth2: given.app } : {}),
    });
    connection.metadata.pollInterval = 50;
    connection.metadata.pollTimeout = 20_000;
  },
  accessToken: () => conn().accessToken,
  limitInfo: () => conn().limitInfo,
  identity: async () => plain(await conn().identity()),
  limits: async () => plain(await conn().limits()),
  describeGlobal: async () => plain(await conn().describeGlobal()),
  describe: async (given: string) => plain(await conn().describe(given)),
  query: async (given: string) => plain(await conn().query(given)),
  queryAll: async (given: string) => {
    const records: Record<string, unknown>[] = [];
    let page = await conn().query(given);
    let pages = 1;
    records.push(...page.records);
    while (!page.done) {
      page = await conn().queryMore(page.nextRecordsUrl ?? '');
      pages += 1;
      records.push(...page.records);
    }
    return plain({ pages, total: page.totalSize, records });
  },
  toolingQuery: async (given: string) => plain(await conn().tooling.query(given)),
  toolingRetrieve: async (given: { type: string; id: string }) =>
    plain(await conn().tooling.sobject(given.type).retrieve(given.id)) as Record<string, unknown>,
  toolingDescribe: async (given: string) => plain(await conn().tooling.describe(given)),
  describeMetadata: async () => plain(await conn().metadata.describe()),
  listMetadata: async (given: { type: string; folder?: string }[]) =>
    plain(await conn().metadata.list(given)),
  readMetadata: async (given: { type: string; names: string[] }) =>
    plain(await conn().metadata.read(given.type as 'Flow', given.names)) as unknown as Record<
      string,
      unknown
    >[],
  retrieve: async (given: Record<string, unknown>) =>
    plain(
      await conn()
        .metadata.retrieve(given as never)
        .complete(),
    ),
  retrieveStart: async (given: Record<string, unknown>) =>
    plain(await conn().metadata.retrieve(given as never)) as unknown as Record<string, unknown>,
  checkRetrieve: async (given: string) => plain(await conn().metadata.checkRetrieveStatus(given)),
  deploy: async (given: { zip: string; options: Record<string, unknown> }) =>
    plain(await conn().metadata.deploy(given.zip, given.options).complete(true)),
  deployRest: async (given: { zip: string; options: Record<string, unknown> }) =>
    plain(
      await conn().metadata.deployRest(Buffer.from(given.zip, 'base64'), given.options),
    ) as unknown as Record<string, unknown>,
  checkDeploy: async (given: { id: string; rest?: boolean }) =>
    plain(await conn().metadata.checkDeployStatus(given.id, true, given.rest)),
};

export type JsforceSteps = typeof jsforceSteps;

answerSteps(jsforceSteps);
