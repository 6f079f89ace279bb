// What secrets look like anywhere in a text: few patterns, each so narrow that a hit is one.

export interface SecretPattern {
  readonly name: string;
  /** Who says that they look so. */
  readonly source: string;
  /** One of these is in every hit; a text without them is not searched any further. */
  readonly needs: readonly string[];
  /** The group `secret`, or else the whole hit, is the secret. Each repetition has a bound, so that time is linear. */
  readonly pattern: RegExp;
}

const quote = `(?:['"]|&quot;|&apos;|&#39;)`;

export const secretPatterns: readonly SecretPattern[] = [
  {
    name: 'private key',
    source: 'RFC 7468 §10–13, RFC 4880 §6.2',
    needs: ['PRIVATE KEY'],
    // Code that only takes the two lines off a key has no key between them.
    pattern:
      /-----BEGIN (?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY(?: BLOCK)?-----(?=(?:[^-]|-(?!----)){0,300}?[A-Za-z0-9+/]{40})(?:(?:[^-]|-(?!----)){40,20000}-----END (?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY(?: BLOCK)?-----|[\w\s+/=\\'":,-]{40,20000})/g,
  },
  {
    name: 'Salesforce access token or session id',
    source: 'Salesforce REST API guide: access_token begins with the org id and an exclamation mark',
    needs: ['00D'],
    pattern: /\b00D[0-9A-Za-z]{12}(?:[0-9A-Za-z]{3})?!(?=[\w.]{20})[\w.]{20,512}/g,
  },
  {
    name: 'JSON Web Token',
    source: 'RFC 7519 §3.1, RFC 7515 §3.1: two JSON objects and a signature in base64url',
    needs: ['eyJ'],
    pattern: /(?<![\w-])eyJ[\w-]{8,2000}\.eyJ[\w-]{8,8000}\.[\w-]{8,2000}/g,
  },
  {
    name: 'authorization header',
    source: 'RFC 6750 §2.1, RFC 7617 §2',
    needs: ['Bearer ', 'bearer ', 'Basic ', 'basic '],
    // A name and a password may be short; a word of English after “Basic” has no digit.
    pattern:
      /\b(?:[Bb]earer (?=[\w.~+/-]{20})|[Bb]asic )(?=[\w.~+/-]{0,60}\d)(?<secret>[\w.~+/-]{10,2000}={0,2})/g,
  },
  {
    name: 'password in an address',
    source: 'RFC 3986 §3.2.1, §7.5',
    needs: ['://'],
    pattern: /:\/\/[^\s/:@'"<>{}]{1,100}:(?<secret>[^\s/@'"<>{}]{1,200})@/g,
  },
  {
    name: 'AWS access key id',
    source: 'AWS IAM User Guide, “Understanding unique ID prefixes”: AKIA, ASIA',
    needs: ['AKIA', 'ASIA'],
    pattern: /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/g,
  },
  {
    name: 'Slack token or webhook',
    source: 'Slack API, “Token types”, “Incoming webhooks”',
    needs: ['xox', 'hooks.slack.com'],
    pattern:
      /\bxox[abeoprs]-[0-9A-Za-z-]{10,250}|hooks\.slack\.com\/(?:services|workflows)\/(?<secret>[\w/]{20,200})/g,
  },
  {
    name: 'GitHub token',
    source: 'GitHub Docs, “About authentication to GitHub”: token formats',
    needs: ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_', 'github_pat_'],
    pattern: /\bgh[opsur]_[0-9A-Za-z]{36,255}\b|\bgithub_pat_\w{22,255}\b/g,
  },
  {
    name: 'Stripe key',
    source: 'Stripe API reference, “API keys”, “Webhooks”',
    needs: ['k_live_', 'k_test_', 'whsec_'],
    pattern: /\b(?:[rs]k_(?:live|test)|whsec)_[0-9A-Za-z]{16,250}/g,
  },
  {
    name: 'Google API key or client secret',
    source: 'Google Cloud docs, “Authenticate by using API keys”; gitleaks’ rule gcp-api-key',
    needs: ['AIza', 'GOCSPX-'],
    pattern: /\bAIza[\w-]{35}(?![\w-])|\bGOCSPX-[\w-]{20,60}/g,
  },
  {
    name: 'value of a field that is called a secret',
    source: 'Metadata API, CustomMetadata: field, then value',
    needs: ['<field>'],
    pattern:
      /<field>[\w.]{0,80}(?:[Pp]ass(?:word|phrase|code)|PASSWORD|[Ss]ecret|SECRET|[Tt]oken|TOKEN|[Aa][Pp][Ii]_?[Kk][Ee][Yy]|[Pp]rivate_?[Kk]ey)[\w.]{0,80}<\/field>\s{0,200}<value(?:\s[^<>]{0,200})?>(?<secret>[^<>]{4,20000})<\/value>/g,
  },
  {
    name: 'password written in code',
    source: 'OWASP, “Use of hard-coded password” (CWE-259)',
    needs: [
      ...['assw', 'ASSW', 'ecret', 'ECRET', 'piKey', 'pikey', 'PIKey', 'PIKEY', 'pi_key', 'pi_Key', 'PI_Key'],
      ...['PI_KEY', 'pi-key', 'pi-Key', 'PI-Key', 'PI-KEY'],
    ],
    pattern: new RegExp(
      `(?:[Pp]assword|[Pp]asswd|PASSWORD|[Ss]ecret|SECRET|[Aa][Pp][Ii][_-]?[Kk][Ee][Yy])\\w{0,30}${quote}?\\s{0,5}(?:=>|[=:,])\\s{0,5}${quote}(?=[^\\s'"<>&]{0,200}\\d)(?=[^\\s'"<>&]{0,200}[A-Za-z])(?<secret>[^\\s'"<>&]{8,200})${quote}`,
      'g',
    ),
  },
];
