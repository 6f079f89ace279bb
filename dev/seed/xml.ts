// Writes metadata documents the way Salesforce does: declaration, four spaces, one element a line.

export type Child = readonly [tag: string, content: string | boolean | number | readonly Child[]];

/** One document; top-level elements come sorted by tag, as in files that Salesforce retrieved. */
export function metadataFile(type: string, children: readonly Child[]): string {
  const sorted = [...children].sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0));
  const body = sorted.map((child) => write(child, 1)).join('');
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${type} xmlns="http://soap.sforce.com/2006/04/metadata">\n${body}</${type}>\n`;
}

function write([tag, content]: Child, depth: number): string {
  const indent = '    '.repeat(depth);
  if (typeof content === 'object') {
    return `${indent}<${tag}>\n${content.map((child) => write(child, depth + 1)).join('')}${indent}</${tag}>\n`;
  }
  return `${indent}<${tag}>${escapeText(String(content))}</${tag}>\n`;
}

function escapeText(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll("'", '&apos;')
    .replaceAll('"', '&quot;');
}
