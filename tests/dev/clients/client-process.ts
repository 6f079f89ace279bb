// Runs a real Salesforce client as a process of its own, whose only way out is the proxy to the org stand-in.

import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type LocalProxy, startProxy } from '../../../dev/proxy.ts';
import type { OrgUnderTest } from '../salesforce/org-under-test.ts';

/** What a client threw, as far as a message to another process carries it. */
export interface ClientError {
  readonly name: string;
  readonly message: string;
  readonly errorCode?: string;
  readonly data?: unknown;
}

export interface ClientProcess<Steps> {
  readonly proxy: LocalProxy;
  readonly pid: number;
  /** Runs one of the client's steps there; rejects with ClientFailed when it threw. */
  run<Name extends keyof Steps & string>(
    name: Name,
    ...given: GivenTo<Steps[Name]>
  ): Promise<ResultOf<Steps[Name]>>;
  /** What the step threw; an error when it threw nothing. */
  failure<Name extends keyof Steps & string>(
    name: Name,
    ...given: GivenTo<Steps[Name]>
  ): Promise<ClientError>;
  /** Every host that was asked for and is not the org's, by whichever way out. */
  readonly strayed: () => readonly string[];
  stop(): Promise<void>;
}

type GivenTo<Step> = Step extends (...given: infer Given) => unknown ? Given : never;
type ResultOf<Step> = Step extends (...given: never) => infer Result ? Awaited<Result> : never;

export class ClientFailed extends Error {
  readonly error: ClientError;
  constructor(error: ClientError) {
    super(`${error.name}: ${error.message}`);
    this.error = error;
  }
}

interface Reply {
  readonly id?: number;
  readonly value?: unknown;
  readonly error?: ClientError;
  readonly left?: string;
}

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (cause: Error) => void;
}

const here = fileURLToPath(new URL('.', import.meta.url));

/** `script` is a file of this folder that hands its steps to `answerSteps`. */
export async function startClient<Steps>(
  org: Pick<OrgUnderTest, 'dir' | 'port'>,
  script: string,
  env: Record<string, string> = {},
): Promise<ClientProcess<Steps>> {
  const proxy = await startProxy({
    routes: ['login.salesforce.com', 'test.salesforce.com', '*.my.salesforce.com'].map((host) => ({
      host,
      port: org.port,
    })),
  });
  const child = fork(join(here, script), {
    execArgv: ['--import', join(here, 'loopback-only.mjs')],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: {
      PATH: process.env.PATH ?? '',
      ...(process.env.NODE_COMPILE_CACHE ? { NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE } : {}),
      HOME: org.dir,
      TMPDIR: org.dir,
      HTTPS_PROXY: proxy.url,
      NODE_EXTRA_CA_CERTS: join(org.dir, 'tls', 'ca.pem'),
      SF_DISABLE_TELEMETRY: 'true',
      SF_DISABLE_LOG_FILE: 'true',
      // It looks the org's host up by itself, which has no address here.
      SF_DISABLE_DNS_CHECK: 'true',
      SF_USE_GENERIC_UNIX_KEYCHAIN: 'true',
      ...env,
    },
  });
  const { waiting, left } = listen(child);
  let count = 0;
  const run = (name: string, given: unknown) =>
    new Promise<unknown>((resolve, reject) => {
      count += 1;
      waiting.set(count, { resolve, reject });
      child.send({ id: count, name, given });
    });
  return {
    proxy,
    pid: child.pid ?? 0,
    run: (name, ...given) => run(name, given[0]) as Promise<never>,
    failure: (name, ...given) =>
      run(name, given[0]).then(
        (value) => {
          throw new Error(`${name} did not fail; it gave ${JSON.stringify(value)}`);
        },
        (cause: unknown) => {
          if (cause instanceof ClientFailed) return cause.error;
          throw cause;
        },
      ),
    strayed: () => [...left, ...proxy.refused.map((each) => each.host)],
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        const gone = new Promise((resolve) => child.once('exit', resolve));
        child.kill('SIGKILL');
        await gone;
      }
      await proxy.stop();
    },
  };
}

function listen(child: ChildProcess) {
  const waiting = new Map<number, Waiting>();
  const left: string[] = [];
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    said = (said + chunk).slice(-4000);
  });
  child.on('message', (reply: Reply) => {
    if (reply.left !== undefined) left.push(reply.left);
    const call = waiting.get(reply.id ?? 0);
    if (!call) return;
    waiting.delete(reply.id ?? 0);
    if (reply.error) call.reject(new ClientFailed(reply.error));
    else call.resolve(reply.value);
  });
  child.on('exit', (code, signal) => {
    for (const call of waiting.values())
      call.reject(new Error(`the client ended (${signal ?? code}):\n${said}`));
    waiting.clear();
  });
  return { waiting, left };
}
