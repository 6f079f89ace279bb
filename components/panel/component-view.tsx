// One component: compare and verdict on top, history, changes and access below.

import { ArrowLeft } from 'lucide-react';
import { lazy, type ReactNode, Suspense, useEffect } from 'react';
import { type ComponentKey, typeRegistry } from '#core/component.ts';
import type { OutputOf } from '../../contract/index.ts';
import { AccessTab } from '../access/access-tab.tsx';
import { HistoryTab } from '../history/history-tab.tsx';
import { pairOf, type Selection } from '../history/selection.ts';
import { useAnnounce } from '../hooks/announce.tsx';
import { useHost } from '../hooks/host.tsx';
import { type CompareResult, useCompare } from '../hooks/use-compare.ts';
import { useHistory, useVersion } from '../hooks/use-history.ts';
import { usePanelState } from '../hooks/use-panel-state.ts';
import type { useStanding } from '../hooks/use-standing.ts';
import { AlarmNote } from '../orgs/logins.tsx';
import { Button } from '../ui/button.tsx';
import { counted } from '../ui/counted.ts';
import { Skeleton } from '../ui/skeleton.tsx';
import { Tabs } from '../ui/tabs.tsx';
import { CompareButton, CompareVerdict, RefreshButton } from './compare-controls.tsx';
import { liveVersion } from './live-version.ts';
import { PanelFrame } from './panel-frame.tsx';
import type { ComponentTarget } from './target.ts';

const ChangesTab = lazy(() =>
  import('../diff/changes-tab.tsx').then((module) => ({ default: module.ChangesTab })),
);

/** No filter is on. */
const everything = {};

type TabId = 'history' | 'changes' | 'access';

export function ComponentView({
  target,
  org,
  stateKey,
  standing,
  notice,
  onOpen,
  onBack,
  compareAsked,
  onCompareTaken,
}: {
  target: ComponentTarget;
  org: NonNullable<OutputOf<'orgs.status'>['org']>;
  stateKey: string;
  standing: ReturnType<typeof useStanding>;
  /** What stands above everything of the component. */
  notice: ReactNode;
  /** Shows another component's history in this place. */
  onOpen: (component: ComponentKey) => void;
  /** Back to the component of the page, when another one is shown. */
  onBack: (() => void) | undefined;
  compareAsked: boolean;
  onCompareTaken: () => void;
}) {
  const host = useHost();
  const announce = useAnnounce();
  const [state, update] = usePanelState(stateKey);
  const filter = state?.filter ?? everything;
  const history = useHistory(target, org.orgId, filter);
  const showCompared = (result: CompareResult) => {
    announce(sentenceOf(result));
    // A first step that is not remembered is shown once more; the comparison is what matters.
    host.rememberPanelState('first-run', { tab: 'compared' }).catch(() => {});
    const live = liveVersion(result);
    if (live) update({ tab: 'changes', b: live.revision, a: undefined });
  };
  // What was shown as live is now a version: the same changes stay on screen under its name.
  const showCommitted = (revision: string) => update({ b: revision, a: undefined });
  const compare = useCompare(target, org.orgId, history.newest[0], showCompared, showCommitted);
  const gate = { orgId: org.orgId, standing };
  const runCompare = () => {
    if (!compare.run.isPending) compare.run.mutate();
  };
  useEffect(() => {
    if (!compareAsked) return;
    onCompareTaken();
    if (!compare.run.isPending) compare.run.mutate();
  }, [compareAsked, onCompareTaken, compare.run.isPending, compare.run.mutate]);

  const newest = history.newest[0]?.revision;
  const replaced = compare.superseded?.liveRevision;
  useEffect(() => {
    if (replaced && newest && state?.b === replaced) update({ b: newest, a: undefined });
  }, [replaced, newest, state?.b, update]);

  const live = compare.result && liveVersion(compare.result);
  const selection = knownSelection(state ?? {}, live?.revision);
  const a = useVersion(target, org.orgId, selection.a);
  const b = useVersion(target, org.orgId, selection.b);
  const known = (revision: string | undefined, { data }: typeof a) =>
    revision !== undefined && revision === live?.revision ? live : data;
  const [versionA, versionB] = [known(selection.a, a), known(selection.b, b)];
  const pair = pairOf(selection, selection.b ? versionB : versionA);
  const before = useVersion(target, org.orgId, typeof pair === 'string' ? undefined : pair.before);
  const chosen = { a: versionA ?? undefined, b: versionB ?? undefined };
  const fullName = history.component?.fullName ?? compare.result?.fullName ?? target.fullName;
  const tab: TabId = state?.tab === 'changes' || state?.tab === 'access' ? state.tab : 'history';

  return (
    <PanelFrame
      target={target}
      org={org}
      fullName={fullName}
      action={<CompareButton compare={compare} onCompare={runCompare} />}
      tools={
        <>
          {onBack ? (
            <Button
              variant="quiet"
              icon={<ArrowLeft aria-hidden />}
              aria-label="Back to the component on the page"
              onPress={onBack}
            />
          ) : null}
          <RefreshButton busy={history.query.isRefetching} onPress={() => void history.query.refetch()} />
        </>
      }
      verdict={
        <CompareVerdict
          label={typeRegistry[target.type].label}
          compare={compare}
          component={history.component}
          onCompare={runCompare}
          gate={gate}
        />
      }
    >
      {notice}
      {tab === 'access' && state?.records === 'org' ? null : (
        <AlarmNote org={org} onSee={() => update({ tab: 'access', records: 'org' })} />
      )}
      <Tabs<TabId>
        label="Views of this component"
        items={[
          { id: 'history', label: 'History', ...(history.query.data ? { count: history.total } : {}) },
          { id: 'changes', label: 'Changes' },
          { id: 'access', label: 'Access' },
        ]}
        selected={tab}
        onSelect={(id) => update({ tab: id })}
      >
        {state === undefined ? (
          <Skeleton label="Loading the history" rows={6} />
        ) : tab === 'history' ? (
          <HistoryTab
            history={history}
            live={live}
            filter={filter}
            onFilter={(next) => update({ filter: next, scroll: undefined })}
            start={state.scroll}
            onPlace={(scroll) => update({ scroll })}
            selection={selection}
            chosen={chosen}
            onSelect={(next: Selection) => update({ a: next.a, b: next.b })}
            onShow={(next: Selection) => update({ a: next.a, b: next.b, tab: 'changes' })}
            onOpen={onOpen}
            gate={gate}
          />
        ) : tab === 'changes' ? (
          <Suspense fallback={<Skeleton label="Loading the changes" rows={6} />}>
            <ChangesTab
              key={stateKey}
              gate={gate}
              type={target.type}
              fullName={fullName}
              pair={pair}
              before={typeof pair === 'string' ? undefined : known(pair.before ?? undefined, before)}
              after={chosen.b ?? chosen.a}
              total={history.total}
              missing={[a, b].find(({ error }) => error)}
              compare={compare}
              onHistory={() => update({ tab: 'history' })}
              onOpen={onOpen}
              seen={state.seen}
              onSeen={(seen) => update({ seen })}
            />
          </Suspense>
        ) : (
          <AccessTab
            org={org}
            type={target.type}
            fullName={fullName}
            id={target.id}
            state={state}
            update={update}
            gate={gate}
          />
        )}
      </Tabs>
    </PanelFrame>
  );
}

/** A live reading that this panel no longer has is not a choice any more. */
function knownSelection(state: { a?: string; b?: string }, liveRevision: string | undefined): Selection {
  const known = (revision: string | undefined) =>
    revision && (!revision.startsWith('live:') || revision === liveRevision) ? revision : undefined;
  const a = known(state.a);
  const b = known(state.b);
  return { ...(a ? { a } : {}), ...(b ? { b } : {}) };
}

function sentenceOf(result: CompareResult): string {
  switch (result.verdict) {
    case 'in_sync':
      return `In sync with the last commit${result.noise ? `; ${counted(result.noise, 'change')} without meaning, not counted` : ''}.`;
    case 'differs':
      return `${result.summary}${result.liveAuthor ? `, last saved by ${result.liveAuthor.name}` : ''}.`;
    case 'never_committed':
      return 'Never committed: there is no version to compare with.';
    default:
      return 'Deleted in Salesforce; its history stays.';
  }
}
