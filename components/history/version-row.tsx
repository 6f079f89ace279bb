// One version: when, who and how sure, and the change itself in one sentence.

import { memo } from 'react';
import { Author } from '../ui/author.tsx';
import { counted } from '../ui/counted.ts';
import { Time } from '../ui/time.tsx';
import type { Version } from './version-groups.ts';

export const VersionRow = memo(function VersionRow({
  version,
  live,
  side,
  pairing,
  stop,
  onShow,
  onToggle,
}: {
  version: Version;
  live: boolean;
  /** Chosen as this side. */
  side: 'A' | 'B' | undefined;
  /** True when two are being chosen: a lone B is shown as a plain choice. */
  pairing: boolean;
  /** True for the one row that Tab reaches. */
  stop: boolean;
  onShow: () => void;
  onToggle: () => void;
}) {
  const word = tagOf(version, live);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list handles keys for its options
    <div
      role="option"
      aria-selected={side !== undefined}
      tabIndex={stop ? 0 : -1}
      className="version"
      data-revision={version.revision}
      data-kind={live ? 'live' : version.kind}
      onClick={onShow}
    >
      <span
        className="version-mark"
        data-side={side}
        title={side ? 'Take out of the comparison' : 'Choose for a comparison of two'}
        aria-hidden="true"
        onClick={(event) => {
          event.stopPropagation();
          onToggle();
        }}
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
        {version.message && version.message !== version.summary ? (
          <span className="version-message muted small ellipsis" title={version.message}>
            {version.message}
          </span>
        ) : null}
        {version.note ? <span className="version-note small">{version.note}</span> : null}
        {version.noise && !version.changes ? (
          <span className="visually-hidden">, {counted(version.noise, 'change')} without meaning</span>
        ) : null}
      </span>
      {word ? (
        <span className="version-tag" data-tag={word}>
          {word}
        </span>
      ) : null}
      {side && pairing ? <span className="visually-hidden">, chosen as {side}</span> : null}
    </div>
  );
});

function tagOf(version: Version, live: boolean): string | undefined {
  if (live) return 'live';
  const words: Partial<Record<Version['kind'], string>> = {
    added: 'first',
    deleted: 'deleted',
    recreated: 'recreated',
  };
  return words[version.kind];
}
