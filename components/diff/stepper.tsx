// Walks through the changes: `2 of 7`, with n and p or the two buttons.

import { ArrowDown, ArrowUp } from 'lucide-react';
import { Button } from '../ui/button.tsx';
import { counted, formatCount } from '../ui/counted.ts';

export function Stepper({
  current,
  count,
  more,
  onStep,
}: {
  current: number | undefined;
  count: number;
  /** There are more changes than were found so far. */
  more: boolean;
  onStep: (by: 1 | -1) => void;
}) {
  if (count === 0) return null;
  return (
    // biome-ignore lint/a11y/useSemanticElements: two buttons that belong together, no form
    <div className="stepper" role="group" aria-label="Step through the changes">
      <Button
        variant="quiet"
        icon={<ArrowUp aria-hidden />}
        aria-label="Previous change"
        onPress={() => onStep(-1)}
      />
      <span className="nowrap">
        {current === undefined
          ? counted(count, 'change')
          : `${formatCount(current + 1)} of ${formatCount(count)}`}
        {more ? ' so far' : ''}
      </span>
      <Button
        variant="quiet"
        icon={<ArrowDown aria-hidden />}
        aria-label="Next change"
        onPress={() => onStep(1)}
      />
    </div>
  );
}
