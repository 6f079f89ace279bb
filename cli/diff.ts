// `canvasback diff`: two files by meaning when they are metadata, by lines when they are text.

import process from 'node:process';
import type { Command } from 'commander';
import { diffFile } from '../core/diff/file.ts';
import { splitLines } from '../core/diff/text.ts';
import { componentNoun } from '../core/diff/words/type-words.ts';
import { inText, palette } from './print-diff.ts';
import { kindOf, readSide, type Side } from './read-side.ts';

interface Options {
  readonly type?: string;
  readonly json?: boolean;
}

export function register(program: Command): void {
  program
    .command('diff')
    .description(
      'compare two files: metadata by meaning, anything else by lines (exit 0 equal, 1 different, 2 error)',
    )
    .argument('<before>', 'the old file')
    .argument('<after>', 'the new file')
    .option('--type <type>', 'metadata type, such as PermissionSet; otherwise told from the file')
    .option('--json', 'print the difference as JSON')
    .action(run);
}

function run(beforePath: string, afterPath: string, options: Options): void {
  const before = readSide(beforePath);
  const after = readSide(afterPath);
  if (options.type !== undefined && !/^[A-Za-z]\w*$/.test(options.type)) {
    throw new Error(`--type: "${options.type}" is not a metadata type`);
  }
  if (before.exists !== after.exists) {
    sayLone(before.exists ? before : after, after.exists, options);
    return;
  }
  if (before.binary || after.binary) {
    sayBinary(before.bytes.equals(after.bytes), options.json === true);
    return;
  }
  const { role, type } = kindOf(before, after, options.type);
  const { diff, summary } = diffFile({
    name: after.name,
    role,
    type,
    before: before.text,
    after: after.text,
  });
  const same = diff.changes.length === 0;
  if (options.json)
    process.stdout.write(`${JSON.stringify({ same, type: type || undefined, summary, ...diff })}\n`);
  else {
    const printable = { diff, summary, before: before.text, after: after.text };
    process.stdout.write(
      inText(`${beforePath} → ${afterPath}`, printable, palette(process.stdout, process.env)),
    );
  }
  process.exitCode = same ? 0 : 1;
}

/** `/dev/null` on one side: the file came or went, whatever is in it. */
function sayLone(side: Side, created: boolean, options: Options): void {
  const { type } = kindOf(side, side, options.type);
  const noun = type === '' ? 'File' : componentNoun(type);
  const summary = created ? 'Created' : 'Deleted';
  const lines = splitLines(side.text).lines.length;
  const size = side.binary ? 'binary' : lines === 1 ? '1 line' : `${lines} lines`;
  process.stdout.write(
    options.json
      ? `${JSON.stringify({ same: false, type: type || undefined, summary, name: side.name, by: 'file' })}\n`
      : `${summary}: ${noun} ${side.name} (${size})\n`,
  );
  process.exitCode = 1;
}

function sayBinary(same: boolean, json: boolean): void {
  const summary = same ? 'No change' : 'Binary files differ';
  process.stdout.write(`${json ? JSON.stringify({ same, by: 'bytes', summary }) : summary}\n`);
  process.exitCode = same ? 0 : 1;
}
