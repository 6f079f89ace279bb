// The end of a part's history that goes on elsewhere: inside the older file of its object.

import type { ComponentKey } from '#core/component.ts';
import { Button } from '../ui/button.tsx';

export function EarlierIn({
  object,
  onOpen,
}: {
  object: ComponentKey;
  onOpen: (component: ComponentKey) => void;
}) {
  return (
    <p className="history-earlier muted small">
      Earlier versions lie inside the object’s file ({object.fullName}.object); open the object to see them.{' '}
      <Button variant="quiet" onPress={() => onOpen(object)}>
        Open the object
      </Button>
    </p>
  );
}
