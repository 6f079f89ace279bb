// Two versions are being chosen: says which, and shows their difference on a press.

import { ArrowRight } from 'lucide-react';
import { useNow } from '../hooks/use-now.ts';
import { Button } from '../ui/button.tsx';
import { dayAndTime } from '../ui/time-text.ts';
import type { Selection } from './selection.ts';
import type { Version } from './version.ts';

export function PairBar({
  selection,
  chosen,
  onShow,
  onClear,
}: {
  selection: Selection;
  chosen: { readonly a: Version | undefined; readonly b: Version | undefined };
  onShow: (selection: Selection) => void;
  onClear: () => void;
}) {
  const now = useNow();
  const { a, b } = selection;
  if (!a) return null;
  const name = (revision: string, version: Version | undefined) => {
    if (revision.startsWith('live:')) return 'live';
    return version ? dayAndTime(version.at, now) : revision.slice(0, 7);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a group of controls, not of form fields
    <div className="pair-bar" role="group" aria-label="Comparison of two versions">
      <span className="pair-sides">
        <b>A</b> {name(a, chosen.a)}
        <ArrowRight aria-label="to" />
        <b>B</b> {b ? name(b, chosen.b) : <span className="muted">choose one more</span>}
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
