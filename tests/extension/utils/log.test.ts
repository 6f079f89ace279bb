// The log never holds what could be a secret.

import { expect, test } from 'vitest';
import { withoutSecrets } from '../../../utils/log.ts';

const jwt = `eyJhbGciOiJSUzI1NiJ9.${'a'.repeat(60)}.${'b'.repeat(43)}`;
const sessionId = '00D5g000004XyZa!AQEAQK.3x9vT2example';

test.each([
  [`refused ${jwt} today`, jwt],
  [`refused ${sessionId}`, sessionId],
  ['at https://id.chromiumapp.org/auth0?code=abc123&state=S', 'abc123'],
  ['at https://x.example/#access_token=zzz', 'zzz'],
])('%s', (text, secret) => {
  expect(withoutSecrets(text)).not.toContain(secret);
});

test('ordinary words stay', () => {
  expect(withoutSecrets('Auth0 logout: TypeError: Failed to fetch')).toBe(
    'Auth0 logout: TypeError: Failed to fetch',
  );
});
