// `node dev/seed/main.ts --out DIR`: makes the sample org's repository, unless it is already there.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { writeRepository } from './repository.ts';
import { liveEdits, story } from './story.ts';

const { values } = parseArgs({ options: { out: { type: 'string' } } });
if (!values.out) {
  process.stderr.write('Usage: node dev/seed/main.ts --out DIR\n');
  process.exit(2);
}
if (!existsSync(join(values.out, '.git', 'refs', 'heads'))) writeRepository(values.out, story, liveEdits);
process.stdout.write(`${story.length} commits in ${values.out}\n`);
