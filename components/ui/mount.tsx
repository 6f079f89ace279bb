// Mounts one of our pages: styles, host, live region, and a net under everything.

import { type ReactNode, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import type { ExtensionHost } from '../../utils/extension-host.ts';
import { AnnounceProvider } from '../hooks/announce.tsx';
import { HostProvider } from '../hooks/host.tsx';
import { useAppearance } from '../hooks/use-settings.ts';
import { CrashNet } from './crash-net.tsx';
import './tokens.css';
import './base.css';
import './controls.css';

/** Draws `page` into the document; returns the way to take it down. */
export async function mount(
  host: ExtensionHost | Promise<ExtensionHost>,
  page: ReactNode,
  into: HTMLElement | null = document.getElementById('root'),
): Promise<() => void> {
  if (!into) throw new Error('The page has no element with the id root');
  const root = createRoot(into);
  root.render(
    <StrictMode>
      <CrashNet>
        <HostProvider host={await host}>
          <Appearance />
          <AnnounceProvider>{page}</AnnounceProvider>
        </HostProvider>
      </CrashNet>
    </StrictMode>,
  );
  return () => root.unmount();
}

function Appearance() {
  useAppearance();
  return null;
}
