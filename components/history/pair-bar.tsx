// Two versions are being chosen: says which, and shows their difference on a press.

import { ArrowRight } from 'lucide-react';
import { useNow } from '../hooks/use-now.ts';
import { Button } from '../ui/button.tsx';
import { dayAndTime } from '../ui/time-text.ts';
import type { Selection } from './selection.ts';
import type { Version } from './version-groups.ts';

export function PairBar({
  selection,
  versions,
  onShow,
  onClear,
}: {
  selection: Selection;
  versions: readonly Version[];
  onShow: (selection: Selection) => void;
  onClear: () => void;
}) {
  const now = useNow();
  const { a, b } = selection;
  if (!a) return null;
  const name = (revision: string) => {
    if (revision.startsWith('live:')) return 'live';
    const version = versions.find((one) => one.revision === revision);
    return version ? dayAndTime(version.at, now) : revision.slice(0, 7);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a group of controls, not of form fields
    <div className="pair-bar" role="group" aria-label="Comparison of two versions">
      <span className="pair-sides">
        <b>A</b> {name(a)}
        <ArrowRight aria-label="to" />
        <b>B</b> {b ? name(b) : <span className="muted">choose one more</span>}
      </span>
      <Button variant="quiet" onPress={onClear}>
        Clear
      </Button>
      <Button variant="primary" isDisabled={!b} onPress={() => onShow(selection)}>
        Show changes
      </Button>
    </div>
  );
}
