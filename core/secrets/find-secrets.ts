// Finds what looks like a secret in any text, in a time that grows with the text and no faster.

import type { ComponentSource } from '../component.ts';
import { isMarker } from './marker.ts';
import { secretPatterns } from './patterns.ts';

/** Where a secret stands in a text; the end is not included. */
export interface SecretSpan {
  readonly start: number;
  readonly end: number;
  /** What it is: `private key`. */
  readonly name: string;
}

/** They tell of each group where it stands. */
const placed = secretPatterns.map((each) => ({
  ...each,
  pattern: new RegExp(each.pattern.source, `${each.pattern.flags}d`),
}));

/** In the order of the text; none overlaps another. */
export function findSecrets(text: string): readonly SecretSpan[] {
  const found: SecretSpan[] = [];
  for (const { name, needs, pattern } of placed) {
    if (!needs.some((need) => text.includes(need))) continue;
    for (const hit of text.matchAll(pattern)) {
      const [start, end] = hit.indices?.groups?.secret ?? [hit.index, hit.index + hit[0].length];
      if (!isMarker(text.slice(start, end))) found.push({ start, end, name });
    }
  }
  return found.length < 2 ? found : withoutOverlap(found);
}

function withoutOverlap(found: SecretSpan[]): SecretSpan[] {
  const merged: SecretSpan[] = [];
  for (const span of found.sort((one, other) => one.start - other.start)) {
    const last = merged.at(-1);
    if (!last || span.start >= last.end) merged.push(span);
    else if (span.end > last.end) merged[merged.length - 1] = { ...last, end: span.end };
  }
  return merged;
}

const dot = '•';
/** Shorter secrets are all dots: a hint would be a large part of them. */
const shortestWithHint = 12;

/** Makes a few letters that are the same for the same secret only. */
export type Hint = (secret: string) => string;

/**
 * The text with every hit covered: as long as before, line by line. With a `hint`, the last letters of a cover tell one
 * secret from another, so that a change still shows. The same text when there is no hit.
 */
export function coverSecrets(text: string, hint?: Hint): string {
  const spans = findSecrets(text);
  if (spans.length === 0) return text;
  let out = '';
  let from = 0;
  for (const { start, end } of spans) {
    const secret = text.slice(start, end);
    out +=
      text.slice(from, start) + cover(secret, secret.length >= shortestWithHint ? hint?.(secret) : undefined);
    from = end;
  }
  return out + text.slice(from);
}

/** The same for all files of a component; the very same object when there is no hit. */
export function coverSource(source: ComponentSource, hint?: Hint): ComponentSource {
  const files = source.files.map((file) => {
    // Of binary content it is a description: names, sizes and checksums.
    if (file.binary) return file;
    const text = coverSecrets(file.text, hint);
    return text === file.text ? file : { ...file, text };
  });
  return files.every((file, index) => file === source.files[index]) ? source : { ...source, files };
}

function cover(secret: string, hint = ''): string {
  const dots = secret.replace(/[^\r\n]/g, dot);
  if (hint === '') return dots;
  const lastLine = Math.max(dots.lastIndexOf('\n'), dots.lastIndexOf('\r')) + 1;
  const room = dots.length - lastLine;
  return dots.slice(0, dots.length - Math.min(room, hint.length)) + hint.slice(0, room);
}
