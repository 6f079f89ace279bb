// Says what was done to the secrets of two versions, where there are any: markers for everybody, covers for viewers.

import type { ComponentSource } from '#core/component.ts';
import { holdsMarker } from '#core/secrets/marker.ts';

/** A version's text as it is shown, and whether something in it was covered. */
export interface ShownSource {
  readonly source: ComponentSource | null;
  readonly covered: boolean;
}

export interface SecretsIn {
  readonly marked: boolean;
  readonly covered: boolean;
}

export function secretsIn(sides: readonly (ShownSource | undefined)[]): SecretsIn {
  return {
    marked: sides.some((side) => side?.source?.files.some(({ text }) => holdsMarker(text))),
    covered: sides.some((side) => side?.covered),
  };
}

export function SecretNotes({ marked, covered }: SecretsIn) {
  return (
    <>
      {marked ? (
        <p className="change-fallback">
          Secrets are not kept: a marker stands for each one, and another marker for another secret.
        </p>
      ) : null}
      {covered ? (
        <p className="change-fallback">
          What looks like a secret is covered, because your role here is viewer. The last letters of a cover
          are others when the secret is.
        </p>
      ) : null}
    </>
  );
}
