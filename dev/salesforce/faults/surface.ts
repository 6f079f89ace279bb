// Which part of the org a call is for: what latency and fault rules are set by.

export const surfaces = ['oauth', 'rest', 'soap', 'pages'] as const;
export type Surface = (typeof surfaces)[number];

/** By the path alone; whatever is no API belongs to the pages. */
export function surfaceOf(path: string): Surface {
  if (path.startsWith('/services/oauth2/') || path.startsWith('/id/') || path.startsWith('/.well-known/'))
    return 'oauth';
  if (path.startsWith('/services/Soap/')) return 'soap';
  return path.startsWith('/services/') ? 'rest' : 'pages';
}
