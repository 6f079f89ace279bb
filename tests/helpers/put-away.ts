// Vitest runs this for each test file, also where files share their modules.

import process from 'node:process';
import { forkedMask, putAwayAtEnd } from './after-file.ts';

// A command of ours narrows it for the process it is alone in.
process.umask(forkedMask());
putAwayAtEnd();
