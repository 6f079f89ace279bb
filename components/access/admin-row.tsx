// One entry of the administrative log: when, what was done, by whom, to which org.

import type { OutputOf } from '../../contract/index.ts';
import { Time } from '../ui/time.tsx';
import { adminWords } from './admin-words.ts';

type Entry = OutputOf<'admin.list'>['entries'][number];

/** It concerns every account of the installation alike. */
const everywhere = ({ action, detail }: Entry) =>
  detail.installation === true || /^(?:records|database)\./.test(action);

export function AdminRow({ entry }: { entry: Entry }) {
  const { at, who, org, action, detail } = entry;
  return (
    <div className="record-row">
      <Time at={at} as="clock" />
      <span className="record-what">{adminWords(entry)}</span>
      <span className="code muted record-action">{action}</span>
      <div className="record-more">
        <span className="muted">
          {who}
          {org ? `, in ${org}` : everywhere(entry) ? ', for the whole installation' : ''}
        </span>
        {action === 'key.made' && typeof detail.fingerprint === 'string' ? (
          <span className="code muted">SHA-256 {detail.fingerprint}</span>
        ) : null}
        {typeof detail.reason === 'string' ? <span className="small">{detail.reason}</span> : null}
      </div>
    </div>
  );
}
