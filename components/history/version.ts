// A version as the API tells of it.

import type { OutputOf } from '../../contract/index.ts';

export type Version = OutputOf<'history.list'>['versions'][number];
