// source-deploy-retrieve takes whole orgs to source format and back: what returns is what was there.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { writeRepository } from '../../../dev/seed/repository.ts';
import { liveEdits, story } from '../../../dev/seed/story.ts';
import { makeEveryTypeProject } from '../salesforce/every-type.ts';
import { clientId, type OrgUnderTest, startOrgUnderTest } from '../salesforce/org-under-test.ts';
import { git } from '../salesforce/tiny-project.ts';
import { type ClientProcess, startClient } from './client-process.ts';
import { makeOneOfEachProject, plainTypes } from './one-of-each.ts';
import type { Member, Outcome, SdrSteps } from './sdr-client.ts';
import { byteDifferences, meaningDifferences, readTree } from './trees.ts';

interface Session {
  readonly org: OrgUnderTest;
  readonly client: ClientProcess<SdrSteps>;
  /** Everything the org lists. */
  readonly members: readonly Member[];
}

const open: Pick<Session, 'org' | 'client'>[] = [];
async function close({ org, client }: Pick<Session, 'org' | 'client'>): Promise<void> {
  const strayed = client.strayed();
  await client.stop();
  await org.stop();
  expect(strayed).toEqual([]);
}
afterEach(async () => {
  for (const each of open.splice(0)) await close(each);
});
afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const folders: string[] = [];
function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), 'round-trip-'));
  folders.push(folder);
  return folder;
}

/** `npm run soak` asks for all of the plain types, and every org for all types that the client knows. */
const plainCount = Number(process.env.ROUND_TRIP_TYPES ?? 50);
const plain = plainTypes();
const chosen = plain.filter((_, at) => at % Math.max(1, Math.round(plain.length / plainCount)) === 0);
const everyTypeAsked = chosen.length === plain.length;

/** `types` are those to ask for; `its own` are those of its project, by the client's own reading of it. */
async function session(
  makeProject: (dir: string) => void,
  seed: number,
  types: 'all' | 'its own' | readonly string[],
): Promise<Session> {
  const project = join(scratch(), 'project');
  mkdirSync(project);
  makeProject(project);
  const org = await startOrgUnderTest({ seed, project });
  const client = await startClient<SdrSteps>(org, 'sdr-client.ts');
  open.push({ org, client });
  const keyFile = join(org.dir, 'tls', 'leaf.key');
  await client.run('signIn', { username: 'ada.king@acme.example', clientId, keyFile, version: '66.0' });
  return { org, client, members: await list(client, await typesToAsk(client, project, types)) };
}

async function typesToAsk(
  client: ClientProcess<SdrSteps>,
  project: string,
  types: 'all' | 'its own' | readonly string[],
): Promise<readonly string[] | undefined> {
  if (types === 'all' || (types === 'its own' && everyTypeAsked)) return undefined;
  if (types !== 'its own') return types;
  const files = await client.run('inventory', { dirs: [join(project, 'force-app')] });
  return [...new Set(files.map(({ type }) => type))];
}

const list = (client: ClientProcess<SdrSteps>, types?: readonly string[]) =>
  client.run('list', types ? { types: [...types] } : {});

const typesOf = ({ members }: Session) => [...new Set(members.map(({ type }) => type))];

const problems = (outcome: Outcome) => outcome.moved.filter((each) => each.problem !== undefined);

interface Retrieved {
  readonly tree: Map<string, Buffer>;
  readonly dir: string;
}

/** Everything the org lists, retrieved into a project of its own. */
async function retrieveAll({ client, members }: Session): Promise<Retrieved> {
  const dir = scratch();
  const outcome = await client.run('retrieve', { members: [...members], project: dir });
  expect(problems(outcome)).toEqual([]);
  expect(outcome).toMatchObject({ status: 'Succeeded', success: true });
  return { tree: readTree(dir), dir };
}

async function deployBack({ client }: Session, dir: string): Promise<Outcome> {
  const outcome = await client.run('deploy', { project: dir, options: { rollbackOnError: true } });
  expect(problems(outcome)).toEqual([]);
  expect(outcome).toMatchObject({ status: 'Succeeded', success: true });
  return outcome;
}

const makeSampleOrg = (dir: string) => writeRepository(dir, story, liveEdits);
const plainNames = chosen.map((type) => type.name);
const slow = { timeout: 240_000 };

interface Kind {
  readonly makeProject: (dir: string) => void;
  readonly types: 'its own' | readonly string[];
  /** Files that come, at least. */
  readonly atLeast: number;
}
const kinds = {
  everyWay: { makeProject: makeEveryTypeProject, types: 'its own', atLeast: 30 },
  plain: {
    makeProject: (dir) => makeOneOfEachProject(dir, chosen),
    types: plainNames,
    atLeast: Math.min(450, chosen.length),
  },
  sample: { makeProject: makeSampleOrg, types: 'its own', atLeast: 300 },
} satisfies Record<string, Kind>;

async function comesBackByteForByte(at: Session, first: Retrieved, { atLeast }: Kind): Promise<void> {
  await deployBack(at, first.dir);
  const second = await retrieveAll(at);
  expect(byteDifferences(first.tree, second.tree)).toEqual([]);
  expect(first.tree.size).toBeGreaterThan(atLeast);
}

async function comesBackWithTheSameMeaning({ makeProject, types }: Kind): Promise<void> {
  const at = await session(makeProject, 20_261, types);
  const first = await retrieveAll(at);
  await deployBack(at, first.dir);
  const second = await retrieveAll(at);
  expect(meaningDifferences(first.tree, second.tree)).toEqual([]);
  expect(byteDifferences(first.tree, second.tree).length).toBeGreaterThan(0);
}

describe.each<[string, Kind]>([
  ['one of each plain type', kinds.plain],
  ['the sample org', kinds.sample],
])('%s', (_, kind) => {
  test('comes back byte for byte when nothing is left undetermined', slow, async () => {
    const at = await session(kind.makeProject, 0, kind.types);
    await comesBackByteForByte(at, await retrieveAll(at), kind);
  });

  test('comes back with the same meaning when the org is as undetermined as Salesforce', slow, () =>
    comesBackWithTheSameMeaning(kind),
  );
});

/** An edit of each way files lie: the end of a path, what is there, what is put in its place. */
const edits: readonly (readonly [string, string, string])[] = [
  ['classes/Invoice.cls', 'public class Invoice {', 'public class Invoice { // changed'],
  ['classes/Invoice.cls-meta.xml', '<apiVersion>66.0<', '<apiVersion>65.0<'],
  ['lwc/invoiceList/invoiceList.html', '<template>', '<template lwc:render-mode="light">'],
  ['aura/Banner/Banner.cmp', '<aura:component>', '<aura:component access="global">'],
  ['fields/Rating__c.field-meta.xml', '<length>20<', '<length>40<'],
  ['objects/Invoice__c/Invoice__c.object-meta.xml', '<label>Invoice<', '<label>Bill<'],
  ['validationRules/Due_Set.validationRule-meta.xml', '<active>true<', '<active>false<'],
  ['Invoice__c-de/Due__c.fieldTranslation-meta.xml', 'Fällig', 'Fälligkeit'],
  ['labels/CustomLabels.labels-meta.xml', 's late<', 's too late<'],
  ['workflows/Account.workflow-meta.xml', '<active>false<', '<active>true<'],
  ['profiles/Admin.profile-meta.xml', '<editable>true<', '<editable>false<'],
  ['customMetadata/Rate.Low.md-meta.xml', '<label>Low<', '<label>Lowest<'],
  ['reports/Finance.reportFolder-meta.xml', '<name>Finance<', '<name>Finances<'],
  ['Finance/Open_Invoices.report-meta.xml', '<name>Open Invoices<', '<name>Open<'],
  ['email/Finance/Reminder.email', 'Please pay.', 'Please pay now.'],
  ['staticresources/palette.json', '#f00', '#e00'],
  ['staticresources/icons/more/b.css', 'red', 'blue'],
  ['documents/Brand/note.txt', 'A note.', 'Another note.'],
  ['flows/Bill.flow-meta.xml', '<label>Bill<', '<label>Bill them<'],
];

describe('every way files lie', () => {
  /** One org for the tests that leave nothing undetermined; the last of them changes it. */
  let at: Session;
  let first: Retrieved;
  beforeAll(async () => {
    at = await session(makeEveryTypeProject, 0, 'all');
    open.splice(0);
    first = await retrieveAll(at);
  });
  afterAll(() => at && close(at));

  test('comes back byte for byte when nothing is left undetermined', slow, () =>
    comesBackByteForByte(at, first, kinds.everyWay),
  );

  test('comes back with the same meaning when the org is as undetermined as Salesforce', slow, () =>
    comesBackWithTheSameMeaning(kinds.everyWay),
  );

  test('an org that had nothing is made the same by one deploy', slow, async () => {
    const empty = await session(makeEmptyProject, 0, ['ApexClass']);
    expect(empty.members).toEqual([]);
    await deployBack(empty, first.dir);
    const second = await retrieveAll({ ...empty, members: await list(empty.client, typesOf(at)) });
    expect(byteDifferences(first.tree, second.tree)).toEqual([]);
  });

  test('what is changed and deployed is what is retrieved then', slow, async () => {
    const { tree, dir } = first;
    for (const [end, from, to] of edits) {
      const path = [...tree.keys()].find((each) => each.endsWith(end)) ?? '';
      const text = tree.get(path)?.toString() ?? '';
      expect(text, end).toContain(from);
      const changed = Buffer.from(text.replace(from, to));
      tree.set(path, changed);
      writeFileSync(join(dir, path), changed);
    }
    await deployBack(at, dir);
    const second = await retrieveAll(at);
    // The flow was active: its change is another version, which is active now.
    const version = 'force-app/main/default/flowDefinitions/Bill.flowDefinition-meta.xml';
    expect(byteDifferences(tree, second.tree)).toEqual([{ path: version, how: 'other bytes' }]);
    expect(second.tree.get(version)?.toString()).toContain('<activeVersionNumber>2<');
  });
});

function makeEmptyProject(dir: string): void {
  writeFileSync(join(dir, 'sfdx-project.json'), '{"packageDirectories":[{"path":"force-app"}]}\n');
  git(dir, {}, 'init', '-q', '-b', 'main');
  git(dir, {}, 'add', '-A');
  git(dir, {}, '-c', 'user.name=Ada', '-c', 'user.email=ada@acme.example', 'commit', '-qm', 'Nothing yet');
}
