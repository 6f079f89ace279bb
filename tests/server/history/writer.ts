// A process of its own that captures one class again and again and prints what was acknowledged.

import process from 'node:process';
import { capture } from '../../../server/history/capture.ts';
import { openHistory } from '../../../server/history/open.ts';

const [data = '', database = '', orgId = '', fullName = '', count = '0'] = process.argv.slice(2);
const history = await openHistory({ data, database });
for (let index = 0; index < Number(count); index += 1) {
  const text = `class ${fullName} { /* ${index} */ }\n`;
  const version = await capture(history, {
    orgId,
    source: { type: 'ApexClass', fullName, files: [{ role: 'content', name: `${fullName}.cls`, text }] },
    author: { userId: '005', name: fullName },
    at: 1_750_000_000_000,
    committer: { id: 'writer', name: 'Writer' },
    lane: 'tooling',
    apiVersion: '66.0',
  });
  process.stdout.write(`${version?.revision ?? 'nothing'}\n`);
}
await history.close();
