// Which two versions are shown, oldest first: when, by whom, and how sure.

import { ArrowRight } from 'lucide-react';
import type { Version } from '../history/version.ts';
import { Author } from '../ui/author.tsx';
import { Time } from '../ui/time.tsx';

export function Sides({
  before,
  after,
  total,
}: {
  /** `null`: there was nothing before. */
  before: Version | undefined | null;
  after: Version | undefined;
  total: number;
}) {
  return (
    <div className="sides">
      <Side version={before} letter="A" total={total} />
      <Side version={after} letter="B" total={total} />
    </div>
  );
}

function Side({
  version,
  letter,
  total,
}: {
  version: Version | undefined | null;
  letter: 'A' | 'B';
  total: number;
}) {
  if (version === null) return <span className="side muted">Nothing before</span>;
  if (!version) return <span className="side muted">Version {letter}</span>;
  const live = version.revision.startsWith('live:');
  return (
    <span className="side">
      {letter === 'B' ? <ArrowRight aria-label="to" /> : null}
      <span className="side-name">
        {live ? 'Live' : `Version ${version.number}`}
        {live ? null : <span className="visually-hidden"> of {total}</span>}
      </span>
      <span className="muted">
        <Time at={version.at} as="day" />
      </span>
      <Author author={version.author} />
    </span>
  );
}
