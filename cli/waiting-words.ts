// What a command says while PostgreSQL lets it wait.

/** `pids`: processes of the server, as pg_stat_activity lists them. */
export function waitingForOlder(pids: readonly number[]): string {
  const who = pids.length > 0 ? ` (process ${pids.join(', ')} in pg_stat_activity)` : '';
  return `It leaves the disk once no transaction on this PostgreSQL server${who} is older; waiting for a minute at most …`;
}
