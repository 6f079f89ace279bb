// Asks Salesforce, as the person, whether they may see Setup now. Only ever after a click.

import { useQueryClient } from '@tanstack/react-query';
import { type RefObject, useEffect } from 'react';
import type { OutputOf } from '../../contract/index.ts';
import { useCommand } from './endpoint.ts';

type OrgStatus = OutputOf<'orgs.status'>;

export function useStanding() {
  const client = useQueryClient();
  return useCommand('orgs.standing', (status) => {
    // Of the org that was asked, whatever is on screen by now.
    client.setQueryData(['orgs.status', { apiHost: status.apiHost }], status);
    for (const name of ['history.list', 'components.find', 'audit.list', 'audit.count', 'source', 'diff']) {
      void client.invalidateQueries({ queryKey: [name] });
    }
  });
}

/**
 * The click that opened the panel counts for the org it was opened on: asks at once, and never again by itself.
 * @param click true until it is spent; kept by the panel, which outlives every page it shows
 */
export function useStandingOnOpening(
  status: OrgStatus | undefined,
  standing: ReturnType<typeof useStanding>,
  click: RefObject<boolean>,
): void {
  const { mutate } = standing;
  useEffect(() => {
    if (!status || !click.current) return;
    click.current = false;
    if (status.state === 'locked' && status.org) mutate({ orgId: status.org.orgId });
  }, [status, mutate, click]);
}
