// The one button: primary, plain, quiet or in the line of a text; busy keeps its place and its focus.
// A plain element: React Aria's would cost the panel a tenth of its budget, and adds nothing a mouse or a keyboard needs.

import { LoaderCircle } from 'lucide-react';
import type { ButtonHTMLAttributes, ReactNode } from 'react';

export interface ButtonProps
  extends Omit<
    ButtonHTMLAttributes<HTMLButtonElement>,
    'children' | 'className' | 'style' | 'onClick' | 'disabled'
  > {
  variant?: 'primary' | 'plain' | 'quiet' | 'danger';
  icon?: ReactNode;
  /** Shows a turning mark and ignores presses; the label may say what is under way. */
  busy?: boolean;
  isDisabled?: boolean;
  onPress?: () => void;
  children?: ReactNode;
}

/** Without children it is an icon button and needs an `aria-label`. */
export function Button({
  variant = 'plain',
  icon,
  busy = false,
  isDisabled,
  type = 'button',
  children,
  onPress,
  ...rest
}: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      className="button"
      data-variant={variant}
      data-icon-only={children === undefined || undefined}
      title={children === undefined ? rest['aria-label'] : rest.title}
      aria-busy={busy || undefined}
      disabled={isDisabled}
      onClick={() => {
        if (!busy) onPress?.();
      }}
    >
      {busy ? <LoaderCircle className="spin" aria-hidden /> : icon}
      {children}
    </button>
  );
}
