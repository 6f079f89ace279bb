// `canvasback audit`: checks an exported audit log, and exports, signs, digests and erases beside a running delegation service.

import process from 'node:process';
import type { Command } from 'commander';
import { listTrees } from '../server/audit/erase.ts';
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
        const entries = await exportLog(openLog(beside), tenant, to);
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
