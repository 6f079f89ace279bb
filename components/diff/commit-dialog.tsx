// Says what will be recorded, takes an optional message, and asks once.

import { type FormEvent, useId, useState } from 'react';
import { componentToContainer, containerFileName } from '#core/metadata/container-path.ts';
import type { CompareResult } from '../hooks/use-compare.ts';
import { Button } from '../ui/button.tsx';
import { counted } from '../ui/counted.ts';
import { Dialog } from '../ui/dialog.tsx';

export function CommitDialog({
  result,
  onCommit,
  onClose,
}: {
  result: CompareResult;
  onCommit: (message: string) => void;
  onClose: () => void;
}) {
  const [message, setMessage] = useState('');
  const field = useId();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onCommit(message.trim());
  };
  const container = componentToContainer(result);
  const what = result.verdict === 'never_committed' ? 'the first version' : counted(result.changes, 'change');
  return (
    <Dialog title="Commit this version" onClose={onClose}>
      <form className="stack" onSubmit={submit}>
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
        <div className="dialog-actions">
          <Button onPress={onClose}>Cancel</Button>
          <Button type="submit" variant="primary">
            Commit
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
