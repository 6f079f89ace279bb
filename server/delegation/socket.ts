// The unix socket: in a folder that others cannot enter, never taken from a living process.

import { chmodSync, mkdirSync, statSync, unlinkSync } from 'node:fs';
import type { Server } from 'node:http';
import { connect } from 'node:net';
import { dirname } from 'node:path';

/** Linux and macOS keep the path in a field of about this size. */
const longestPath = 103;

/** Resolves when the server listens. Throws with a sentence that says what is in the way. */
export async function listenOnSocket(server: Server, socketPath: string): Promise<void> {
  if (Buffer.byteLength(socketPath) > longestPath) {
    throw new Error(`The socket's path is longer than ${longestPath} bytes: ${socketPath}`);
  }
  const folder = dirname(socketPath);
  mkdirSync(folder, { recursive: true, mode: 0o750 });
  // Others must not enter, and the group must not exchange the socket.
  if (statSync(folder).mode & 0o027) closeFolder(folder);
  if (await isAlive(socketPath)) {
    throw new Error(`Another delegation service already listens at ${socketPath}. Stop it first.`);
  }
  removeLeftover(socketPath);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(socketPath, resolve);
  });
  chmodSync(socketPath, 0o660);
}

function closeFolder(folder: string): void {
  try {
    chmodSync(folder, 0o750);
  } catch {
    throw new Error(
      `The socket's folder ${folder} is open to others, and its mode cannot be changed to 0750.`,
    );
  }
}

function isAlive(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect(socketPath);
    probe.once('connect', () => {
      probe.destroy();
      resolve(true);
    });
    probe.once('error', () => resolve(false));
  });
}

function removeLeftover(socketPath: string): void {
  let found: ReturnType<typeof statSync>;
  try {
    found = statSync(socketPath);
  } catch {
    return;
  }
  if (!found?.isSocket()) throw new Error(`${socketPath} is not a socket. Move it away.`);
  unlinkSync(socketPath);
}
