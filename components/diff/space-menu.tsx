// What the line lenses overlook: blank space inside lines, and blank lines.

import { Pilcrow } from 'lucide-react';
import { useEffect, useId, useRef } from 'react';
import { exactLines, type LineOptions } from '#core/diff/line-options.ts';

const choices: readonly { readonly id: LineOptions['whitespace']; readonly label: string }[] = [
  { id: 'exact', label: 'Show every difference' },
  { id: 'trailing', label: 'Ignore it at line ends' },
  { id: 'amount', label: 'Ignore how much there is' },
  { id: 'all', label: 'Ignore all of it' },
];

/** What is remembered, as options; anything unknown is exact. */
export function lineOptions(
  state: { readonly whitespace?: string; readonly blankLines?: string } | undefined,
): LineOptions {
  const whitespace = choices.find(({ id }) => id === state?.whitespace)?.id ?? exactLines.whitespace;
  return { whitespace, blankLines: state?.blankLines === 'ignore' ? 'ignore' : 'count' };
}

export function SpaceMenu({
  options,
  onChange,
}: {
  options: LineOptions;
  onChange: (options: LineOptions) => void;
}) {
  const menu = useRef<HTMLDetailsElement>(null);
  const name = useId();
  useCloseElsewhere(menu);
  const { whitespace, blankLines } = options;
  const ignores = whitespace !== 'exact' || blankLines === 'ignore';
  return (
    <details className="space-menu" ref={menu}>
      <summary
        className="button"
        data-variant="quiet"
        data-icon-only
        data-on={ignores || undefined}
        aria-label={ignores ? 'White space: partly ignored' : 'White space'}
        title="White space"
      >
        <Pilcrow aria-hidden />
      </summary>
      <fieldset className="space-choices">
        <legend>White space</legend>
        {choices.map(({ id, label }) => (
          <label key={id}>
            <input
              type="radio"
              name={name}
              checked={whitespace === id}
              onChange={() => onChange({ whitespace: id, blankLines })}
            />
            {label}
          </label>
        ))}
        <label className="apart">
          <input
            type="checkbox"
            checked={blankLines === 'ignore'}
            onChange={({ target }) =>
              onChange({ whitespace, blankLines: target.checked ? 'ignore' : 'count' })
            }
          />
          Ignore blank lines
        </label>
      </fieldset>
    </details>
  );
}

/** A click elsewhere, or Escape, closes it; Escape gives the focus back and closes nothing else. */
function useCloseElsewhere(menu: { readonly current: HTMLDetailsElement | null }): void {
  useEffect(() => {
    const close = (event: Event) => {
      if (!menu.current?.contains(event.target as Node)) menu.current?.removeAttribute('open');
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || !menu.current?.open) return;
      event.preventDefault();
      menu.current.removeAttribute('open');
      menu.current.querySelector('summary')?.focus();
    };
    document.addEventListener('pointerdown', close);
    document.addEventListener('focusin', close);
    document.addEventListener('keydown', onKey, true);
    return () => {
      document.removeEventListener('pointerdown', close);
      document.removeEventListener('focusin', close);
      document.removeEventListener('keydown', onKey, true);
    };
  }, [menu]);
}
