// `canvasback resolve URL`: what a Setup address leads to.

import process from 'node:process';
import { createInterface } from 'node:readline';
import type { Command } from 'commander';
import type { SetupPage } from '#core/setup/page.ts';
import { resolveSetupPage } from '#core/setup/resolve.ts';

export function register(program: Command): void {
  program
    .command('resolve')
    .description('what a Setup address leads to; - reads one address a line')
    .argument('<url>', 'a Salesforce address, or - for standard input')
    .option('--json', 'print JSON, one line for each address')
    .action(async (url: string, options: { json?: boolean }) => {
      const print = options.json ? asJson : asText;
      if (url !== '-') {
        process.stdout.write(`${print(url)}\n`);
        return;
      }
      for await (const line of createInterface({
        input: process.stdin,
        crlfDelay: Number.POSITIVE_INFINITY,
      })) {
        const address = line.trim();
        // Standard input is a batch: JSON whatever the flag says, so that lines stay lines.
        if (address) process.stdout.write(`${asJson(address)}\n`);
      }
    });
}

function asJson(address: string): string {
  const { kind, metadataType = null, ...rest } = resolveSetupPage(address);
  return JSON.stringify({ kind, metadataType, ...rest });
}

const words: Readonly<Record<SetupPage['kind'], string>> = {
  component: 'a component',
  componentByName: 'a component, by name',
  object: 'an object',
  objectPart: 'a part of an object',
  objectSection: 'a section of an object',
  list: 'a list',
  new: 'a form for something new',
  record: 'a record, not metadata',
  ambiguous: 'one of several types',
  none: 'nothing Canvasback keeps history of',
  malformed: 'an address Salesforce would not write',
  foreign: 'not a Salesforce org’s address',
};

function asText(address: string): string {
  const page = resolveSetupPage(address);
  const what = [page.metadataType, page.id18 ?? page.id ?? page.name].filter(Boolean).join(' ');
  const where = page.apiHost ? ` (org ${page.apiHost})` : '';
  return `${what || words[page.kind]}${where}`;
}
