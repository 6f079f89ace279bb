// `canvasback git-diff`: an external diff for git (`git config diff.canvasback.command "canvasback git-diff"`).

import process from 'node:process';
import type { Command } from 'commander';
import { diffFile } from '../core/diff/file.ts';
import { inText, palette } from './print-diff.ts';
import { kindOf, readSide } from './read-side.ts';

export function register(program: Command): void {
  program
    .command('git-diff')
    .description('git’s external diff: path old-file old-hex old-mode new-file new-hex new-mode (exit 0)')
    .argument('<path>')
    .argument('[sides...]', 'old-file old-hex old-mode new-file new-hex new-mode, as git passes them')
    .allowExcessArguments()
    .action(run);
}

function run(path: string, sides: readonly string[]): void {
  const [oldFile, , , newFile] = sides;
  if (sides.length === 0) {
    // For an unmerged path git passes the path alone.
    process.stdout.write(`${path}: not merged\n`);
    return;
  }
  if (sides.length < 6 || !oldFile || !newFile)
    throw new Error('git-diff takes the seven arguments git passes to an external diff');
  // git stops the whole listing when a diff program fails, so a file that can't be read is told and passed over.
  try {
    process.stdout.write(compared(path, oldFile, newFile));
  } catch (error) {
    process.stdout.write(`${path}: ${error instanceof Error ? error.message : String(error)}\n`);
  }
}

function compared(path: string, oldFile: string, newFile: string): string {
  const before = readSide(oldFile, path);
  const after = readSide(newFile, path);
  const colours = palette(process.stdout, process.env);
  if (!before.exists || !after.exists)
    return `${colours.place(path)}\n${before.exists ? 'Deleted' : 'Created'}\n`;
  if (before.binary || after.binary) return `${colours.place(path)}\nBinary files differ\n`;
  const { role, type } = kindOf(before, after);
  const { diff, summary } = diffFile({ name: path, role, type, before: before.text, after: after.text });
  return inText(path, { diff, summary, before: before.text, after: after.text }, colours);
}
