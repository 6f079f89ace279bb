// Writes docs/secrets.md from core/secrets: `node scripts/secret-fields.ts`.

import { writeFileSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { isMetadataType } from '../core/component.ts';
import { lookedAt } from '../core/secrets/looked-at.ts';
import { secretPatterns } from '../core/secrets/patterns.ts';
import { type Ground, type SecretField, secretFieldsOf, secretTypes } from '../core/secrets/secret-fields.ts';

const grounds: Readonly<Record<Ground, string>> = {
  documented: 'Salesforce’s documentation',
  named: 'its name in the Metadata API WSDL v63.0',
  memory: 'from memory, not checked',
};

/** The whole page. */
export function secretsPage(): string {
  const fields = secretTypes.flatMap((type) =>
    (secretFieldsOf(type) ?? []).map(
      (field) =>
        `| ${type}${isMetadataType(type) ? '' : ' (no history)'} | \`${field.path}\` | ${whenOf(field)} | ${grounds[field.ground]} |`,
    ),
  );
  const patterns = secretPatterns.map(({ name, source }) => `| ${name} | ${source} |`);
  const harmless = lookedAt.map(
    ({ why, of }) =>
      `- **${upperFirst(why)}.** ${words(of)
        .map((name) => `\`${name}\``)
        .join(', ')}`,
  );
  return `# Secrets in metadata

Written by \`node scripts/secret-fields.ts\` from \`core/secrets/\`; a test holds the two equal. How and where they are taken out:
[decisions/0011](decisions/0011-secrets-become-markers.md). What that protects from, and what not: [security.md](security.md).

## Fields that hold one

The text of these elements is replaced by a marker such as \`canvasback-redacted:5b1f…\` before it is stored, indexed, logged or
shown, for everybody. The same secret has the same marker, another one another. Empty fields, Salesforce's own placeholders and
formulas that only refer to credentials kept elsewhere stay as they are.

| type | element | secret | says who |
| --- | --- | --- | --- |
${fields.join('\n')}

\`ExtlClntAppGlobalOauthSettings\` is nothing else: it is never listed, read or kept, and refused where a repository has it.

Not in the table and in history all the same? \`canvasback history purge\` takes it out for good, and adds the element or the text to what is
replaced in that org: [operating.md](operating.md#taking-a-secret-out-of-a-history).

## What looks like one anywhere else

Covered with dots for members with the role viewer, line by line, so that line numbers stay; the last letters of a cover tell one
secret from another. Sentences about changes never hold one, whoever reads them. Owners and release managers see the text.

| what | says who |
| --- | --- |
${patterns.join('\n')}

## What sounds like one and is none

Every element of text in the WSDL whose name sounds like a secret is in the first table or here.

${harmless.join('\n')}
`;
}

function whenOf({ unless, orUnless, named }: SecretField): string {
  if (named) return `when ${named.map((each) => `\`${each}\``).join(' or ')} reads like a secret’s name`;
  const parts = [unless, orUnless].flatMap((harmless) =>
    harmless ? [`\`${harmless.sibling}\` is ${harmless.is.join(', ')}`] : [],
  );
  return parts.length > 0 ? `unless ${parts.join('; or ')}` : 'always';
}

const words = (text: string) => text.trim().split(/\s+/);
const upperFirst = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(new URL('../docs/secrets.md', import.meta.url), secretsPage());
}
