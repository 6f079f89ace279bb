// A log that is chosen among several, filtered, and read to its end.

import { ScrollText, SearchX } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import type { OutputOf } from '../../contract/index.ts';
import type { RecordsFilter } from '../../utils/extension-host.ts';
import { FilterHead } from '../filters/filter-head.tsx';
import { useLog, useRowChecks } from '../hooks/use-log.ts';
import { type Records as Loaded, useRecords } from '../hooks/use-records.ts';
import { LogLine } from '../log/log-line.tsx';
import { type Gate, GatedProblem } from '../orgs/gated-problem.tsx';
import { SetupLink } from '../orgs/setup-link.tsx';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { ProblemNotice } from '../ui/problem-notice.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { Time } from '../ui/time.tsx';
import { AccessRow } from './access-row.tsx';
import { AdminRow } from './admin-row.tsx';
import { RecordList } from './record-list.tsx';
import { accessInput, adminInput, chipsOf } from './records-filter.ts';
import { AccessForm, AdminForm } from './records-form.tsx';
import type { LogChoice } from './scope.ts';
import './access.css';

interface Props {
  readonly choices: readonly LogChoice[];
  readonly chosen: LogChoice;
  readonly onChoose: (id: string) => void;
  readonly filter: RecordsFilter;
  readonly onFilter: (filter: RecordsFilter) => void;
  /** Where Salesforce's word is needed first, the way to get it. */
  readonly gate?: Gate | undefined;
  /** What stands over the entries. */
  readonly above?: ReactNode;
}

export function Records(props: Props) {
  const { chosen } = props;
  return chosen.log === 'admin' ? (
    <AdminRecords {...props} />
  ) : (
    <AccessRecords key={chosen.id} {...props} chosen={chosen} />
  );
}

function AccessRecords(props: Props & { chosen: Extract<LogChoice, { log: 'access' }> }) {
  const { chosen, filter, onFilter } = props;
  const { scope, apiHost, ended } = chosen;
  const records = useRecords('audit.list', { ...scope, ...accessInput(filter, scope) });
  const rows = useRowChecks(scope.orgId, records.pages, useLog());
  return (
    <Log
      {...props}
      records={records}
      leftOut={records.pages?.[0]?.leftOut}
      opener="Filter by person, purpose, outcome and date"
      form={<AccessForm scope={scope} filter={filter} onChange={onFilter} />}
      about={
        <>
          <p>
            Each time somebody wanted a Salesforce token{scope.type ? ' because of this component' : ''}, and
            what came of it.
          </p>
          <LogLine rows={rows} />
          {ended ? (
            <p>
              {ended.by} disconnected this org on <Time at={ended.at} as="day" />. Shown is the time in which
              it was connected to your account; nothing that came later.
            </p>
          ) : null}
          <p className="records-links">
            What Salesforce recorded itself: <SetupLink apiHost={apiHost} to="logins" />{' '}
            <SetupLink apiHost={apiHost} to="usage" /> <SetupLink apiHost={apiHost} to="trail" />
          </p>
        </>
      }
      empty={
        scope.type
          ? 'Nobody has wanted a token because of this component yet.'
          : 'Nobody has wanted a token of this org yet.'
      }
      draw={(entry: OutputOf<'audit.list'>['entries'][number]) => (
        <AccessRow
          entry={entry}
          component={!scope.type}
          checked={entry.provable ? rows.of.get(entry.index) : undefined}
        />
      )}
      // Of before the account had a log of its own: numbered in another.
      keyOf={({ index, provable }) => (provable ? index : -2 - index)}
    />
  );
}

function AdminRecords(props: Props) {
  const { filter, onFilter } = props;
  const records = useRecords('admin.list', adminInput(filter));
  return (
    <Log
      {...props}
      records={records}
      opener="Filter by person, kind and date"
      form={<AdminForm filter={filter} onChange={onFilter} />}
      about={
        <>
          <p>
            What was changed about your account: people, connections, history, signing keys; and what the
            operator did to the whole installation. For owners. This list is not part of the audit log that is
            checked here.
          </p>
          {records.pages?.some(({ keysMissing }) => keysMissing) ? (
            <p role="status" className="problem-line">
              What happened to signing keys is missing: the delegation service, which records it, does not
              answer.{' '}
              <Button
                variant="quiet"
                busy={records.query.isFetching}
                onPress={() => void records.query.refetch()}
              >
                Try again
              </Button>
            </p>
          ) : null}
        </>
      }
      empty="Nothing was changed yet."
      draw={(entry: OutputOf<'admin.list'>['entries'][number]) => <AdminRow entry={entry} />}
      keyOf={({ id }) => id}
    />
  );
}

function Log<N extends 'audit.list' | 'admin.list', Entry extends OutputOf<N>['entries'][number]>({
  choices,
  chosen,
  onChoose,
  filter,
  onFilter,
  gate,
  above,
  records,
  leftOut,
  opener,
  form,
  about,
  empty,
  draw,
  keyOf,
}: Props & {
  records: Loaded<N>;
  /** Entries that are not listed though they match: routine. */
  leftOut?: number | undefined;
  opener: string;
  form: ReactNode;
  about: ReactNode;
  empty: string;
  draw: (entry: Entry) => ReactNode;
  keyOf: (entry: Entry) => string | number;
}) {
  const id = useId();
  const { query, total, matching } = records;
  const entries = records.entries as readonly Entry[] | undefined;
  const chips = chipsOf(filter, leftOut);
  const routine = chips.find(({ standing }) => standing);
  const retry = () => void query.refetch();
  const problem = query.error ? (
    gate && chosen.log === 'access' ? (
      <GatedProblem error={query.error} gate={gate} retrying={query.isFetching} onRetry={retry} />
    ) : (
      <ProblemNotice error={query.error} retrying={query.isFetching} onRetry={retry} />
    )
  ) : null;
  return (
    <div className="records">
      <FilterHead<RecordsFilter>
        start={() => (
          <>
            <label htmlFor={id} className="visually-hidden">
              Which log
            </label>
            <select
              id={id}
              className="input"
              value={chosen.id}
              onChange={({ target }) => onChoose(target.value)}
            >
              {choices.map((choice) => (
                <option key={choice.id} value={choice.id}>
                  {choice.label}
                </option>
              ))}
            </select>
          </>
        )}
        opener={opener}
        group="Choose which entries to show"
        form={form}
        things="entries"
        matching={matching}
        total={entries && total}
        filtered={chips.length > 0}
        busy={query.isPlaceholderData}
        chips={chips}
        onChange={onFilter}
      />
      {problem}
      {entries === undefined ? (
        problem ? null : (
          <Skeleton label="Loading the log" rows={5} />
        )
      ) : (
        <>
          {above ? <div className="records-above">{above}</div> : null}
          <div className="records-about muted small">{about}</div>
          {entries.length > 0 ? (
            <RecordList
              key={query.isPlaceholderData ? 'before' : JSON.stringify([chosen.id, filter])}
              label="Entries"
              rows={entries.map((entry) => ({ key: keyOf(entry), at: entry.at, entry }))}
              matching={matching}
              more={query.hasNextPage && !query.isError ? query.fetchNextPage : undefined}
              draw={({ entry }) => draw(entry)}
            />
          ) : chips.some(({ standing }) => !standing) ? (
            <Notice
              icon={<SearchX aria-hidden />}
              title="No entry matches."
              actions={<Button onPress={() => onFilter({})}>Clear filters</Button>}
            />
          ) : routine ? (
            <Notice
              icon={<ScrollText aria-hidden />}
              title="Only routine checks so far."
              actions={<Button onPress={() => onFilter(routine.without)}>Show them</Button>}
            />
          ) : (
            <Notice icon={<ScrollText aria-hidden />} title="No entries yet.">
              <p className="muted">{empty}</p>
            </Notice>
          )}
        </>
      )}
    </div>
  );
}
