// The one live region of a page: every change of state is spoken as one sentence.

import { createContext, type ReactNode, useCallback, useContext, useState } from 'react';

const AnnounceContext = createContext<(sentence: string) => void>(() => {});

export function AnnounceProvider({ children }: { children: ReactNode }) {
  const [said, setSaid] = useState({ sentence: '', turn: 0 });
  const announce = useCallback((sentence: string) => {
    setSaid((last) => ({ sentence, turn: last.turn + 1 }));
  }, []);
  return (
    <AnnounceContext value={announce}>
      {children}
      <div role="status" aria-live="polite" className="visually-hidden">
        {/* A new element for each turn, so that the same sentence is spoken twice. */}
        <span key={said.turn}>{said.sentence}</span>
      </div>
    </AnnounceContext>
  );
}

export function useAnnounce(): (sentence: string) => void {
  return useContext(AnnounceContext);
}
