// The live component as the top row of its history, while a compare is fresh.

import type { Version } from '../history/version.ts';
import type { CompareResult } from '../hooks/use-compare.ts';

/** Undefined when there is nothing to show or commit: deleted, or equal to the last commit in every byte that counts. */
export function liveVersion(result: CompareResult): Version | undefined {
  if (!result.liveRevision) return undefined;
  if (result.verdict === 'in_sync' && result.noise === 0) return undefined;
  return {
    revision: result.liveRevision,
    number: (result.base?.number ?? 0) + 1,
    ...(result.base ? { previous: result.base.revision } : {}),
    kind: 'changed',
    at: result.liveAt ?? result.comparedAt,
    author: result.liveAuthor ?? {
      name: 'Unknown',
      certainty: 'unknown',
      evidence: 'Salesforce named nobody',
    },
    summary: result.verdict === 'never_committed' ? 'Never committed' : result.summary,
    changes: result.changes,
    noise: result.noise,
    message: '',
    ...(result.note ? { note: result.note } : {}),
    origin: 'captured',
  };
}
