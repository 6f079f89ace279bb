// Loaded before a client: any connection it opens past loopback fails at once, and so does looking a name up.

import dns from 'node:dns';
import { appendFileSync } from 'node:fs';
import net from 'node:net';
import process from 'node:process';

const local = new Set(['127.0.0.1', '::1', 'localhost']);
const connect = net.Socket.prototype.connect;

net.Socket.prototype.connect = function guarded(...given) {
  const [first, second] = given;
  const options = Array.isArray(first) ? first[0] : first;
  const isPath = typeof options === 'string' || typeof options?.path === 'string';
  const host = (typeof options === 'object' ? options?.host : second) ?? 'localhost';
  if (!isPath && !local.has(String(host))) throw leaving(`a connection to ${host}`);
  return connect.apply(this, given);
};

for (const [owner, name] of [
  [dns, 'lookup'],
  [dns, 'resolve'],
  [dns, 'resolve4'],
  [dns, 'resolveCname'],
  [dns.promises, 'lookup'],
  [dns.promises, 'resolveCname'],
]) {
  const original = owner[name];
  owner[name] = (host, ...rest) => {
    if (!local.has(host)) throw leaving(`the address of ${host}`);
    return original.call(owner, host, ...rest);
  };
}

/** Also told to the one who started the client: it may swallow its own errors. A client without a channel has a file. */
function leaving(what) {
  const problem = `this client asked for ${what}`;
  if (process.env.LOOPBACK_ONLY_FILE) appendFileSync(process.env.LOOPBACK_ONLY_FILE, `${problem}\n`);
  else process.send?.({ left: problem });
  return new Error(problem);
}
