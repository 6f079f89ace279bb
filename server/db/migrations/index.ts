// Every change of the API database's schema, oldest first.

import type { Migration } from '../migrate.ts';
import * as first from './0001-first.ts';

export const migrations: readonly Migration[] = [{ name: '0001-first', up: first.up }];
