// Says what will be recorded, takes an optional message, and asks once.

import { type FormEvent, useId, useState } from 'react';
import { componentToContainer, containerFileName } from '#core/metadata/container-path.ts';
import { useClearSight } from '../hooks/use-clear-sight.ts';
import type { CompareResult } from '../hooks/use-compare.ts';
import { Button } from '../ui/button.tsx';
import { counted } from '../ui/counted.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Notice } from '../ui/notice.tsx';

export function CommitDialog({
  result,
  drawn,
  onCommit,
  onElsewhere,
  onClose,
}: {
  result: CompareResult;
  /** Set where a page around it could hide it; resolves when that page has drawn a frame. */
  drawn: (() => Promise<unknown>) | undefined;
  onCommit: (message: string) => void;
  /** Commits where nothing can lie over it. */
  onElsewhere: () => void;
  onClose: () => void;
}) {
  const [message, setMessage] = useState('');
  const field = useId();
  const { target, sight, wasClear } = useClearSight<HTMLDivElement>(drawn);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (await wasClear()) onCommit(message.trim());
  };
  const container = componentToContainer(result);
  const what = result.verdict === 'never_committed' ? 'the first version' : counted(result.changes, 'change');
  return (
    <Dialog title="Commit this version" modalRef={target} onClose={onClose}>
      <form className="stack" onSubmit={(event) => void submit(event)}>
        <p>
          Records {what} of <b>{result.fullName}</b> exactly as read
          {result.liveAuthor ? `, last saved by ${result.liveAuthor.name}` : ''}. Salesforce is not changed.
        </p>
        {container ? (
          <p className="muted">
            It lies in {containerFileName(container)} with others; the commit touches this item only.
          </p>
        ) : null}
        <div className="field">
          <label htmlFor={field}>
            Message <span className="muted">(optional)</span>
          </label>
          <textarea
            id={field}
            className="input"
            maxLength={2000}
            value={message}
            onChange={(event) => setMessage(event.target.value)}
          />
        </div>
        {sight === 'hidden' ? (
          <Notice
            tone="caution"
            title="Something on this page lies over the panel."
            actions={<Button onPress={onElsewhere}>Commit in the side panel</Button>}
          >
            <p>
              Or the page changes how the panel looks. A commit needs the panel in plain sight: move what
              covers it, or commit in the side panel, which no page can cover.
            </p>
          </Notice>
        ) : null}
        <div className="dialog-actions">
          <Button onPress={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" isDisabled={sight !== 'clear'}>
            Commit
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
