// Loaded before a child of the world: ends it when the world's own process is gone, however that went.

import process from 'node:process';

if (process.channel) {
  process.channel.unref();
  process.once('disconnect', () => {
    process.kill(process.pid, 'SIGTERM');
    setTimeout(() => process.exit(1), 6000).unref();
    setTimeout(() => process.kill(process.pid, 'SIGKILL'), 8000).unref();
  });
}
