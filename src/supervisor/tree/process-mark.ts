import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, unlinkSync } from 'node:fs';
import path from 'node:path';
import { isOutOfResources, openFilesLimit } from '../scarcity.ts';

/** The variable that holds the marks of a process, outermost first, with a colon between them. */
const MARK_VARIABLE = 'POM_INSTANCE';
const PREFIX = `${MARK_VARIABLE}=`;

const TAGS = 'tags';

/** High enough to be nobody's own, low enough for any usual limit. */
export const TAG_FD = 198;

/**
 * What a child and everything descended from it can be known by: a variable in their environment and an open file.
 * Servers that write their title over their environment still have the file; those that close all files still have the
 * variable.
 */
export interface ProcessMark {
  /** Unique on this machine. */
  readonly token: string;
  /** Where the open file had its name; null: there is no such file. */
  readonly tagPath: string | null;
}

/** A mark that is about to be given to a child. `close` it once the child has been spawned. */
export interface FreshMark extends ProcessMark {
  readonly environment: ReadonlyMap<string, string>;
  /** Where descriptors beyond the first three go; empty without a file. */
  readonly moreStdio: readonly ('ignore' | number)[];
  close(): void;
}

/** Makes a mark for each child of a session. */
export class ProcessMarks {
  /** What the tokens begin with; a dot follows. Unique on this machine. */
  readonly session = randomBytes(8).toString('hex');
  readonly #directory: string;
  readonly #onTrouble: (message: string) => void;
  /** Where there is no /proc the file could not be found again. */
  readonly #usesFiles = existsSync('/proc/self/limits') && openFilesLimit() > TAG_FD;
  #count = 0;
  #troubled = false;

  /**
   * @param directory where files may be made; they have no name any more when a child has them.
   * @param onTrouble files cannot be made; called once until they can be again.
   */
  constructor(directory: string, onTrouble: (message: string) => void = () => undefined) {
    this.#directory = directory;
    this.#onTrouble = onTrouble;
  }

  /** @param environment of the child, without the mark; marks that are in it are kept. */
  next(environment: ReadonlyMap<string, string>): FreshMark {
    const token = `${this.session}.${++this.#count}`;
    const outer = environment.get(MARK_VARIABLE);
    const marked = new Map(environment).set(MARK_VARIABLE, outer ? `${outer}:${token}` : token);
    const tagPath = tagPathOf(this.#directory, token);
    const fd = this.#usesFiles ? this.#openTag(tagPath) : null;
    return {
      token,
      tagPath: fd === null ? null : tagPath,
      environment: marked,
      moreStdio: fd === null ? [] : [...Array<'ignore'>(TAG_FD - 3).fill('ignore'), fd],
      close: () => {
        if (fd !== null) closeSync(fd);
      },
    };
  }

  /** A child without the file is better than none: null when it cannot be made. */
  #openTag(file: string): number | null {
    try {
      const directory = path.dirname(file);
      if (!existsSync(directory)) mkdirSync(directory, { mode: 0o700 });
      const fd = openSync(file, 'wx', 0o600);
      unlinkSync(file);
      this.#troubled = false;
      return fd;
    } catch (error) {
      this.#failed(path.dirname(file), error);
      return null;
    }
  }

  #failed(directory: string, error: unknown): void {
    const { code, message } = error as NodeJS.ErrnoException;
    // Scarcity passes, and a session makes a directory anew that was removed.
    if (this.#troubled || isOutOfResources(code) || code === 'ENOENT') return;
    this.#troubled = true;
    this.#onTrouble(
      `children cannot be tagged in ${directory} (${code ?? message}): who leaves their group and clears its environment may outlive them`,
    );
  }
}

/** @param directory of the session. */
export function tagPathOf(directory: string, token: string): string {
  return path.join(directory, TAGS, token);
}

/** The tokens in `environ`, as /proc has it. */
export function marksIn(environ: string): readonly string[] {
  const start = environ.startsWith(PREFIX) ? 0 : environ.indexOf(`\0${PREFIX}`) + 1;
  if (start === 0 && !environ.startsWith(PREFIX)) return [];
  const end = environ.indexOf('\0', start);
  return environ.slice(start + PREFIX.length, end === -1 ? environ.length : end).split(':');
}

/** What the link of /proc to the open file of the mark says; null: there is no such file. */
export function tagLinkOf({ tagPath }: ProcessMark): string | null {
  return tagPath === null ? null : `${tagPath} (deleted)`;
}
