// A process of its own that purges a text, and dies at a step when it is told to.

import process from 'node:process';
import { openHistory } from '../../../server/history/open.ts';
import { purge } from '../../../server/history/purge/purge.ts';

const [data = '', database = '', orgId = '', text = '', dieAt = ''] = process.argv.slice(2);
const history = await openHistory({ data, database });
await purge(history, {
  orgId,
  wanted: { kind: 'text', texts: [text] },
  onStep(step) {
    if (step === dieAt) process.kill(process.pid, 'SIGKILL');
  },
});
await history.close();
