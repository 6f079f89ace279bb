// Tells an owner that somebody of another account tried to connect an org of theirs.

import { TriangleAlert } from 'lucide-react';
import { Time } from '../ui/time.tsx';
import './orgs.css';

export function Claims({ name, claims = [] }: { name: string; claims?: readonly string[] | undefined }) {
  const [latest, ...earlier] = claims;
  if (!latest) return null;
  return (
    <p className="claims small" role="status">
      <TriangleAlert aria-hidden />
      <span>
        Someone from another account tried to connect {name}, <Time at={latest} />, and was refused.
        {earlier.length > 0 ? ` ${earlier.length} more in the last 30 days.` : null}
      </span>
    </p>
  );
}
