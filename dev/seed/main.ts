// `node dev/seed/main.ts --out DIR`: makes the sample org's repository, unless it is already there.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { out: { type: 'string' } } });
if (!values.out) {
  process.stderr.write('Usage: node dev/seed/main.ts --out DIR\n');
  process.exit(2);
}
if (existsSync(join(values.out, '.git', 'refs', 'heads'))) {
  process.stdout.write(`It is there already: ${values.out}\n`);
} else {
  // Telling the story takes longer than everything else, and only the first start needs it.
  const [{ liveEdits, story }, { writeRepository }] = await Promise.all([
    import('./story.ts'),
    import('./repository.ts'),
  ]);
  writeRepository(values.out, story, liveEdits);
  process.stdout.write(`${story.length} commits in ${values.out}\n`);
}
