// `canvasback audit export`: writes one account's log into a new file, a thousand entries at a time.

import { open, rm } from 'node:fs/promises';
import { exportLines } from '../../server/audit/export.ts';
import { type OpenLog, treeOf } from './log.ts';

const atOnce = 1 << 20;

/** Answers with the number of entries. What was begun and could not be finished is removed. */
export async function exportLog({ db, service }: OpenLog, tenant: string, file: string): Promise<number> {
  await treeOf({ db }, tenant);
  const handle = await open(file, 'wx', 0o600).catch((error: NodeJS.ErrnoException) => {
    const why = error.code === 'EEXIST' ? 'it is there already, and no file is overwritten' : error.code;
    throw new Error(`${file} cannot be written: ${why}.`);
  });
  let entries = 0;
  try {
    let text = '';
    for await (const line of exportLines(db, service, tenant)) {
      text += `${JSON.stringify(line)}\n`;
      if (line.type === 'entry') entries += 1;
      if (text.length < atOnce) continue;
      await handle.writeFile(text);
      text = '';
    }
    await handle.writeFile(text);
    await handle.sync();
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
  return entries;
}
