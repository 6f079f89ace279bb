// What `npm start` was asked to do.

import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { WorldProblem } from '../world/problem.ts';

export interface StartArguments {
  readonly help: boolean;
  readonly data: string;
  readonly project?: string | undefined;
  readonly live?: string | undefined;
  readonly port?: number | undefined;
  /** `window`: a visible one; `headless`: with remote debugging; `none`: servers only. */
  readonly browser: 'window' | 'headless' | 'none';
}

export const usage = `npm start -- [options]

  --project DIR   use this git repository in SFDX source format as the org; it is read in place
  --live REV      the revision that is the live org (default: HEAD); history stays HEAD’s
  --data DIR      where keys, databases, history and logs are kept (default: .data)
  --port BASE     first of six ports in a row (default: 7780)
  --headless      a browser without a window, with remote debugging
  --no-browser    the servers alone
`;

/** `checkout` is where a data folder goes by default; `here` is what paths are relative to. */
export function readArguments(args: readonly string[], checkout: string, here: string): StartArguments {
  let values: Record<string, string | boolean | undefined>;
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: {
        project: { type: 'string' },
        live: { type: 'string' },
        data: { type: 'string' },
        port: { type: 'string' },
        headless: { type: 'boolean' },
        'no-browser': { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    }));
  } catch (cause) {
    throw new WorldProblem((cause as Error).message.replace(/\. .*/s, '.'), usage, { cause });
  }
  const text = (name: string) => (typeof values[name] === 'string' ? values[name] : undefined);
  const project = text('project');
  const port = text('port');
  if (port !== undefined && !/^\d+$/.test(port))
    throw new WorldProblem(`--port ${port} is not a number.`, usage);
  const folder = text('data') ?? (project ? defaultProjectData(checkout, resolve(here, project)) : undefined);
  return {
    help: values.help === true,
    data: folder === undefined ? resolve(checkout, '.data') : resolve(here, folder),
    project: project === undefined ? undefined : resolve(here, project),
    live: text('live'),
    port: port === undefined ? undefined : Number(port),
    browser: values['no-browser'] ? 'none' : values.headless ? 'headless' : 'window',
  };
}

/** Each project has a data folder of its own, so that its history never meets another org's. */
function defaultProjectData(checkout: string, project: string): string {
  const name = project
    .split(/[\\/]/)
    .filter(Boolean)
    .slice(-2)
    .join('-')
    .replace(/[^\w.-]/g, '_');
  return resolve(checkout, '.data', 'projects', name);
}
