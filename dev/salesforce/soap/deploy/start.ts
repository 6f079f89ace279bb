// Starts deploys, for SOAP and REST alike: what is refused at once, what becomes a job, what a validation allows later.

import type { Org } from '../../state/org.ts';
import type { Person } from '../../state/people.ts';
import { ZipError, type ZipFile } from '../../zip/read.ts';
import { fault } from '../faults.ts';
import { type Job, jobsOf } from '../jobs.ts';
import type { DeployOptions } from './options.ts';
import { unzip } from './packages.ts';
import type { DeployWork } from './result.ts';
import { runDeploy } from './run.ts';

/** Options by job, for a job that has no outcome yet. */
const optionsOfJobs = new WeakMap<object, DeployOptions>();

/** Throws the fault for a zip with too many files; whatever else is wrong with it, the job tells. */
export function startDeploy(org: Org, asker: Person, zip: Buffer, options: DeployOptions): Job<DeployWork> {
  const files = readNow(zip);
  const run = async (): Promise<DeployWork> => {
    const outcome =
      files instanceof ZipError
        ? {
            status: 'Failed' as const,
            error: { code: 'UNKNOWN_EXCEPTION', message: `UNKNOWN_EXCEPTION: ${files.message}` },
            messages: [],
          }
        : await runDeploy(org, asker, files, options);
    return { options, outcome, zip: options.checkOnly ? zip : undefined };
  };
  const job = jobsOf(org).add('deploy', asker, run);
  optionsOfJobs.set(job, options);
  return job;
}

function readNow(zip: Buffer): ZipFile[] | ZipError {
  try {
    return unzip(zip);
  } catch (cause) {
    if (cause instanceof ZipError) return cause;
    throw cause;
  }
}

export function deployOptions(job: Job<DeployWork>): DeployOptions {
  const options = optionsOfJobs.get(job);
  if (!options) throw new Error(`no deploy: ${job.id}`);
  return options;
}

/** Deploys what a successful validation of the last ten days checked, without tests. */
export async function quickDeploy(org: Org, id: string | undefined, asker: Person): Promise<Job<DeployWork>> {
  const job = await jobsOf(org).find<DeployWork>('deploy', id, asker);
  const zip = job.result?.outcome.status === 'Succeeded' ? job.result.zip : undefined;
  if (!zip) throw fault('INVALID_ID_FIELD', 'Invalid validation id');
  return startDeploy(org, asker, zip, {
    ...deployOptions(job),
    checkOnly: false,
    testLevel: null,
    runTests: null,
  });
}
