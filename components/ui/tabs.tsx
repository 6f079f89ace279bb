// Tabs after the ARIA pattern. Ours and not React Aria's: its collections alone would cost a fifth of the panel's budget.

import { type ReactNode, useEffect, useId, useRef } from 'react';
import { formatCount } from './counted.ts';
import { moveFocus } from './move-focus.ts';

export interface TabItem<Id extends string> {
  readonly id: Id;
  readonly label: string;
  readonly count?: number;
}

/** Draws the tab list and, below it, the panel of the selected tab. */
export function Tabs<Id extends string>({
  label,
  items,
  selected,
  onSelect,
  end,
  children,
}: {
  label: string;
  items: readonly TabItem<Id>[];
  selected: Id;
  onSelect: (id: Id) => void;
  /** What stands at the right end of the tab row. */
  end?: ReactNode;
  children: ReactNode;
}) {
  const base = useId();
  const shown = useRef(selected);
  const inPanel = useRef(false);
  useEffect(() => {
    if (shown.current === selected) return;
    shown.current = selected;
    // What had the focus went away with the other tab's content: the keyboard must not start over at the top.
    // Never otherwise: a docked panel must not take the focus from the page around it.
    if (inPanel.current && document.activeElement === document.body)
      document.getElementById(`${base}${selected}`)?.focus();
  }, [selected, base]);
  return (
    <>
      <div className="tabrow">
        <div
          role="tablist"
          aria-label={label}
          className="tablist"
          onKeyDown={(event) => {
            const target = moveFocus(event, '[role=tab]', 'x');
            if (target?.dataset.tab) onSelect(target.dataset.tab as Id);
          }}
        >
          {items.map((item) => (
            <button
              key={item.id}
              type="button"
              role="tab"
              id={`${base}${item.id}`}
              data-tab={item.id}
              className="tab"
              aria-selected={item.id === selected}
              aria-controls={`${base}panel`}
              tabIndex={item.id === selected ? 0 : -1}
              onClick={() => onSelect(item.id)}
            >
              {item.label}
              {item.count === undefined ? null : <span className="count"> {formatCount(item.count)}</span>}
            </button>
          ))}
        </div>
        {end}
      </div>
      <div
        role="tabpanel"
        id={`${base}panel`}
        aria-labelledby={`${base}${selected}`}
        className="tabpanel"
        onFocus={() => {
          inPanel.current = true;
        }}
        onBlur={(event) => {
          // Nothing gets the focus when its element is taken away.
          if (event.relatedTarget) inPanel.current = false;
        }}
      >
        {children}
      </div>
    </>
  );
}
