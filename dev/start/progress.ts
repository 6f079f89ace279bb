// Progress on the terminal: a spinner that becomes a tick with the time it took; plain lines elsewhere.

export interface Progress {
  step<T>(title: string, work: () => Promise<T>): Promise<T>;
  say(text: string): void;
}

interface Output {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];

export function createProgress(output: Output, now: () => number = Date.now): Progress {
  const live = output.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== 'dumb';
  const clear = live ? '\r\x1b[2K' : '';
  return {
    say: (text) => void output.write(`${text}\n`),
    async step(title, work) {
      const from = now();
      const seconds = () => ((now() - from) / 1000).toFixed(1);
      let frame = 0;
      const draw = () =>
        output.write(`${clear}  ${frames[frame++ % frames.length]} ${title} … ${seconds()} s`);
      const timer = live ? setInterval(draw, 100) : undefined;
      if (live) draw();
      try {
        const result = await work();
        output.write(`${clear}  ✓ ${title} (${seconds()} s)\n`);
        return result;
      } catch (error) {
        output.write(`${clear}  ✗ ${title} (${seconds()} s)\n`);
        throw error;
      } finally {
        clearInterval(timer);
      }
    },
  };
}
