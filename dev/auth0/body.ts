// Reads a small form or JSON body.

import type { IncomingMessage } from 'node:http';

const limit = 64 * 1024;

export async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  return new URLSearchParams(await readText(request));
}

export async function readText(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) {
    text += chunk;
    if (text.length > limit) throw new Error('The body is too large.');
  }
  return text;
}
