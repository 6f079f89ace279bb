// A state in words: what happened, what it means, and what can be done about it.

import { CircleAlert, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';

const marks = { plain: Info, caution: TriangleAlert, danger: CircleAlert } as const;

export function Notice({
  tone = 'plain',
  icon,
  title,
  children,
  actions,
}: {
  tone?: keyof typeof marks;
  icon?: ReactNode;
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
}) {
  const Mark = marks[tone];
  return (
    <section className="notice" data-tone={tone} role={tone === 'danger' ? 'alert' : undefined}>
      {icon ?? <Mark aria-hidden />}
      <div className="notice-body">
        <h2 className="notice-title">{title}</h2>
        {children}
        {actions ? <div className="notice-actions">{actions}</div> : null}
      </div>
    </section>
  );
}
