// The two shortcuts that work on Setup's pages, as the browser has them, and the way to its own page that sets them.

import { useQuery } from '@tanstack/react-query';
import { Keyboard } from 'lucide-react';
import { useHost } from '../hooks/host.tsx';
import { Button } from '../ui/button.tsx';

export function Shortcuts() {
  const host = useHost();
  // Set on another page, so asked again whenever this one comes back.
  const shortcuts = useQuery({ queryKey: ['shortcuts'], queryFn: () => host.shortcuts(), staleTime: 0 });
  return (
    <section aria-labelledby="shortcuts">
      <h2 id="shortcuts">Shortcuts on Setup’s pages</h2>
      <dl className="keys">
        {(shortcuts.data ?? []).map(({ what, keys }) => (
          <div key={what}>
            <dt>{what}</dt>
            <dd>{keys ? <kbd>{keys}</kbd> : <span className="muted">none set</span>}</dd>
          </div>
        ))}
      </dl>
      <Button icon={<Keyboard aria-hidden />} onPress={() => void host.openShortcutSettings()}>
        Change in the browser
      </Button>
    </section>
  );
}
