// One version: when, who and how sure, and the change itself in one sentence. The list around it handles mouse and keys.

import { memo } from 'react';
import { Author, CertaintyMark } from '../ui/author.tsx';
import { counted } from '../ui/counted.ts';
import { Time } from '../ui/time.tsx';
import type { Version } from './version.ts';

export const VersionRow = memo(function VersionRow({
  version,
  live,
  index,
  count,
  side,
  pairing,
  stop,
}: {
  /** Undefined while it is on its way. */
  version: Version | undefined;
  live: boolean;
  /** Its place among all rows, from 0. */
  index: number;
  count: number;
  /** Chosen as this side. */
  side: 'A' | 'B' | undefined;
  /** True when two are being chosen: a lone B is shown as a plain choice. */
  pairing: boolean;
  /** True for the one row that Tab reaches. */
  stop: boolean;
}) {
  return (
    <div
      role="option"
      aria-selected={side !== undefined}
      aria-posinset={index + 1}
      aria-setsize={count}
      aria-busy={!version || undefined}
      tabIndex={stop ? 0 : -1}
      className="version"
      data-index={index}
      data-kind={live ? 'live' : version?.kind}
    >
      {version ? (
        <Content version={version} live={live} side={side} pairing={pairing} />
      ) : (
        <>
          <span className="visually-hidden">Loading this version</span>
          <span className="skeleton-bar version-bar" aria-hidden="true" />
        </>
      )}
    </div>
  );
});

function Content({
  version,
  live,
  side,
  pairing,
}: {
  version: Version;
  live: boolean;
  side: 'A' | 'B' | undefined;
  pairing: boolean;
}) {
  const tag = tagOf(version, live);
  const { message, note, renamedFrom, renamedTo } = version;
  return (
    <>
      <span
        className="version-mark"
        data-side={side}
        title={side ? 'Take out of the comparison' : 'Choose for a comparison of two'}
        aria-hidden="true"
      >
        <span className="version-circle">{pairing ? side : side && '✓'}</span>
      </span>
      <span className="version-time">
        <Time at={version.at} as="clock" />
      </span>
      <span className="version-author">
        <Author author={version.author} />
      </span>
      <span className="version-text">
        <span className="version-summary">
          {version.kind === 'unavailable' ? 'Content not available' : version.summary}
        </span>
        {renamedFrom ? <OtherName words="Renamed from" name={renamedFrom} /> : null}
        {renamedTo ? <OtherName words="Renamed to" name={renamedTo} /> : null}
        {message && message !== version.summary ? (
          <span className="version-message muted small ellipsis" title={message}>
            {message}
          </span>
        ) : null}
        {note ? <span className="version-note small">{note}</span> : null}
        {version.noise && !version.changes ? (
          <span className="visually-hidden">, {counted(version.noise, 'change')} without meaning</span>
        ) : null}
      </span>
      {tag ? (
        <span className="version-tag" data-tag={live ? 'live' : version.kind}>
          {tag.sign ? <span aria-hidden="true">{tag.sign} </span> : null}
          {tag.word}
        </span>
      ) : null}
      {side && pairing ? <span className="visually-hidden">, chosen as {side}</span> : null}
    </>
  );
}

/** An option may hold nothing that is pressed for itself: the list takes the click, and R on the keyboard. */
function OtherName({ words, name }: { words: string; name: NonNullable<Version['renamedFrom']> }) {
  return (
    <span className="version-renamed small" title={name.evidence}>
      {words}{' '}
      <span className="version-name" data-open={name.fullName} title={`Open the history of ${name.fullName}`}>
        {name.fullName}
      </span>{' '}
      <CertaintyMark certainty={name.certainty} evidence={name.evidence} />
    </span>
  );
}

const tags: Readonly<Record<Version['kind'], { sign: string; word: string } | undefined>> = {
  added: { sign: '+', word: 'added' },
  changed: undefined,
  deleted: { sign: '−', word: 'deleted' },
  recreated: { sign: '+', word: 'recreated' },
  unavailable: undefined,
};

function tagOf(version: Version, live: boolean): { sign: string; word: string } | undefined {
  return live ? { sign: '', word: 'live' } : tags[version.kind];
}
