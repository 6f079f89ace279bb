// For owners: the whole log as one file, with how far it is and a way to stop.

import { FileDown } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useAnnounce } from '../hooks/announce.tsx';
import { useHost } from '../hooks/host.tsx';
import { problemOf } from '../hooks/problem.ts';
import { Button } from '../ui/button.tsx';
import { counted, formatCount } from '../ui/counted.ts';
import { saveFile } from '../ui/save-file.ts';
import { type ExportProgress, exportLog } from './export-log.ts';
import { fileName } from './log-words.ts';

export function ExportButton() {
  const host = useHost();
  const announce = useAnnounce();
  const running = useRef<AbortController>(undefined);
  const [made, setMade] = useState<ExportProgress>();
  const [failed, setFailed] = useState<unknown>();
  useEffect(() => () => running.current?.abort(), []);
  const start = async () => {
    const ending = new AbortController();
    running.current = ending;
    setFailed(undefined);
    setMade({ done: 0, total: 0 });
    try {
      const file = await exportLog(host, setMade, ending.signal);
      saveFile(fileName('canvasback-audit-log', 'jsonl', new Date().toISOString()), file);
      announce('The audit log is exported.');
    } catch (error) {
      if (!ending.signal.aborted) setFailed(error);
    } finally {
      setMade(undefined);
    }
  };
  return (
    <>
      {made ? (
        <span className="row">
          <progress aria-label="Exporting the log" value={made.done} max={Math.max(1, made.total)} />
          <span className="muted small">
            {formatCount(made.done)} of {counted(made.total, 'entry', 'entries')}
          </span>
          <Button variant="quiet" onPress={() => running.current?.abort()}>
            Cancel
          </Button>
        </span>
      ) : (
        <Button icon={<FileDown aria-hidden />} onPress={() => void start()}>
          Export the log
        </Button>
      )}
      {failed ? (
        <span role="alert" className="problem-line">
          {failed instanceof Error && !('problem' in failed) ? failed.message : problemOf(failed).title}
        </span>
      ) : null}
    </>
  );
}
