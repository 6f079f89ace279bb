// A real file system of a few megabytes in memory, that a test fills and makes room on. Only root may mount one.

import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, openSync, rmSync, statfsSync, truncateSync, writeSync } from 'node:fs';
import { join } from 'node:path';

export interface SmallDisk {
  /** Why there is none, in the system's words. */
  readonly whyNot?: string | undefined;
  /** Leaves `left` bytes. */
  fill(left?: number): void;
  makeRoom(): void;
  unmount(): void;
}

export interface SmallDiskOptions {
  readonly bytes: number;
  /** Whose it is, when not root's. */
  readonly owner?: { readonly uid: number; readonly gid: number } | undefined;
}

export function mountSmallDisk(at: string, { bytes, owner }: SmallDiskOptions): SmallDisk {
  const whose = owner ? `,uid=${owner.uid},gid=${owner.gid}` : '';
  const options = ['-t', 'tmpfs', '-o', `size=${bytes},mode=700${whose}`, 'tmpfs', at];
  const { status, stderr, error } = spawnSync('mount', options, { encoding: 'utf8' });
  const whyNot = status === 0 ? undefined : (error?.message ?? stderr.trim());
  const filler = join(at, 'filler');
  const free = () => {
    const { bavail, bsize } = statfsSync(at);
    return bavail * bsize;
  };
  return {
    whyNot,
    fill(left = 0) {
      const file = openSync(filler, 'w');
      const block = Buffer.alloc(4096);
      try {
        while (free() > left) writeSync(file, block);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      } finally {
        closeSync(file);
      }
    },
    makeRoom: () => truncateSync(filler),
    unmount() {
      if (whyNot !== undefined) return;
      rmSync(filler, { force: true });
      // Lazily: a server may hold a file open for a moment longer.
      execFileSync('umount', ['--lazy', at]);
    },
  };
}
