// The button that saves what this browser kept of the log: what an export is checked against, and what is shown to others.

import { useMutation } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useAnnounce } from '../hooks/announce.tsx';
import { useHost } from '../hooks/host.tsx';
import { problemOf } from '../hooks/problem.ts';
import { Button } from '../ui/button.tsx';
import { saveFile } from '../ui/save-file.ts';
import { fileName } from './log-words.ts';

export function SaveKept({ evidence = false }: { evidence?: boolean }) {
  const host = useHost();
  const announce = useAnnounce();
  const save = useMutation<string, Error, void>({
    mutationFn: () => host.keptLog(),
    onSuccess: (text) => {
      const start = evidence ? 'canvasback-audit-evidence' : 'canvasback-audit-kept';
      saveFile(fileName(start, 'txt', new Date().toISOString()), text);
      announce(evidence ? 'The evidence is saved.' : 'What this browser kept is saved.');
    },
  });
  return (
    <>
      <Button
        variant={evidence ? 'primary' : 'plain'}
        icon={<Download aria-hidden />}
        busy={save.isPending}
        onPress={() => save.mutate()}
      >
        {evidence ? 'Save the evidence' : 'Save what this browser kept'}
      </Button>
      {save.error ? <span role="alert">{problemOf(save.error).title}</span> : null}
    </>
  );
}
