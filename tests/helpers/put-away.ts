// Vitest runs this for each test file, also where files share their modules.

import { putAwayAtEnd } from './after-file.ts';

putAwayAtEnd();
