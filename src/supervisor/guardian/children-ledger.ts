import { closeSync, fstatSync, openSync, renameSync, unlinkSync, writeSync } from 'node:fs';
import { bootId } from './boot-id.ts';
import {
  type ChildRecord,
  type EndTerms,
  formatLedgerLine,
  type LedgerLine,
  type ProcessIdentity,
} from './child-record.ts';

/** The entry of one child. */
export interface LedgerEntry {
  /** @param isOver whether nobody is left of it who should be ended; asked now and then. */
  spawned(leader: ProcessIdentity, isOver: () => boolean): void;
  /** Its terms have changed. */
  revise(terms: EndTerms): void;
  /** Nobody is left of it who should be ended, or it was never spawned. Saying it again does nothing. */
  over(): void;
}

/** Where children are written down before they exist. */
export interface Ledger {
  begin(token: string, terms: EndTerms): LedgerEntry;
}

export interface LedgerOptions {
  /** Absolute. Whatever is there is replaced. */
  readonly file: string;
  /** What the marks of the session begin with. */
  readonly session: string;
  /** It cannot be written; called once until it can be again. */
  readonly onTrouble: (message: string) => void;
}

/** The file is written anew when it has so many lines more than there are children. */
const SPARE_LINES = 1_000;

/**
 * The children of a session, in a file: whoever finds the session dead reads there whom to end, and how. What is not in
 * it is not to be ended: it was left alone on purpose (`kill: leader`).
 *
 * A child is in it before it is spawned. Lines are appended with one write each, so that at most the last is torn. A file
 * that has been removed, or could not be written, is written anew with the next line.
 */
export class ChildrenLedger implements Ledger {
  readonly #options: LedgerOptions;
  readonly #children = new Map<string, { record: ChildRecord; isOver: () => boolean }>();
  #guardian: ProcessIdentity | null = null;
  #fd: number | null = null;
  #lines = 0;
  #troubled = false;
  #rewriting = false;

  constructor(options: LedgerOptions) {
    this.#options = options;
    this.#rewrite();
  }

  begin(token: string, terms: EndTerms): LedgerEntry {
    let record: ChildRecord = { token, leader: null, terms };
    let isOver = () => false;
    const write = (changes: Partial<ChildRecord>) => {
      record = { ...record, ...changes };
      this.#children.set(token, { record, isOver });
      this.#append({ type: 'child', child: record });
    };
    write({});
    return {
      spawned: (leader, isOverNow) => {
        isOver = isOverNow;
        write({ leader });
      },
      revise: (revised) => {
        if (this.#children.has(token)) write({ terms: revised });
      },
      over: () => {
        if (this.#children.delete(token)) this.#append({ type: 'over', token });
      },
    };
  }

  /** Who ends the children when the session is dead. */
  guardedBy(guardian: ProcessIdentity): void {
    this.#guardian = guardian;
    this.#append({ type: 'guardian', guardian });
  }

  /** Writes the file anew if somebody has removed it. */
  heal(): void {
    if (!this.#isThere()) this.#rewrite();
  }

  /** Nothing is written any more. The file stays for the next session if it names somebody who could not be ended. */
  close(): void {
    this.#guardian = null;
    this.#rewrite();
    this.#closeFile();
    if (this.#children.size > 0) return;
    try {
      unlinkSync(this.#options.file);
    } catch {
      // Somebody else has removed it.
    }
  }

  #append(line: LedgerLine): void {
    if (this.#rewriting) return;
    if (this.#lines > this.#children.size + SPARE_LINES || !this.#isThere()) {
      this.#rewrite();
      return;
    }
    try {
      if (this.#fd !== null) writeSync(this.#fd, formatLedgerLine(line));
      this.#lines += 1;
    } catch (error) {
      this.#failed(error);
    }
  }

  #isThere(): boolean {
    return this.#fd !== null && fstatSync(this.#fd).nlink > 0;
  }

  #rewrite(): void {
    this.#rewriting = true;
    for (const { isOver } of [...this.#children.values()]) isOver();
    this.#rewriting = false;
    const lines = this.#allLines();
    const unfinished = `${this.#options.file}~`;
    try {
      const fd = openSync(unfinished, 'w', 0o600);
      this.#closeFile();
      this.#fd = fd;
      writeSync(fd, lines.map(formatLedgerLine).join(''));
      renameSync(unfinished, this.#options.file);
      this.#lines = lines.length;
      this.#troubled = false;
    } catch (error) {
      this.#failed(error);
    }
  }

  #allLines(): readonly LedgerLine[] {
    return [
      { type: 'session', session: this.#options.session, bootId: bootId() },
      ...(this.#guardian === null ? [] : [{ type: 'guardian', guardian: this.#guardian } as const]),
      ...[...this.#children.values()].map(({ record }) => ({ type: 'child', child: record }) as const),
    ];
  }

  #failed(error: unknown): void {
    this.#closeFile();
    if (this.#troubled) return;
    this.#troubled = true;
    const { code, message } = error as NodeJS.ErrnoException;
    const { file, onTrouble } = this.#options;
    onTrouble(`${file} cannot be written (${code ?? message}): who dies with the session cannot be told for sure`);
  }

  #closeFile(): void {
    if (this.#fd !== null) closeSync(this.#fd);
    this.#fd = null;
  }
}

/** For sessions that nobody guards. */
export const NO_LEDGER: Ledger = {
  begin: () => ({ spawned: () => undefined, revise: () => undefined, over: () => undefined }),
};
