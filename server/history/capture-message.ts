// The message of a captured commit: a person's words or a summary, and trailers that programs read.

import { trailerName } from '#core/log/anchor.ts';
import type { Capture } from './capture.ts';

/** How sure it is that the commit's author made the change, where it is not certain: `likely` or `unknown`. */
export const certaintyTrailer = 'Canvasback-Author';

const anchorLike = new RegExp(`^[^\\S\\n]*${trailerName}[^\\S\\n]*:`, 'gimu');

export function messageOf(
  { source, message, lane, apiVersion, certainty }: Capture,
  summary: string,
  anchor: string | undefined,
): string {
  const text = (message ?? '')
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\n\t]/gu, '')
    // What a person types is no checkpoint, whatever it looks like.
    .replace(anchorLike, 'typed: $&')
    .trim();
  const trailers = [
    `Canvasback-Lane: ${oneWord(lane)}`,
    `Canvasback-Api-Version: ${oneWord(apiVersion)}`,
    ...(certainty === undefined ? [] : [`${certaintyTrailer}: ${certainty}`]),
    ...(anchor === undefined ? [] : [`${trailerName}: ${anchor}`]),
  ];
  return `${text || `${source.fullName}: ${summary}`}\n\n${trailers.join('\n')}\n`;
}

function oneWord(text: string): string {
  return text.replace(/[^\w.-]/g, '');
}
