// The one button: primary, plain, quiet or in the line of a text; busy keeps its place and its focus.

import { LoaderCircle } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components/Button';

export interface ButtonProps extends Omit<AriaButtonProps, 'children' | 'className' | 'style'> {
  variant?: 'primary' | 'plain' | 'quiet' | 'link' | 'danger';
  icon?: ReactNode;
  /** Shows a turning mark and ignores presses; the label may say what is under way. */
  busy?: boolean;
  children?: ReactNode;
}

/** Without children it is an icon button and needs an `aria-label`. */
export function Button({ variant = 'plain', icon, busy = false, children, onPress, ...rest }: ButtonProps) {
  return (
    <AriaButton
      {...rest}
      className="button"
      data-variant={variant}
      data-icon-only={children === undefined || undefined}
      aria-busy={busy || undefined}
      onPress={(event) => {
        if (!busy) onPress?.(event);
      }}
    >
      {busy ? <LoaderCircle className="spin" aria-hidden /> : icon}
      {children}
    </AriaButton>
  );
}
