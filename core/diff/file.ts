// Compares one file: metadata by structure, everything else, and metadata that does not parse, by lines.

import type { FileRole } from '../component.ts';
import { parseXml, type ReadDocument, XmlError } from '../metadata/parse-xml.ts';
import { newShared, type Shared } from '../metadata/xml-scanner.ts';
import type { Change, Fallback, FileDiff, TextDiff } from './change.ts';
import { codeChanges, codeSummary } from './code.ts';
import { metadataNoise, textNoise } from './noise.ts';
import { diffRead, type SemanticDiff } from './semantic.ts';
import { summarize } from './summary.ts';
import { diffText } from './text.ts';
import { createTeller, type Told } from './wording.ts';
import { wordsFor } from './words/type-words.ts';

export interface FilePair {
  readonly name: string;
  readonly role: FileRole;
  /** Metadata type, if known: decides which lists are sets, and the words. */
  readonly type: string;
  readonly before: string;
  readonly after: string;
}

/** A file's difference, and its sentence. */
export interface SummarizedFile {
  readonly diff: FileDiff;
  readonly summary: string;
}

export function diffFile(pair: FilePair): SummarizedFile {
  if (pair.role === 'content') return byLines(pair);
  const semantic = byMeaning(pair);
  return isSemantic(semantic) ? byStructure(pair, semantic) : byLines(pair, semantic);
}

function byMeaning({ type, before, after }: FilePair): SemanticDiff | Fallback {
  const shared = newShared();
  const document = parsed(before, shared);
  const other = parsed(after, shared);
  if (document instanceof XmlError || other instanceof XmlError) return fallbackOf(document, other);
  return diffRead(type, document, other, before > after);
}

function isSemantic(result: SemanticDiff | Fallback): result is SemanticDiff {
  return 'deltas' in result;
}

function parsed(text: string, shared: Shared): ReadDocument | XmlError {
  try {
    return parseXml(text, shared);
  } catch (error) {
    if (error instanceof XmlError) return error;
    throw error;
  }
}

function fallbackOf(before: ReadDocument | XmlError, after: ReadDocument | XmlError): Fallback {
  const error = (after instanceof XmlError ? after : before) as XmlError;
  const side = before instanceof XmlError ? (after instanceof XmlError ? 'both' : 'before') : 'after';
  return { side, message: error.message, line: error.line, column: error.column };
}

function byStructure(pair: FilePair, semantic: SemanticDiff): SummarizedFile {
  const { name, role, type } = pair;
  const tell = createTeller(wordsFor(type), semantic.before, semantic.after);
  const told: Told[] = [];
  const noise: Change[] = [];
  for (const delta of semantic.deltas) {
    const one = tell(delta);
    if (delta.noise) noise.push(one.change);
    else told.push(one);
  }
  const { same } = semantic;
  noise.push(...metadataNoise(pair.before, pair.after, { same, reordered: semantic.reordered }));
  const diff: FileDiff = {
    name,
    role,
    by: 'structure',
    changes: told.map(({ change }) => change),
    noise,
    text: textDiff(pair),
    exact: semantic.exact,
  };
  return { diff, summary: summarize(told, noise) };
}

function byLines(pair: FilePair, fallback?: Fallback): SummarizedFile {
  const text = diffText(unmarked(pair.before), unmarked(pair.after), { moves: true });
  const changes = codeChanges(pair, text.hunks);
  const noise = textNoise(pair.before, pair.after);
  const { name, role } = pair;
  const diff: FileDiff = { name, role, by: 'lines', changes, noise, text, exact: text.exact, fallback };
  return { diff, summary: changes.length > 0 ? codeSummary(pair, text.hunks) : summarize([], noise) };
}

function textDiff({ before, after }: FilePair): TextDiff {
  return diffText(unmarked(before), unmarked(after));
}

function unmarked(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}
