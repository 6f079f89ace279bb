// The page on screen shows no component with history: says so, and what can be opened instead.

import { FileSearch } from 'lucide-react';
import { type MetadataType, typeRegistry } from '#core/component.ts';
import { Notice } from '../ui/notice.tsx';
import { type Target, typesInWords } from './target.ts';

export function NothingHere({ target }: { target: Exclude<Target, { kind: 'component' }> }) {
  if (target.kind === 'ambiguous') {
    return (
      <Notice icon={<FileSearch aria-hidden />} title="This address does not say which kind it is.">
        <p>
          {anyOf(target.types)} may have this id, and the history knows none that has it. Open it from its
          list in Setup: the address there says which.
        </p>
      </Notice>
    );
  }
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

/** `A queue or public group`, in the words of the types. */
function anyOf(types: readonly MetadataType[]): string {
  const labels = types.map((type) => typeRegistry[type].label.toLowerCase());
  const all = [labels.slice(0, -1).join(', '), labels.at(-1)].filter(Boolean).join(' or ');
  return /^[aeiou]/.test(all) ? `An ${all}` : `A ${all}`;
}

/** `CustomObject` → `custom object` */
function spaced(type: string): string {
  return type.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
}
