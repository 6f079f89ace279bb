// Every byte the extension stores, where, for how long, and a way to erase it all.

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { StoredItem } from '../../utils/extension-host.ts';
import { useAnnounce } from '../hooks/announce.tsx';
import { useHost } from '../hooks/host.tsx';
import { keys } from '../hooks/query-client.ts';
import { Button } from '../ui/button.tsx';
import { counted, formatCount } from '../ui/counted.ts';
import { Dialog } from '../ui/dialog.tsx';
import { ProblemNotice } from '../ui/problem-notice.tsx';
import { Skeleton } from '../ui/skeleton.tsx';

export function Stored() {
  const host = useHost();
  const client = useQueryClient();
  const announce = useAnnounce();
  const [asking, setAsking] = useState(false);
  const stored = useQuery<readonly StoredItem[]>({
    queryKey: keys.stored,
    queryFn: () => host.stored(),
    staleTime: 0,
  });
  const erase = useMutation<void, Error, void>({
    mutationFn: () => host.eraseStored(),
    onSuccess: () => {
      announce('What the extension stored is erased.');
      void client.invalidateQueries();
    },
  });
  const items = stored.data;
  const total = items?.reduce((sum, item) => sum + item.bytes, 0) ?? 0;
  return (
    <section aria-labelledby="stored">
      <h2 id="stored">Stored in this browser</h2>
      <p className="muted">
        No token of Salesforce and none of your metadata is ever stored here; history stays on the server. In
        private windows Canvasback is not there at all.
      </p>
      {stored.error ? <ProblemNotice error={stored.error} onRetry={() => void stored.refetch()} /> : null}
      {erase.error ? <ProblemNotice error={erase.error} /> : null}
      {items ? (
        items.length === 0 ? (
          <p>Nothing is stored.</p>
        ) : (
          <>
            <div className="stored">
              <table>
                <thead>
                  <tr>
                    <th scope="col">Where</th>
                    <th scope="col">Key</th>
                    <th scope="col">Comes from</th>
                    <th scope="col">Kept</th>
                    <th scope="col" className="number">
                      Bytes
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {items.map((item) => (
                    <tr key={`${item.where}/${item.key}`}>
                      <td>{item.where}</td>
                      <td className="code">{item.key}</td>
                      <td>{item.origin}</td>
                      <td>{item.lifetime}</td>
                      <td className="number">{formatCount(item.bytes)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
            <div className="row">
              <span className="muted">
                {counted(items.length, 'item')}, {counted(total, 'byte')}
              </span>
              <span className="push" />
              <Button
                variant="danger"
                icon={<Trash2 aria-hidden />}
                busy={erase.isPending}
                onPress={() => setAsking(true)}
              >
                Erase everything
              </Button>
            </div>
          </>
        )
      ) : stored.error ? null : (
        <Skeleton label="Reading what is stored" rows={4} />
      )}
      {asking ? (
        <Dialog title="Erase everything stored here" onClose={() => setAsking(false)}>
          <p>
            Signs you out, forgets settings, hidden orgs and what was open in panels. Addresses of Salesforce
            tabs stay until the tabs are closed. History on the server is not touched. What was kept of the
            audit log goes too: this browser can no longer tell whether it was rewritten before. Save it
            first, under Audit log. Should Auth0 be out of reach, it stays noted that the next sign-in must
            ask for the password.
          </p>
          <div className="dialog-actions">
            <Button onPress={() => setAsking(false)}>Cancel</Button>
            <Button
              variant="danger"
              onPress={() => {
                setAsking(false);
                erase.mutate();
              }}
            >
              Erase
            </Button>
          </div>
        </Dialog>
      ) : null}
    </section>
  );
}
