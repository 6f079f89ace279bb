// Reads blobs by object id from one long-lived `git cat-file --batch`, many requests in flight.

import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { generationOf } from './generation.ts';
import { explainGit, explainStart, type GitPlace, startGit } from './git-process.ts';

/** `bytes` is absent when the blob is larger than what history shows. */
export interface Blob {
  readonly size: number;
  readonly bytes?: Buffer;
}

export interface BlobReader {
  /** The blob, or undefined when the repository doesn't hold it. */
  read(oid: string): Promise<Blob | undefined>;
  /** Ends the process; the next read starts another, which sees alternates set meanwhile. */
  close(): void;
}

interface Waiting {
  resolve(blob: Blob | undefined): void;
  reject(error: unknown): void;
}

const idleMs = 20_000;
const oidPattern = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/** Larger files are named, never loaded. */
export const largestBlob = 32 * 1024 * 1024;

export function createBlobReader(place: GitPlace): BlobReader {
  let process: Batch | undefined;
  let idle: NodeJS.Timeout | undefined;
  let generation = '';
  const close = () => {
    clearTimeout(idle);
    process?.end();
    process = undefined;
  };
  return {
    close,
    read(oid) {
      if (!oidPattern.test(oid)) return Promise.resolve(undefined);
      // A process of before a purge has the old objects open still.
      const now = generationOf(place.dir);
      if (now !== generation) close();
      generation = now;
      if (!process || process.ended) process = new Batch(place);
      clearTimeout(idle);
      idle = setTimeout(close, idleMs).unref();
      return process.ask(oid);
    },
  };
}

class Batch {
  ended = false;
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #waiting: Waiting[] = [];
  #buffered: Buffer[] = [];
  #length = 0;
  #body: { size: number } | undefined;
  #toSkip = 0;
  #outgoing = '';

  constructor(place: GitPlace) {
    this.#child = startGit(place, ['cat-file', '--batch']);
    let stderr = '';
    this.#child.stderr.on('data', (data: Buffer) => {
      stderr = (stderr + data.toString()).slice(-10_000);
    });
    this.#child.stdin.on('error', () => undefined);
    this.#child.stdout.on('data', (data: Buffer) => this.#take(data));
    this.#child.once('error', (error) => this.#fail(explainStart(error, place.git)));
    this.#child.once('close', (status) => this.#fail(explainGit('cat-file', status, stderr)));
  }

  ask(oid: string): Promise<Blob | undefined> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      // Requests of one turn leave in one write.
      if (this.#outgoing === '') queueMicrotask(() => this.#send());
      this.#outgoing += `${oid}\n`;
    });
  }

  end(): void {
    this.#send();
    this.ended = true;
    this.#child.stdin.end();
  }

  #send(): void {
    if (this.#outgoing === '' || this.ended) return;
    this.#child.stdin.write(this.#outgoing);
    this.#outgoing = '';
  }

  #fail(error: Error): void {
    this.ended = true;
    for (const waiting of this.#waiting.splice(0)) waiting.reject(error);
  }

  #take(data: Buffer): void {
    this.#buffered.push(data);
    this.#length += data.length;
    while (this.#step());
  }

  /** Uses up what one answer, or a part of it, needs; false when more bytes must come first. */
  #step(): boolean {
    if (this.#toSkip > 0) {
      const skipped = Math.min(this.#toSkip, this.#length);
      this.#cut(skipped);
      this.#toSkip -= skipped;
      return this.#toSkip === 0 && this.#length > 0;
    }
    if (this.#body) return this.#takeBody(this.#body);
    const joined = this.#join();
    const end = joined.indexOf(10);
    if (end === -1) return false;
    const [, type, size] = this.#cut(end + 1)
      .toString('latin1')
      .trimEnd()
      .split(' ');
    if (type !== 'blob' && size === undefined) this.#answer(undefined);
    else if (type !== 'blob' || Number(size) > largestBlob) {
      this.#toSkip = Number(size) + 1;
      this.#answer(type === 'blob' ? { size: Number(size) } : undefined);
    } else this.#body = { size: Number(size) };
    return true;
  }

  #takeBody(body: { size: number }): boolean {
    if (this.#length < body.size + 1) return false;
    const bytes = this.#cut(body.size + 1).subarray(0, body.size);
    this.#body = undefined;
    this.#answer({ size: body.size, bytes });
    return true;
  }

  #answer(blob: Blob | undefined): void {
    this.#waiting.shift()?.resolve(blob);
  }

  #join(): Buffer {
    if (this.#buffered.length > 1) this.#buffered = [Buffer.concat(this.#buffered)];
    return this.#buffered[0] ?? Buffer.alloc(0);
  }

  #cut(count: number): Buffer {
    const joined = this.#join();
    const rest = joined.subarray(count);
    this.#buffered = rest.length > 0 ? [rest] : [];
    this.#length = rest.length;
    return joined.subarray(0, count);
  }
}
