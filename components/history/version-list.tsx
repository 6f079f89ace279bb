// The list itself: one stop for Tab, arrows walk, Enter shows, Space, A and B choose two.

import { type KeyboardEvent, useId, useState } from 'react';
import { moveFocus } from '../ui/move-focus.ts';
import { chooseA, chooseB, chooseOne, type Selection, toggle } from './selection.ts';
import type { DayGroup } from './version-groups.ts';
import { VersionRow } from './version-row.tsx';

export function VersionList({
  groups,
  liveRevision,
  order,
  selection,
  onSelect,
  onShow,
}: {
  groups: readonly DayGroup[];
  liveRevision: string | undefined;
  /** All revisions newest first, also those that the filter hides. */
  order: readonly string[];
  selection: Selection;
  onSelect: (selection: Selection) => void;
  onShow: (selection: Selection) => void;
}) {
  const hint = useId();
  const [focused, setFocused] = useState<string>();
  const shown = groups.flatMap((group) => group.versions.map((version) => version.revision));
  const stop =
    [focused, selection.b, selection.a].find((revision) => revision && shown.includes(revision)) ?? shown[0];

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (moveFocus(event, '[role=option]', 'y')) return;
    const revision = (event.target as HTMLElement).dataset.revision;
    if (!revision || event.altKey || event.ctrlKey || event.metaKey) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (key === 'Enter') onShow(chooseOne(revision));
    else if (key === ' ') onSelect(toggle(selection, revision, order));
    else if (key === 'a') onSelect(chooseA(selection, revision));
    else if (key === 'b') onSelect(chooseB(selection, revision));
    else return;
    event.preventDefault();
  };

  return (
    <>
      <p id={hint} className="visually-hidden">
        Enter shows a version’s changes. Space, A and B choose two versions to compare.
      </p>
      <div
        role="listbox"
        aria-label="Versions"
        aria-multiselectable="true"
        aria-describedby={hint}
        className="versions"
        onKeyDown={onKeyDown}
        onFocus={(event) => setFocused((event.target as HTMLElement).dataset.revision)}
      >
        {groups.map((group) => (
          // biome-ignore lint/a11y/useSemanticElements: a listbox may only hold groups and options
          <div key={group.label} role="group" aria-label={group.label}>
            <div className="day" aria-hidden="true">
              {group.label}
            </div>
            {group.versions.map((version) => (
              <VersionRow
                key={version.revision}
                version={version}
                live={version.revision === liveRevision}
                side={
                  version.revision === selection.a ? 'A' : version.revision === selection.b ? 'B' : undefined
                }
                pairing={selection.a !== undefined}
                stop={version.revision === stop}
                onShow={() => onShow(chooseOne(version.revision))}
                onToggle={() => onSelect(toggle(selection, version.revision, order))}
              />
            ))}
          </div>
        ))}
      </div>
    </>
  );
}
