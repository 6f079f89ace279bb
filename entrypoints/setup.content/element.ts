// Builds elements without markup, and follows a pointer from press to release.

export function element<T extends keyof HTMLElementTagNameMap>(
  tag: T,
  properties: Partial<HTMLElementTagNameMap[T]>,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[T] {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

/** `move` is called while the first button is held, with where it was pressed. */
export function follow(
  grip: HTMLElement,
  move: (event: PointerEvent, from: PointerEvent) => void,
  end: () => void,
) {
  grip.onpointerdown = (from) => {
    if (from.button) return;
    grip.setPointerCapture(from.pointerId);
    grip.onpointermove = (event) => move(event, from);
    grip.onlostpointercapture = () => {
      grip.onpointermove = grip.onlostpointercapture = null;
      end();
    };
  };
}
