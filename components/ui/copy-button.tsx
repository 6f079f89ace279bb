// Copies a text and says so, on the button and to a screen reader.

import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useAnnounce } from '../hooks/announce.tsx';
import { Button, type ButtonProps } from './button.tsx';
import { copyText } from './copy-text.ts';

export function CopyButton({
  text,
  what,
  children,
  ...rest
}: Omit<ButtonProps, 'onPress'> & {
  /** A function when the text is costly to make. */
  text: string | (() => Promise<string>);
  /** What is copied, for the sentence that is spoken: `Request id`. */
  what: string;
}) {
  const announce = useAnnounce();
  const [done, setDone] = useState(false);
  useEffect(() => {
    if (!done) return;
    const timer = setTimeout(() => setDone(false), 1600);
    return () => clearTimeout(timer);
  }, [done]);
  const copy = async () => {
    const copied = await copyText(typeof text === 'string' ? text : await text());
    setDone(copied);
    announce(copied ? `${what} copied.` : `${what} could not be copied.`);
  };
  return (
    <Button
      variant="quiet"
      {...rest}
      icon={done ? <Check aria-hidden /> : <Copy aria-hidden />}
      onPress={() => void copy()}
    >
      {children === undefined ? undefined : done ? 'Copied' : children}
    </Button>
  );
}
