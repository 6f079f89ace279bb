// States of the history list: filtered, without a match, very long, with a rename and a deletion.

import type { OutputOf } from '../../contract/index.ts';
import type { HistoryFilter } from '../../utils/extension-host.ts';
import { historyAnswers } from './data/history-answers.ts';
import { manyVersions } from './data/many-versions.ts';
import type { Scene } from './fake-host.ts';

type Listed = OutputOf<'history.list'>;

/** @param stateKey where the panel keeps what is open for that component */
export function historyScenes(
  base: Scene,
  component: NonNullable<Listed['component']>,
  versions: Listed['versions'],
  stateKey: string,
): Readonly<Record<string, Scene>> {
  const shown = (all: readonly Listed['versions'][number][], filter?: HistoryFilter): Scene => ({
    ...base,
    answers: { ...base.answers, ...historyAnswers({ ...component, versions: all.length }, all) },
    panelState: { [stateKey]: { tab: 'history', ...(filter ? { filter } : {}) } },
  });
  const many = manyVersions(Date.now(), 10_000);
  const renamed = versions.map((version, index) => ({
    ...version,
    ...(index === 1
      ? { kind: 'deleted' as const, summary: 'Deleted', renamedTo: likely('Lead_Routing') }
      : {}),
    ...(version.kind === 'added'
      ? { renamedFrom: { ...likely('Route_Leads'), certainty: 'certain' as const } }
      : {}),
  }));
  return {
    'panel/history-filtered': shown(versions, { author: 'Leo Marin', kinds: ['deleted', 'recreated'] }),
    'panel/history-none': shown(versions, { words: 'nobody', author: 'Leo Marin', from: '2025-01-01' }),
    'panel/history-long': shown(many),
    'panel/history-long-filtered': shown(many, { author: 'Person Number7', words: 'decision' }),
    'panel/history-renamed': shown(renamed),
  };
}

function likely(fullName: string) {
  const evidence = 'One commit deleted it under one name and added it, nearly equal, under the other';
  return { fullName, certainty: 'likely' as const, evidence };
}
