// Reads a project's git repository in place: never writes, never fetches, never runs its hooks.

import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';

export interface ProjectGit {
  /** Runs a reading git command; rejects with git's own words. */
  run(...args: string[]): Promise<Buffer>;
  /** A blob's bytes by object id or `<revision>:<path>`; undefined when the repository doesn't hold it. */
  blob(name: string): Promise<Buffer | undefined>;
  close(): void;
}

const fixed = ['-c', 'safe.directory=*', '-c', 'core.fsmonitor=false', '-c', 'protocol.allow=never'];

function spawnGit(dir: string, args: readonly string[]): ChildProcessWithoutNullStreams {
  return spawn('git', [...fixed, '-C', dir, ...args], {
    env: {
      PATH: process.env.PATH,
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_NO_LAZY_FETCH: '1',
      GIT_OPTIONAL_LOCKS: '0',
      LC_ALL: 'C',
    },
  });
}

export function openGit(dir: string): ProjectGit {
  let reader: BlobReader | undefined;
  return {
    run: (...args) => collect(dir, args),
    blob: (name) => {
      reader ??= new BlobReader(spawnGit(dir, ['cat-file', '--batch']));
      return reader.read(name);
    },
    close: () => reader?.close(),
  };
}

function collect(dir: string, args: readonly string[]): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const child = spawnGit(dir, args);
    const out: Buffer[] = [];
    let problem = '';
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => {
      problem += chunk.toString();
    });
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(Buffer.concat(out));
      else reject(new Error(`git ${args[0]}: ${problem.trim() || `exit ${code}`}`));
    });
  });
}

type Waiting = { resolve: (bytes: Buffer | undefined) => void; reject: (cause: Error) => void };

/** One `git cat-file --batch`; answers come in the order of the questions. */
class BlobReader {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #waiting: Waiting[] = [];
  #chunks: Buffer[] = [];
  #have = 0;
  #need = 0;

  constructor(child: ChildProcessWithoutNullStreams) {
    this.#child = child;
    child.stdout.on('data', (chunk: Buffer) => {
      this.#chunks.push(chunk);
      this.#have += chunk.length;
      if (this.#have >= this.#need) this.#drain();
    });
    child.stdin.on('error', () => {});
    child.on('error', (cause) => this.#fail(cause));
    child.on('close', () => this.#fail(new Error('git cat-file ended')));
    child.unref();
  }

  read(oid: string): Promise<Buffer | undefined> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#child.stdin.write(`${oid}\n`);
    });
  }

  close(): void {
    this.#child.stdin.end();
  }

  #drain(): void {
    let all = this.#chunks.length === 1 ? (this.#chunks[0] as Buffer) : Buffer.concat(this.#chunks);
    this.#need = 0;
    for (;;) {
      const line = all.indexOf(10);
      if (line < 0) break;
      const head = all.subarray(0, line).toString().split(' ');
      if (head[1] === 'missing' || head.length < 3) {
        this.#waiting.shift()?.resolve(undefined);
        all = all.subarray(line + 1);
        continue;
      }
      const end = line + 1 + Number(head[2]) + 1;
      if (all.length < end) {
        this.#need = end;
        break;
      }
      this.#waiting.shift()?.resolve(Buffer.from(all.subarray(line + 1, end - 1)));
      all = all.subarray(end);
    }
    this.#chunks = all.length > 0 ? [all] : [];
    this.#have = all.length;
  }

  #fail(cause: Error): void {
    for (const waiting of this.#waiting.splice(0)) waiting.reject(cause);
  }
}
