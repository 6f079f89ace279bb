// Styles and scripts of the pages, read from the folder beside this file.

import { readFileSync } from 'node:fs';
import type { Reply } from '../http/exchange.ts';

const kinds: Record<string, string> = {
  'login.css': 'text/css; charset=utf-8',
  'setup.css': 'text/css; charset=utf-8',
  'page.css': 'text/css; charset=utf-8',
  'builder.css': 'text/css; charset=utf-8',
  'frame.css': 'text/css; charset=utf-8',
  'setup.js': 'text/javascript; charset=utf-8',
  'frame.js': 'text/javascript; charset=utf-8',
};

export function asset(path: string): Reply | undefined {
  const name = path.slice('/assets/'.length);
  const type = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
  if (type === undefined) return undefined;
  const body = readFileSync(new URL(`./client/${name}`, import.meta.url));
  return { status: 200, headers: { 'content-type': type, 'cache-control': 'max-age=60' }, body };
}
