// A block leaves its trace where the operator and, for a person, an auditor look.

import { expect, test } from 'vitest';
import { recordBlock } from '../../../server/http/record-block.ts';
import { createLog } from '../../../server/log.ts';
import { openTestDatabase } from '../../helpers/databases.ts';

test('is an alarm in the operator’s log, and a person’s is in the administrative log for good', async () => {
  const db = await openTestDatabase();
  const lines: string[] = [];
  const log = createLog({ destination: { write: (line) => lines.push(line) } });
  const record = recordBlock({ db, log, now: () => 7 });
  await record({ of: 'address', key: '198.51.100.7', seconds: 60, nth: 1 });
  await record({ of: 'person', key: 'auth0|ada', seconds: 300, nth: 2 });
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { level: 'warn', log: 'operator', alarm: 'blocked', address: '198.51.100.7', seconds: 60, nth: 1 },
    { level: 'warn', log: 'operator', alarm: 'blocked', person: 'auth0|ada', seconds: 300, nth: 2 },
  ]);
  const rows = await db.selectFrom('admin_log').selectAll().execute();
  expect(rows).toMatchObject([{ at: 7, subject: 'auth0|ada', action: 'connect.blocked', org_id: null }]);
  expect(JSON.parse(rows[0]?.detail ?? '')).toEqual({ seconds: 300, nth: 2 });
  await db.destroy();
});
