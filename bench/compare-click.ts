// Measures one click on “Compare with last committed”, type by type: the real services, a bound session as the extension has
// it, and an org whose every answer takes 250–400 ms. Usage: node bench/compare-click.ts [--rounds N] [--types A,B [--large]] [--json]

import { join } from 'node:path';
import process from 'node:process';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { InputOf } from '../contract/index.ts';
import { isMetadataType, type MetadataType, metadataTypes, typeRegistry } from '../core/component.ts';
import { startTestWorld } from '../tests/helpers/world.ts';
import { samples } from '../tests/server/types/documents.ts';
import { putSample } from '../tests/server/types/put-sample.ts';
import { apiHost, createPerson, orgId, type Person, Refused } from '../tests/server/whole/person.ts';

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    types: { type: 'string', default: '' },
    large: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});
const latency = { kind: 'uniform', from: 250, to: 400 } as const;
const types = options.types === '' ? metadataTypes : options.types.split(',').filter(isMetadataType);
/** Of the sample org, beside the small samples. */
const large = [
  { type: 'PermissionSet', fullName: 'Sales_Operations', what: 'PermissionSet of 300 kB' },
  { type: 'Profile', fullName: 'Branch Advisor', what: 'Profile of 1 MB' },
] as const;

interface Component {
  readonly type: MetadataType;
  readonly fullName: string;
  readonly id: string;
  /** The row of the table it counts for. */
  readonly what: string;
}

interface Click {
  readonly what: string;
  readonly name: 'known' | 'unknown';
  /** Milliseconds from the click to the verdict, the mint among them. */
  readonly total: number;
  /** Without Salesforce, and without waiting for it. */
  readonly own: number;
  /** Without the mint. */
  readonly calls: number;
}

interface LoggedCall {
  readonly at: number;
  readonly ms?: number;
  readonly path: string;
  readonly detail?: string;
}

const world = await startTestWorld();
/** Who may read all of it, and commit. */
const emails = ['ada@acme.example', 'sam@acme.example'];
const people: Person[] = [];
let turns = 0;

try {
  for (const email of emails) people.push(await createPerson(world, email));
  const [ada, sam] = people;
  await ada?.connect('ada.king@acme.example', 'integration@acme.example');
  await ada?.until('orgs.status', { apiHost }, ({ job }) => job?.state === 'done');
  await sam?.connect('sam.okafor@acme.example');
  const components: Component[] = [];
  for (const type of types) components.push(await prepare(type));
  if (options.types === '' || options.large)
    for (const one of large) components.push({ ...one, id: await idOf(one.fullName) });
  await world.ask('POST', '/fault', { seed: 7, latency: { oauth: latency, rest: latency, soap: latency } });
  const clicks = await measure(components);
  await world.ask('POST', '/fault', { latency: { oauth: null, rest: null, soap: null } });
  report(clicks);
} finally {
  await world.stop();
}

/** In the org, committed, and edited since. */
async function prepare(type: MetadataType): Promise<Component> {
  const edit = async (body: unknown) => (await world.ask('POST', '/edit', body)) as { id: string };
  const id = await putSample(edit, type);
  const component = { type, fullName: samples[type].fullName, id, what: type };
  await patiently(turns++ % people.length, async (person) => {
    const { compareId, verdict } = await person.call('compare.live', { orgId, ...refOf(component) });
    if (verdict !== 'in_sync') await person.call('compare.commit', { orgId, compareId });
  });
  await putSample(edit, type, true);
  return component;
}

async function idOf(fullName: string): Promise<string> {
  const { components } = (await world.ask('GET', '/state')) as { components: Component[] };
  const found = components.find((each) => each.fullName === fullName);
  if (!found) throw new Error(`The sample org has no ${fullName}.`);
  return found.id;
}

/** As the address of its page names it. */
function refOf({ type, fullName, id }: Component): Omit<InputOf<'compare.live'>, 'orgId'> {
  return typeRegistry[type].unstamped ? { type, fullName } : { type, id };
}

async function measure(components: readonly Component[]): Promise<Click[]> {
  const index = new DatabaseSync(join(world.layout.api, 'canvasback.sqlite'));
  index.exec('PRAGMA busy_timeout = 5000');
  const forgetId = index.prepare(
    'update components set salesforce_id = null where type = ? and full_name = ?',
  );
  const forgetIds = index.prepare('delete from other_ids where type = ? and full_name = ?');
  const clicks: Click[] = [];
  for (let round = 0; round < Number(options.rounds); round += 1) {
    for (const component of components) {
      if (!typeRegistry[component.type].unstamped) {
        forgetId.run(component.type, component.fullName);
        forgetIds.run(component.type, component.fullName);
        clicks.push(await click(component, 'unknown'));
      }
      clicks.push(await click(component, 'known'));
    }
    process.stderr.write(`round ${round + 1} of ${options.rounds}\n`);
  }
  index.close();
  return clicks;
}

async function click(component: Component, name: Click['name']): Promise<Click> {
  const who = turns++ % people.length;
  const total = await patiently(who, async (person) => {
    await world.ask('POST', '/requests/clear', {});
    const clicked = performance.now();
    const { verdict } = await person.call('compare.live', { orgId, ...refOf(component) });
    const took = performance.now() - clicked;
    if (verdict !== 'differs' && verdict !== 'in_sync') throw new Error(`${component.what}: ${verdict}`);
    return took;
  });
  const { calls } = (await world.ask('GET', '/requests')) as { calls: LoggedCall[] };
  // The end of the token is nobody's wait.
  const waitedFor = calls.filter(({ path, ms }) => !path.endsWith('/revoke') && ms !== undefined);
  const own = total - timeAtSalesforce(waitedFor);
  return { what: component.what, name, total, own, calls: waitedFor.length - 1 };
}

/** The time in which at least one call was under way; from its beginning to its end a retrieve is Salesforce's. */
function timeAtSalesforce(calls: readonly LoggedCall[]): number {
  const spans = calls.map(({ at, ms = 0 }) => [at, at + ms] as [number, number]);
  const retrieve = calls.filter(({ detail }) => /^(?:retrieve|checkRetrieveStatus)/.test(detail ?? ''));
  if (retrieve.length > 0) {
    const ends = retrieve.map(({ at, ms = 0 }) => at + ms);
    spans.push([Math.min(...retrieve.map(({ at }) => at)), Math.max(...ends)]);
  }
  let sum = 0;
  let end = 0;
  for (const [from, to] of spans.sort(([one], [other]) => one - other)) {
    sum += Math.max(0, to - Math.max(from, end));
    end = Math.max(end, to);
  }
  return sum;
}

/** As the extension does: signs in again, has standing confirmed, or waits its turn, and asks once more. */
async function patiently<T>(who: number, ask: (person: Person) => Promise<T>): Promise<T> {
  for (;;) {
    const person = people[who];
    if (!person) throw new Error('Nobody is signed in.');
    try {
      return await ask(person);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const { code } = error.problem;
      if (code === 'rate_limited') await wait(2000);
      else if (code === 'no_standing') await person.call('orgs.standing', { orgId });
      else if (code === 'not_authenticated') people[who] = await createPerson(world, emails[who] ?? '');
      else throw error;
    }
  }
}

function at(share: number, numbers: readonly number[]): number {
  const sorted = numbers.toSorted((one, other) => one - other);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
}

function summary(clicks: readonly Click[]) {
  const totals = clicks.map(({ total }) => total);
  const calls = [...new Set(clicks.map((each) => each.calls))].join(', ');
  const own = clicks.map((each) => each.own);
  return { p50: at(0.5, totals), p95: at(0.95, totals), calls, ownP50: at(0.5, own), ownP95: at(0.95, own) };
}

function report(clicks: readonly Click[]): void {
  const table = [...Map.groupBy(clicks, ({ what, name }) => `${what}\n${name}`)].map(([key, some]) => {
    const [type = '', name = ''] = key.split('\n');
    return { type, name, ...summary(some) };
  });
  // Archives take Salesforce a call more, and people's access is large: told apart.
  const group = ({ what }: Click) =>
    isMetadataType(what) && typeRegistry[what].lane === 'retrieve'
      ? 'archives'
      : /^(?:Profile|PermissionSet)\b/.test(what)
        ? 'profiles and permission sets'
        : 'all other types';
  const together = [...Map.groupBy(clicks, (each) => `${group(each)}, name ${each.name}`)].map(
    ([of, some]) => ({ of, clicks: some.length, ...summary(some) }),
  );
  if (options.json) {
    process.stdout.write(`${JSON.stringify({ latency, rounds: options.rounds, table, together })}\n`);
    return;
  }
  process.stdout.write(
    'Milliseconds from click to verdict; `own` is all but Salesforce and waiting for it.\n',
  );
  console.table(table);
  console.table(together);
}
