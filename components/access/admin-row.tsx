// One entry of the administrative log: when, what was done, by whom, to which org.

import type { OutputOf } from '../../contract/index.ts';
import { Time } from '../ui/time.tsx';
import { adminWords } from './admin-words.ts';

export function AdminRow({ entry }: { entry: OutputOf<'admin.list'>['entries'][number] }) {
  const { at, who, org, action, detail } = entry;
  return (
    <div className="record-row">
      <Time at={at} as="clock" />
      <span className="record-what">{adminWords(entry)}</span>
      <span className="code muted record-action">{action}</span>
      <div className="record-more">
        <span className="muted">
          {who}
          {org ? `, in ${org}` : ''}
        </span>
        {typeof detail.reason === 'string' ? <span className="small">{detail.reason}</span> : null}
      </div>
    </div>
  );
}
