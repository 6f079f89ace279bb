// A log file of what happens inside the world's own process.

import { appendFileSync } from 'node:fs';

export function openEventLog(file: string): (line: string) => void {
  return (line) => {
    try {
      appendFileSync(file, `${new Date().toISOString()} ${line}\n`);
    } catch {
      // The data folder may be removed while the last connections close.
    }
  };
}
