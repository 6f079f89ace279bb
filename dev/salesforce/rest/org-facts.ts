// What the org says of its API: versions, resources, limits.

import type { Org } from '../state/org.ts';
import type { Person } from '../state/people.ts';

/** Three releases a year; 31.0 was Summer '14. */
export function versions(org: Org) {
  const { oldestVersion, latestVersion } = org.settings;
  return Array.from({ length: latestVersion - oldestVersion + 1 }, (_, index) => {
    const version = oldestVersion + index;
    const since31 = version - 31;
    const label = `${['Summer', 'Winter', 'Spring'][since31 % 3]} '${14 + Math.ceil(since31 / 3)}`;
    return { label, url: `/services/data/v${version}.0`, version: `${version}.0` };
  });
}

/** `root` is `/services/data/v66.0`. */
export function resources(org: Org, person: Person, root: string) {
  return {
    tooling: `${root}/tooling`,
    metadata: `${root}/metadata`,
    identity: `https://${org.settings.loginHost}/id/${org.settings.orgId}/${person.id}`,
    limits: `${root}/limits`,
    query: `${root}/query`,
    queryAll: `${root}/queryAll`,
    sobjects: `${root}/sobjects`,
  };
}

export function toolingResources(root: string) {
  return { query: `${root}/tooling/query`, sobjects: `${root}/tooling/sobjects` };
}

export function limits(org: Org) {
  const all = (max: number) => ({ Max: max, Remaining: max });
  return {
    ConcurrentAsyncGetReportInstances: all(200),
    ConcurrentSyncReportRuns: all(20),
    DailyApiRequests: {
      Max: org.usage.max,
      Remaining: org.faults.requestsLeft ?? org.usage.max - org.usage.used,
    },
    DailyAsyncApexExecutions: all(250_000),
    DailyBulkApiBatches: all(15_000),
    DailyBulkV2QueryJobs: all(10_000),
    DataStorageMB: { Max: 10_240, Remaining: 9871 },
    FileStorageMB: { Max: 11_264, Remaining: 11_003 },
    HourlyAsyncReportRuns: all(1200),
    HourlySyncReportRuns: all(500),
    MassEmail: all(5000),
    SingleEmail: all(5000),
  };
}
