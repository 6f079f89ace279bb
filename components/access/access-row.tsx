// One attempt at a token: when, what for, by whom and as whom, and what came of it.

import { Check, CircleHelp, Ellipsis, X } from 'lucide-react';
import { isMetadataType, typeRegistry } from '#core/component.ts';
import type { OutputOf } from '../../contract/index.ts';
import { type Checked, RowMark, RowWords } from '../log/row-mark.tsx';
import { Time } from '../ui/time.tsx';
import { type Outcome, purposeNames } from './records-filter.ts';

type Entry = OutputOf<'audit.list'>['entries'][number];

const outcomes = {
  granted: { word: 'granted', Mark: Check },
  refused: { word: 'refused', Mark: X },
  unknown: { word: 'outcome unknown', Mark: CircleHelp },
  pending: { word: 'under way', Mark: Ellipsis },
} as const satisfies Readonly<Record<Outcome, unknown>>;

/** `component`: whether it is named, where the list is not of one alone. `checked`: against the log, once that is known. */
export function AccessRow({
  entry,
  component,
  checked,
}: {
  entry: Entry;
  component: boolean;
  checked?: Checked | undefined;
}) {
  const { word, Mark } = outcomes[entry.outcome];
  return (
    <div className="record-row">
      <Time at={entry.at} as="clock" />
      <span className="record-what">
        <b>{purposeNames[entry.purpose]}</b>
        {component && entry.component ? <span> {componentInWords(entry.component)}</span> : null}
      </span>
      <span className="outcome" data-outcome={entry.outcome}>
        <Mark aria-hidden />
        {word}
        <RowMark checked={checked} />
      </span>
      <div className="record-more">
        <span className="muted">
          {entry.who}
          {entry.actingAs ? `, as ${entry.actingAs}` : ', before a Salesforce user was chosen'}
        </span>
        {entry.reason ? <span className="small">{entry.reason}</span> : null}
        {entry.code ? <span className="code muted">{entry.code}</span> : null}
        <RowWords checked={checked} provable={entry.provable} />
      </div>
    </div>
  );
}

/** `Flow Route_New_Leads` as the log has it, with the type as people call it. */
function componentInWords(component: string): string {
  const [type = '', ...name] = component.split(' ');
  return isMetadataType(type) ? `${typeRegistry[type].label} ${name.join(' ')}` : component;
}
