// What the org keeps between starts: edits of components, the setup audit trail and the logins, as one JSON file.

import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FileContent } from './components.ts';

export interface KeptEdit {
  readonly type: string;
  readonly fullName: string;
  /** Only the files that changed, null for one taken away; undefined when the component was deleted. */
  readonly files: Readonly<Record<string, FileContent | null>> | undefined;
  /** Its new full name; nothing else changed. */
  readonly renamedTo?: string | undefined;
  /** Flow only: false saves a version without activating it. */
  readonly activate?: boolean | undefined;
  readonly by: string;
  readonly at: number;
}

export interface AuditRow {
  readonly action: string;
  readonly section: string;
  readonly display: string;
  readonly userId: string;
  readonly at: number;
}

export interface LoginRow {
  readonly userId: string;
  readonly at: number;
  readonly type: string;
  readonly application: string;
  readonly status: string;
  readonly address: string;
  /** Counts the org's logins; the row's id comes from it. Older rows lack what follows. */
  readonly number?: number | undefined;
  /** Host the login went to, and what the client said of itself. */
  readonly loginUrl?: string | undefined;
  readonly browser?: string | undefined;
  readonly platform?: string | undefined;
  readonly method?: string | undefined;
}

/** A commit of the project that the org was moved to. */
export interface KeptStep {
  readonly commit: string;
  /** Epoch milliseconds of its changes; undefined: when the commit was made. */
  readonly at?: number | undefined;
  /** Edits that were made before it. */
  readonly after: number;
}

interface Kept {
  /** The commit that edits and steps are laid over. */
  start: string;
  refreshes: number;
  steps: KeptStep[];
  edits: KeptEdit[];
  audit: AuditRow[];
  logins: LoginRow[];
}

/** Kept rows; each change is on disk when the call returns, written beside and renamed. */
export class Ledger {
  readonly #file: string;
  readonly #kept: Kept;
  readonly #ofSteps: AuditRow[] = [];
  /** How many are at work whose changes are saved together at the end. */
  #together = 0;

  constructor(dir: string) {
    mkdirSync(dir, { recursive: true });
    this.#file = join(dir, 'org.json');
    this.#kept = { start: '', refreshes: 0, steps: [], edits: [], audit: [], logins: [] };
    if (!existsSync(this.#file)) return;
    try {
      Object.assign(this.#kept, JSON.parse(readFileSync(this.#file, 'utf8')) as Kept);
    } catch (cause) {
      throw new Error(`${this.#file} is damaged; delete it to start from the project again`, { cause });
    }
  }

  get edits(): readonly KeptEdit[] {
    return this.#kept.edits;
  }

  get audit(): readonly AuditRow[] {
    return [...this.#kept.audit, ...this.#ofSteps];
  }

  get logins(): readonly LoginRow[] {
    return this.#kept.logins;
  }

  get refreshes(): number {
    return this.#kept.refreshes;
  }

  /** Steps from `start`, in order; those of another start are forgotten, for they can't be laid over this one. */
  stepsFrom(start: string): readonly KeptStep[] {
    if (this.#kept.start !== start) {
      this.#kept.start = start;
      this.#kept.steps = [];
    }
    return this.#kept.steps;
  }

  /** Kept on disk by the next `save`; its audit rows are made again from the commit at a start. */
  addStep(step: KeptStep, rows: readonly AuditRow[]): void {
    this.#kept.steps.push(step);
    this.noteStep(rows);
  }

  noteStep(rows: readonly AuditRow[]): void {
    this.#ofSteps.push(...rows);
  }

  /** Forgets edits, steps and the audit trail; a refresh forgets the logins too. */
  forget(how: 'reset' | 'refresh'): void {
    Object.assign(this.#kept, { steps: [], edits: [], audit: [] });
    this.#ofSteps.length = 0;
    if (how === 'refresh') {
      this.#kept.logins = [];
      this.#kept.refreshes += 1;
    }
    this.save();
  }

  addEdit(edit: KeptEdit, audit: AuditRow): void {
    this.#kept.edits.push(edit);
    this.#kept.audit.push(audit);
    this.save();
  }

  addLogin(row: LoginRow): void {
    const { logins } = this.#kept;
    logins.push({ ...row, number: (logins.at(-1)?.number ?? logins.length) + 1 });
    if (this.#kept.logins.length > 5000) this.#kept.logins.splice(0, 1000);
    this.save();
  }

  /** Saves once for all that `work` adds: a deploy of thousands would else write the file thousands of times. */
  async together(work: () => Promise<void>): Promise<void> {
    this.#together += 1;
    try {
      await work();
    } finally {
      this.#together -= 1;
      this.save();
    }
  }

  /** Writes everything beside the file and puts it in its place. */
  save(): void {
    if (this.#together > 0) return;
    const beside = `${this.#file}.${process.pid}.tmp`;
    writeFileSync(beside, JSON.stringify(this.#kept));
    renameSync(beside, this.#file);
  }
}
