// The extension's log: one line for each event, without anything that could be a secret.

const tokenLike = /[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*)*|00D[A-Za-z0-9]{12,15}![\w.]+/g;
const query = /([?#])\S+/g;

/** What is left of a text when tokens and queries of addresses are taken out. */
export function withoutSecrets(text: string): string {
  return text.replace(tokenLike, '[token]').replace(query, '$1[…]');
}

function write(level: 'info' | 'warn', event: string, error?: unknown) {
  const reason = error instanceof Error ? `${error.name}: ${error.message}` : error;
  console[level](withoutSecrets(reason === undefined ? event : `${event}: ${String(reason)}`));
}

export const log = {
  info: (event: string) => write('info', event),
  warn: (event: string, error?: unknown) => write('warn', event, error),
};
