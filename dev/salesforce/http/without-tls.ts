// What plain http gets: OAuth refuses it, every other address sends the client to https.

import { errorPage, OAuthRefusal, refusalReply } from '../oauth/errors.ts';
import type { Exchange, Reply } from './exchange.ts';

export function withoutTls(call: Exchange): Reply {
  const text = 'HTTPS required';
  if (call.path === '/services/oauth2/authorize') return errorPage('invalid_request', text);
  if (call.path.startsWith('/services/oauth2/'))
    return refusalReply(new OAuthRefusal('invalid_request', text));
  const query = call.query.size > 0 ? `?${call.query}` : '';
  return { status: 301, headers: { location: `https://${call.host}${call.path}${query}` } };
}
