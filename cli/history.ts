// `canvasback history purge`: takes a secret, or a component, out of an org's stored history for good.

import { readFileSync } from 'node:fs';
import process from 'node:process';
import { createInterface } from 'node:readline/promises';
import type { Command } from 'commander';
import { type ComponentKey, isMetadataType } from '../core/component.ts';
import { maskFor } from '../server/data-folder.ts';
import { findOrg } from '../server/db/orgs.ts';
import { describeError } from '../server/errors.ts';
import { type OpenHistory, openHistory } from '../server/history/open.ts';
import { isWork, type PurgePlan, planPurge, purge } from '../server/history/purge/purge.ts';
import { type Wanted, whyNot } from '../server/history/purge/wanted.ts';
import { afterwards, planInWords, workInWords } from './purge-words.ts';
import { waitingForOlder } from './waiting-words.ts';
import { databaseOf, databaseOption, type WhichDatabase } from './which-database.ts';

interface Options extends WhichDatabase {
  readonly org: string;
  readonly component?: string;
  readonly field?: string;
  readonly matching: readonly string[];
  readonly dryRun?: boolean;
  readonly yes?: boolean;
}

export function register(program: Command): void {
  const history = program.command('history').description('an org’s stored history');
  history
    .command('purge')
    .description(
      'take a text, the values of a field or a whole component out of an org’s stored history for good; asks first',
    )
    .requiredOption('--org <id>', 'the org’s id (18 characters)')
    .requiredOption('--data <dir>', 'the data folder of the API')
    .addOption(databaseOption())
    .option('--component <type:name>', 'this component alone; without --field or --matching: all of it')
    .option('--field <name>', 'the text of this element of the component')
    .option(
      '--matching <file>',
      'the text that this file holds, all of it but a last line end; may be given again',
      (file: string, files: readonly string[]) => [...files, file],
      [] as readonly string[],
    )
    .option('--dry-run', 'say what would be done, and change nothing')
    .option('--yes', 'do not ask')
    .addHelpText('after', help)
    .action(run);
}

const help = `
Nothing but --org goes on with a purge that was interrupted.
Exit code: 0 done (or something would be, with --dry-run), 1 nothing found or something left in the attached project, 2 not done.`;

async function run(options: Options): Promise<void> {
  const { org, data } = options;
  if (!/^00D[0-9A-Za-z]{15}$/.test(org)) throw new Error(`--org: "${org}" is not an org id.`);
  const wanted = wantedOf(options);
  process.umask(maskFor(data));
  const history = await openHistory({ data, database: databaseOf(options) });
  try {
    process.exitCode = await purgeAfterAsking(history, options, wanted);
  } catch (error) {
    throw new Error(describeError(error), { cause: error });
  } finally {
    await history.close();
  }
}

async function purgeAfterAsking(
  history: OpenHistory,
  { org: orgId, dryRun, yes }: Options,
  wanted: Wanted | undefined,
): Promise<number> {
  const name = (await findOrg(history.db, orgId))?.name ?? orgId;
  const plan = await planPurge(history, { orgId, wanted });
  say(planInWords(plan, wanted, name));
  if (!isWork(plan)) return 1;
  if (dryRun) {
    say(['Nothing was changed.']);
    return 0;
  }
  if (!yes && !(await isConfirmed(name))) {
    say(['That is not its name. Nothing was changed.']);
    return 2;
  }
  const waiting = () => say(['Another process is at work on this history; waiting until it has ended …']);
  const onStep = (step: Parameters<typeof workInWords>[0]) => {
    const words = workInWords(step);
    if (words) say([words]);
  };
  const olderTransactions = (pids: readonly number[]) => say([waitingForOlder(pids)]);
  const done = await purge(history, { orgId, wanted, waiting, onStep, olderTransactions });
  say(afterwards(done, wanted));
  return isLeftInProject(done) ? 1 : 0;
}

const isLeftInProject = ({ found }: PurgePlan) => found.project.commits > 0;

async function isConfirmed(name: string): Promise<boolean> {
  const asking = createInterface({ input: process.stdin, output: process.stdout });
  try {
    // The end of what is read is an answer as well.
    const ended = new Promise<string>((resolve) => asking.once('close', () => resolve('')));
    const answer = await Promise.race([
      asking.question(`\nThis cannot be undone. Type ${JSON.stringify(name)} to go on: `),
      ended,
    ]);
    return answer.trim().replace(/^"(.*)"$/, '$1') === name;
  } finally {
    asking.close();
  }
}

/** What a name or a path says must not steer the terminal. */
function say(lines: readonly string[]): void {
  process.stdout.write(`${lines.map((line) => line.replace(/\p{Cc}/gu, '�')).join('\n')}\n`);
}

/** Undefined: only to go on with what was begun. */
function wantedOf({ component, field, matching }: Options): Wanted | undefined {
  const of = component === undefined ? undefined : keyOf(component);
  if (field !== undefined && matching.length > 0) throw new Error('Give either --field or --matching.');
  if (matching.length > 0) return { kind: 'text', texts: matching.map(textIn), of };
  if (field !== undefined) {
    if (!of) throw new Error('--field needs --component: which component’s?');
    if (!/^[A-Za-z]\w*(?:\/[A-Za-z]\w*)*$/.test(field))
      throw new Error(`--field: "${field}" is no element’s name.`);
    return { kind: 'field', of, field };
  }
  return of && { kind: 'component', of };
}

function keyOf(text: string): ComponentKey {
  const at = text.indexOf(':');
  const [type, fullName] = [text.slice(0, Math.max(0, at)), text.slice(at + 1)];
  if (at < 0 || !isMetadataType(type) || fullName === '')
    throw new Error(
      `--component: "${text}" is not TYPE:NAME, such as ApexClass:Billing, with a type that has a history here.`,
    );
  return { type, fullName };
}

function textIn(file: string): string {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file));
  } catch (error) {
    throw new Error(`--matching: ${file} cannot be read as UTF-8 text.`, { cause: error });
  }
  const whole = text.replace(/\r?\n$/, '');
  const why = whyNot(whole);
  if (why) throw new Error(`--matching: the text in ${file} is none to look for: ${why}`);
  return whole;
}
