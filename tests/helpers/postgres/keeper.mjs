// Runs one program as another user and ends it when whoever started this is gone, however that went.

import { spawn } from 'node:child_process';
import process from 'node:process';

const [ids = '', program = '', ...args] = process.argv.slice(2);
const [uid, gid] = ids.split(':').map(Number);
const child = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit'], ...(ids ? { uid, gid } : {}) });
// At once: its files are thrown away. A terminal's Ctrl-C is for the tests, which end this by its input.
const end = () => child.kill('SIGQUIT');
process.on('SIGINT', () => {});
process.on('SIGTERM', end);
process.stdin.on('end', end).resume();
child.on('error', (error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
child.on('exit', (code) => process.exit(code ?? 1));
