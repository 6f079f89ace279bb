// Compares one file: metadata by structure, everything else, and metadata that does not parse, by lines.

import type { BinaryContent, FileRole } from '../component.ts';
import { parseXml, type ReadDocument, XmlError } from '../metadata/parse-xml.ts';
import { newShared, type Shared } from '../metadata/xml-scanner.ts';
import { binaryChanges, binarySummary, type ContentSide, isBinaryPair } from './binary.ts';
import type { Change, Fallback, FileDiff, TextDiff } from './change.ts';
import { codeChanges, codeSummary } from './code.ts';
import { metadataNoise, textNoise } from './noise.ts';
import { unmarked } from './pair-files.ts';
import { diffRead, type SemanticDiff } from './semantic.ts';
import { batchSize, type FileStep, inBatches } from './steps.ts';
import { summarize } from './summary.ts';
import { diffText, type TextOptions } from './text.ts';
import { createTeller, type Told } from './wording.ts';
import { wordsFor } from './words/type-words.ts';

export interface FilePair {
  readonly name: string;
  readonly role: FileRole;
  /** Metadata type, if known: decides which lists are sets, and the words. */
  readonly type: string;
  readonly before: string;
  readonly after: string;
  /** What is known of a side's content when it is no text. */
  readonly binary?: {
    readonly before?: BinaryContent | undefined;
    readonly after?: BinaryContent | undefined;
  };
}

/** A file's difference, and its sentence. */
export interface SummarizedFile {
  readonly diff: FileDiff;
  readonly summary: string;
}

/** A file's difference but for its lines, which only the line lenses need: `text` computes them when asked. */
export interface FoundFile {
  readonly diff: Omit<FileDiff, 'text'>;
  readonly summary: string;
  text(): TextDiff;
}

export function diffFile(pair: FilePair): SummarizedFile {
  const steps = fileSteps(pair);
  let step = steps.next();
  while (!step.done) step = steps.next();
  const { diff, summary, text } = step.value;
  return { diff: { ...diff, text: text() }, summary };
}

/** The same step by step, first changes first. */
export function* fileSteps(pair: FilePair): Generator<FileStep, FoundFile> {
  if (pair.role === 'content') {
    const [before, after] = contentSides(pair);
    return yield* isBinaryPair(before, after) ? byContent(pair, before, after) : byLines(pair);
  }
  const semantic = yield* byMeaning(pair);
  return isSemantic(semantic) ? yield* byStructure(pair, semantic) : yield* byLines(pair, semantic);
}

const pause = { kind: 'pause' } as const;

function* byMeaning({ type, before, after }: FilePair): Generator<FileStep, SemanticDiff | Fallback> {
  const shared = newShared();
  const document = parsed(before, shared);
  yield pause;
  const other = parsed(after, shared);
  yield pause;
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

function* byStructure(pair: FilePair, semantic: SemanticDiff): Generator<FileStep, FoundFile> {
  const { name, role, type } = pair;
  const { deltas, exact, same } = semantic;
  const head = { by: 'structure', exact } as const;
  yield { kind: 'found', found: { ...head, count: deltas.length } };
  const tell = createTeller(wordsFor(type), semantic.before, semantic.after);
  const told: Told[] = [];
  const noise: Change[] = [];
  for (let at = 0; at < deltas.length; at += batchSize) {
    const changes: Change[] = [];
    for (const delta of deltas.slice(at, at + batchSize)) {
      const one = tell(delta);
      if (delta.noise) noise.push(one.change);
      else {
        told.push(one);
        changes.push(one.change);
      }
    }
    yield { kind: 'changes', changes };
  }
  noise.push(...metadataNoise(pair.before, pair.after, { same, reordered: semantic.reordered }));
  yield { kind: 'noise', noise };
  return {
    diff: { name, role, ...head, changes: told.map(({ change }) => change), noise },
    summary: summarize(told, noise),
    text: () => textDiff(pair),
  };
}

function contentSides({ before, after, binary }: FilePair): [ContentSide, ContentSide] {
  return [
    { text: before, binary: binary?.before },
    { text: after, binary: binary?.after },
  ];
}

function* byContent(pair: FilePair, before: ContentSide, after: ContentSide): Generator<FileStep, FoundFile> {
  const changes = binaryChanges(before, after);
  const { name, role } = pair;
  const head = { by: 'content', exact: true } as const;
  yield { kind: 'found', found: { ...head, count: changes.length } };
  yield* inBatches(changes);
  return {
    diff: { name, role, ...head, changes, noise: [] },
    summary: changes.length > 0 ? binarySummary(before, after, changes) : summarize([], []),
    text: () => textDiff(pair),
  };
}

function* byLines(pair: FilePair, fallback?: Fallback): Generator<FileStep, FoundFile> {
  const text = textDiff(pair, { moves: true });
  yield pause;
  const changes = codeChanges(pair, text.hunks);
  const { name, role } = pair;
  const head = { by: 'lines', exact: text.exact, fallback } as const;
  yield { kind: 'found', found: { ...head, count: changes.length } };
  yield* inBatches(changes);
  const noise = textNoise(pair.before, pair.after);
  yield { kind: 'noise', noise };
  return {
    diff: { name, role, ...head, changes, noise },
    summary: changes.length > 0 ? codeSummary(pair, text.hunks) : summarize([], noise),
    text: () => text,
  };
}

/** Line hunks of two whole files. */
export function textDiff(
  { before, after }: Pick<FilePair, 'before' | 'after'>,
  options?: TextOptions,
): TextDiff {
  return diffText(unmarked(before), unmarked(after), options);
}
