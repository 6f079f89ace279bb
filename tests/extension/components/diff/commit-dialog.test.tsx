// What the question before a commit says of a component that shares its file.

import { render, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { CommitDialog } from '../../../../components/diff/commit-dialog.tsx';
import type { CompareResult } from '../../../../components/hooks/use-compare.ts';

const asked = (type: CompareResult['type'], fullName: string) => {
  const result = {
    ...{ type, fullName, changes: 1, noise: 0, verdict: 'differs', summary: '1 change not committed' },
    ...{ compareId: 'compare12345', comparedAt: '2026-09-01T10:00:00.000Z', cost: { requests: 2 } },
  } satisfies CompareResult;
  const none = () => {};
  const { unmount } = render(
    <CommitDialog result={result} drawn={undefined} onCommit={none} onElsewhere={none} onClose={none} />,
  );
  const said = screen.getByRole('dialog').textContent;
  unmount();
  return said;
};

test('the file is named, and that the commit touches this item only', () => {
  expect(asked('WorkflowRule', 'Lead.Big Deal')).toContain(
    'It lies in Lead.workflow-meta.xml with others; the commit touches this item only.',
  );
});

test('a component with a file of its own says nothing of it', () => {
  expect(asked('ApexClass', 'Billing')).not.toContain('this item only');
});
