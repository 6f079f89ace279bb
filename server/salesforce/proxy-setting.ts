// The one setting that sends Salesforce's names elsewhere: for the local world, never for production.

/** What is wrong with it, for the end of a sentence; undefined when it may be used. */
export function problemOfProxy(
  value: string | undefined,
  mode: 'development' | 'production',
): string | undefined {
  if (value === undefined) return undefined;
  if (mode === 'production') {
    return 'is for development only: it leads Salesforce’s names to a stand-in. Remove it.';
  }
  return /^http:\/\/(?:127\.0\.0\.1|\[::1\]):\d{1,5}$/.test(value)
    ? undefined
    : 'must be a proxy on this machine, such as http://127.0.0.1:7780.';
}
