// Both pictures of a difference, side by side, drawn from their bytes: no address is made of them, no page shows them.

import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { ComponentKey, ComponentSource } from '#core/component.ts';
import type { Pair } from '../history/selection.ts';
import { useHost } from '../hooks/host.tsx';
import './pictures.css';

const drawn = /^image\/(?:png|gif|jpeg)$/;

/** Nothing when neither side is a picture. */
export function Pictures({
  orgId,
  component,
  pair,
  sides,
}: {
  orgId: string;
  component: ComponentKey;
  pair: Pair;
  sides: { readonly before: ComponentSource | null; readonly after: ComponentSource | null };
}) {
  const isPicture = (source: ComponentSource | null) =>
    source?.files.some(({ binary }) => binary && drawn.test(binary.media)) ?? false;
  const [before, after] = [isPicture(sides.before), isPicture(sides.after)];
  if (!before && !after) return null;
  return (
    <div className="pictures">
      <Side label="Before" orgId={orgId} component={component} revision={before ? pair.before : null} />
      <Side label="After" orgId={orgId} component={component} revision={after ? pair.after : null} />
    </div>
  );
}

function Side({
  label,
  orgId,
  component,
  revision,
}: {
  label: string;
  orgId: string;
  component: ComponentKey;
  revision: string | null;
}) {
  const host = useHost();
  const { data, error } = useQuery({
    queryKey: ['picture', orgId, component.type, component.fullName, revision],
    queryFn: async () =>
      revision === null
        ? null
        : (await host.call('history.picture', { orgId, ...component, revision })).picture,
    // Versions never change, so an answer is never stale.
    staleTime: Number.POSITIVE_INFINITY,
  });
  const why = revision === null ? 'No picture' : error ? 'Not available' : 'Too large to show';
  return (
    <figure className="picture">
      <figcaption className="muted small">
        {label}
        {data ? `, ${data.width} × ${data.height}` : ''}
      </figcaption>
      {data ? (
        <Drawn picture={data} label={`${label}: ${component.fullName}, ${data.width} by ${data.height}`} />
      ) : data === null || error ? (
        <p className="muted small">{why}</p>
      ) : (
        <div className="picture-wait" />
      )}
    </figure>
  );
}

interface PictureOf {
  readonly media: string;
  readonly width: number;
  readonly height: number;
  readonly base64: string;
}

function Drawn({ picture, label }: { picture: PictureOf; label: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [broken, setBroken] = useState(false);
  useEffect(() => {
    let left = false;
    const bytes = Uint8Array.from(atob(picture.base64), (letter) => letter.charCodeAt(0));
    createImageBitmap(new Blob([bytes], { type: picture.media })).then(
      (bitmap) => {
        if (!left) canvas.current?.getContext('2d')?.drawImage(bitmap, 0, 0);
        bitmap.close();
      },
      () => left || setBroken(true),
    );
    return () => {
      left = true;
    };
  }, [picture]);
  if (broken) return <p className="muted small">It cannot be drawn: its bytes are no picture.</p>;
  const { width, height } = picture;
  return <canvas ref={canvas} width={width} height={height} role="img" aria-label={label} />;
}
