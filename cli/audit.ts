// `canvasback audit`: checks an exported audit log, and exports, signs, digests and erases beside a running delegation service.

import process from 'node:process';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { listTrees } from '../server/audit/erase.ts';
import { recordOperatorAct } from '../server/delegation/db/key-events.ts';
import { digestText, runHook } from './audit/digest.ts';
import { erase, retain } from './audit/erase.ts';
import { exportLog } from './audit/export.ts';
import { openLog, say, treeOf } from './audit/log.ts';
import { showProgress, toJson, verifyFile } from './audit/verify.ts';
import { reportInWords } from './audit/verify-words.ts';
import { envWords, type Where, withDelegation } from './delegation-database.ts';

export function register(program: Command): void {
  const audit = program
    .command('audit')
    .description('the audit log: who asked Salesforce for a token, and why');
  audit
    .command('verify')
    .description(
      'check an exported log against a key and checkpoints that were kept; needs no database and no network',
    )
    .argument('<file>', 'the export')
    .requiredOption('--key <vkey>', 'the verifier key that you kept, or a file with it')
    .option(
      '--checkpoint <kept>',
      'a file with signed checkpoints that you kept, or `git log` of a history; may be given again',
      collect,
      [] as readonly string[],
    )
    .option('--json', 'print what was found as JSON')
    .addHelpText('after', verifyHelp)
    .action(verify);
  audit
    .command('export')
    .description('write one account’s log into a new file, for `audit verify`')
    .requiredOption('--tenant <id>', 'the account’s id')
    .requiredOption('--to <file>', 'the file, which must not be there yet')
    .option('--env <file>', envWords)
    .action(({ tenant, to, ...where }: Where & { tenant: string; to: string }) =>
      withDelegation(where, async (beside) => {
        const { tree } = await treeOf(beside, tenant);
        await recordOperatorAct(beside.db, 'audit_exported', { at: Date.now(), detail: tree });
        const entries = await exportLog(openLog(beside), tree, to);
        say([`${to}: ${entries} entries. It holds who asked for what: keep it as you keep the log.`]);
      }),
    );
  audit
    .command('checkpoint')
    .description('print the signed size and root of the logs as they are now')
    .option('--tenant <id>', 'of this account alone')
    .option('--env <file>', envWords)
    .action(({ tenant, ...where }: Where & { tenant?: string }) =>
      withDelegation(where, async (beside) => {
        const { service } = openLog(beside);
        const trees = tenant === undefined ? await listTrees(beside.db) : [await treeOf(beside, tenant)];
        const notes: string[] = [];
        for (const { tree } of trees) notes.push((await service.growth(tree, 0)).checkpoint);
        process.stdout.write(notes.join('\n'));
      }),
    );
  audit
    .command('digest')
    .description('all logs’ signed sizes and roots in one text: printed, or given to a program of yours')
    .option('--hook <program>', 'run this with the text on its standard input, without a shell')
    .option('--timeout <seconds>', 'how long the program may take', wholeNumber, 60)
    .option('--env <file>', envWords)
    .action(({ hook, timeout, ...where }: Where & { hook?: string; timeout: number }) =>
      withDelegation(where, async (beside) => {
        const text = await digestText(openLog(beside), new Date());
        if (hook === undefined) return void process.stdout.write(text);
        const failed = await runHook({ command: hook, timeoutMs: timeout * 1000 }, text);
        if (failed === undefined) return;
        process.stderr.write(`canvasback: ${failed} The digest was not delivered.\n`);
        process.exitCode = 1;
      }),
    );
  registerChanges(audit);
}

function registerChanges(audit: Command): void {
  audit
    .command('erase')
    .description('take a person out of one account’s log for good; it still verifies. Asks first')
    .argument('<person...>', 'Auth0 subject, Salesforce user id or username; all that are the person’s')
    .requiredOption('--tenant <id>', 'the account’s id')
    .option('--yes', 'do not ask')
    .option('--env <file>', envWords)
    .addOption(ownerOption())
    .action((people: string[], { tenant, yes, ...where }: Where & { tenant: string; yes?: boolean }) =>
      withDelegation(where, async (beside) => {
        process.exitCode = await erase(beside, people, { tenant, ...(yes ? { yes } : {}) });
      }),
    );
  audit
    .command('retain')
    .description(
      'erase the texts of entries that are older than so many days; the log still verifies. Asks first',
    )
    .requiredOption('--days <n>', 'how many days texts are kept', wholeNumber)
    .addOption(new Option('--tenant <id>', 'of this account').conflicts('all'))
    .option('--all', 'of every account')
    .option('--yes', 'do not ask')
    .option('--env <file>', envWords)
    .addOption(ownerOption())
    .action(
      ({
        tenant,
        all,
        days,
        yes,
        ...where
      }: Where & { tenant?: string; all?: boolean; days: number; yes?: boolean }) => {
        if (tenant === undefined && !all) throw new Error('Say whose: --tenant ID, or --all.');
        return withDelegation(where, async (beside) => {
          process.exitCode = await retain(beside, { tenant, days, ...(yes ? { yes } : {}) });
        });
      },
    );
  audit
    .command('rotate-key')
    .description('exchange the key that signs the logs; the one in use signs the next and is destroyed')
    .option('--env <file>', envWords)
    .action((where: Where) =>
      withDelegation(where, async (beside) => {
        const { vkey } = await openLog(beside).keys.rotate();
        await recordOperatorAct(beside.db, 'audit_key_rotated', { at: Date.now() });
        say([
          `The next key is ${vkey}`,
          'It is in use from now on; nothing needs a restart. Who kept the first key goes on with it: exports and the API hold the notes that lead from it to this one.',
          'Back up its file with the signing keys.',
        ]);
      }),
    );
}

/** On PostgreSQL the service's own role erases nothing. A password in an argument could be seen by every user. */
const ownerOption = () =>
  new Option('--database <setting>', 'postgres://… of the tables’ owner, who alone may erase there').env(
    'CANVASBACK_AUDIT_OWNER_DATABASE',
  );

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('It is a whole number, 1 or more.');
  return Number(text);
}

const verifyHelp = `
Exit code: 0 everything fits, and a checkpoint that was kept says so; 1 something is wrong; 2 not looked at (wrong use, or
no export); 3 nothing wrong within the file, but without a kept checkpoint truncation and forks were not checked.`;

function collect(one: string, all: readonly string[]): readonly string[] {
  return [...all, one];
}

interface VerifyOptions {
  readonly key: string;
  readonly checkpoint: readonly string[];
  readonly json?: boolean;
}

async function verify(file: string, { key, checkpoint, json }: VerifyOptions): Promise<void> {
  const report = await verifyFile({ file, key, checkpoints: checkpoint, onProgress: showProgress() });
  if (json) process.stdout.write(`${toJson(report)}\n`);
  else say(reportInWords(report));
  process.exitCode = report.exitCode;
}
