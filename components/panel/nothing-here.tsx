// The page on screen shows no component with history: says so, and what can be opened instead.

import { FileSearch } from 'lucide-react';
import { Notice } from '../ui/notice.tsx';
import { type Target, typesInWords } from './target.ts';

export function NothingHere({ target }: { target: Exclude<Target, { kind: 'component' }> }) {
  if (target.kind === 'no_tab') {
    return (
      <Notice icon={<FileSearch aria-hidden />} title="No Salesforce page in this tab.">
        <p>Open Salesforce Setup, or reload the tab if it was open before Canvasback was installed.</p>
      </Notice>
    );
  }
  return (
    <Notice
      icon={<FileSearch aria-hidden />}
      title={
        target.kind === 'unsupported_type'
          ? `No history for ${spaced(target.type)} yet.`
          : 'No component on this page.'
      }
    >
      <p>{typesInWords()} have a history: open one in Setup, and it shows here.</p>
    </Notice>
  );
}

/** `CustomObject` → `custom object` */
function spaced(type: string): string {
  return type.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
}
