// What the org keeps on disk, and when it is written.

import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { Ledger } from '../../../dev/salesforce/state/ledger.ts';

const dir = mkdtempSync(join(tmpdir(), 'ledger-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const edit = { type: 'ApexClass', fullName: 'A', files: {}, by: 'ada.king@acme.example', at: 1 };
const row = { action: 'changedApexClass', section: 'Apex Class', display: 'Changed A', userId: '005', at: 1 };

test('what is added together is written once, at the end, even when something went wrong', async () => {
  const file = join(dir, 'org.json');
  const ledger = new Ledger(dir);
  const work = ledger.together(async () => {
    ledger.addEdit(edit, row);
    ledger.addEdit(edit, row);
    expect(existsSync(file)).toBe(false);
    throw new Error('half way');
  });
  await expect(work).rejects.toThrow('half way');
  expect(new Ledger(dir).edits).toHaveLength(2);
  ledger.addEdit(edit, row);
  expect(new Ledger(dir).edits).toHaveLength(3);
});
