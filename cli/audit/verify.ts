// `canvasback audit verify`: checks an exported log offline, against a key and checkpoints that were kept.

import process from 'node:process';
import { toBase64 } from '../../core/log/bytes.ts';
import { readEntry } from '../../core/log/entry.ts';
import { type ExportLine, type KeptCheck, type LogReport, verifyLog } from '../../core/log/verify-log.ts';
import { logTools } from '../../server/audit/hash.ts';
import { type Progress, readExport } from './export-lines.ts';
import { type Kept, readKept, readKey } from './kept.ts';

export interface Wrong {
  readonly code: LogReport['findings'][number]['code'];
  readonly index: number;
  readonly last?: number | undefined;
  /** What the entry of that place says of itself, where there is one: epoch milliseconds, and its kind. */
  readonly at?: number;
  readonly kind?: string;
}

export interface CheckedKept extends KeptCheck {
  readonly where: string;
  readonly origin: string;
}

/** One erasure that the log has on record. */
export interface Erased {
  readonly index: number;
  readonly at: number;
  readonly person?: string;
  readonly below?: number;
}

export interface Verified extends Omit<LogReport, 'findings' | 'kept' | 'erased'> {
  readonly file: string;
  /** 0 all fits; 1 it does not; 3 nothing that was kept says so. */
  readonly exitCode: 0 | 1 | 3;
  readonly findings: readonly Wrong[];
  readonly kept: readonly CheckedKept[];
  readonly erased: LogReport['erased'] & { readonly records: readonly Erased[]; readonly recorded: number };
  /** What else is to be said of the files, in words. */
  readonly notes: readonly string[];
}

export interface VerifyWanted {
  readonly file: string;
  readonly key: string;
  readonly checkpoints: readonly string[];
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

const mostNotes = 20;
const mostErasures = 1000;

/** Throws with a sentence for what cannot be read, is no export, no key or no checkpoint. */
export async function verifyFile({ file, key, checkpoints, onProgress }: VerifyWanted): Promise<Verified> {
  const vkey = readKey(key);
  const { kept, broken } = readKept(checkpoints);
  const problems: string[] = [];
  const records: Erased[] = [];
  const count = { problems: 0, recorded: 0 };
  async function* lines(): AsyncGenerator<ExportLine | undefined> {
    for await (const { number, line, problem } of readExport(file, onProgress)) {
      if (problem !== undefined) {
        count.problems += 1;
        if (problems.length < mostNotes) problems.push(`Line ${number} of ${file} ${problem}.`);
      }
      const erasure = line?.type === 'entry' ? erasureOf(line) : undefined;
      if (erasure) {
        count.recorded += 1;
        if (records.length < mostErasures) records.push(erasure);
      }
      yield line;
    }
  }
  const notes = kept.map((one) => one.note);
  const report = await verifyLog(lines(), { tools: logTools, key: vkey, kept: notes });
  const checked = report.kept.map((check, at): CheckedKept => ({ ...check, ...placeOf(kept[at]) }));
  return {
    ...report,
    file,
    exitCode: exitCodeOf(report, checked),
    findings: await withFacts(file, report.findings),
    kept: checked,
    erased: { ...report.erased, records, recorded: count.recorded },
    notes: [
      ...problems,
      ...(count.problems > problems.length
        ? [`And ${count.problems - problems.length} more lines of that sort.`]
        : []),
      ...broken.slice(0, mostNotes).map((where) => `${where}: looks like a checkpoint, and is none.`),
    ],
  };
}

const placeOf = (kept: Kept | undefined) => ({ where: kept?.where ?? '', origin: kept?.origin ?? '' });

/** The empty log is the beginning of every log, so a checkpoint of none says nothing. */
const fits = ({ state, size }: KeptCheck) => state === 'kept' && size > 0;

function exitCodeOf({ findings }: LogReport, kept: readonly KeptCheck[]): Verified['exitCode'] {
  const wrong = ({ state }: KeptCheck) => state !== 'kept' && state !== 'other_log';
  if (findings.length > 0 || kept.some(wrong)) return 1;
  if (kept.some(fits)) return 0;
  // All that was given is of other logs: that is no answer to what was asked.
  return kept.some(({ state }) => state === 'other_log') ? 1 : 3;
}

function erasureOf(line: Extract<ExportLine, { type: 'entry' }>): Erased | undefined {
  if (!line.entry?.text.includes('"kind":"erasure"')) return undefined;
  const facts = readEntry(line.entry.text);
  if (facts?.kind !== 'erasure') return undefined;
  return {
    index: facts.index,
    at: facts.at,
    ...(facts.erasedPerson === undefined ? {} : { person: facts.erasedPerson }),
    ...(facts.erasedBelow === undefined ? {} : { below: facts.erasedBelow }),
  };
}

/** How many findings are looked up in the file once more. */
const mostFacts = 1000;

/** Where an entry stands in the file is what its finding counts by. */
async function withFacts(file: string, findings: LogReport['findings']): Promise<Wrong[]> {
  const wanted = new Set(findings.slice(0, mostFacts).map(({ index }) => index));
  const facts = new Map<number, Pick<Wrong, 'at' | 'kind'>>();
  let place = 0;
  if (wanted.size > 0) {
    for await (const { line } of readExport(file)) {
      if (line?.type !== 'entry') continue;
      const read = wanted.has(place) && line.entry ? readEntry(line.entry.text) : undefined;
      if (read?.index === place) facts.set(place, { at: read.at, kind: read.kind });
      place += 1;
    }
  }
  return findings.map((finding) => ({ ...finding, ...facts.get(finding.index) }));
}

/** For machines: bytes as text, and what is too long left out. */
export function toJson({ checkpoint, findings, ...report }: Verified): string {
  const read = checkpoint && { ...checkpoint, root: toBase64(checkpoint.root) };
  return JSON.stringify({
    ...report,
    checkpoint: read,
    findings: findings.slice(0, mostFacts),
    findingsInAll: findings.length,
  });
}

const betweenMs = 200;

/** One line that is rewritten, on a terminal alone. */
export function showProgress(): ((progress: Progress) => void) | undefined {
  if (!process.stderr.isTTY) return undefined;
  let shown = 0;
  return ({ bytes, of }) => {
    const done = bytes >= of;
    if (!done && performance.now() - shown < betweenMs) return;
    shown = performance.now();
    process.stderr.write(`\r\u001b[K${done ? '' : `${Math.floor((100 * bytes) / of)} % read …`}`);
  };
}
