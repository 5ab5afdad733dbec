import { open } from 'node:fs/promises';
import path from 'node:path';
import type { Control } from '../../model/control.ts';
import type { Failure } from '../../model/failure.ts';
import { err, ok, type Result } from '../../model/result.ts';
import { type LogView, requestFor } from '../logs/log-view.ts';

/** What was written, and where. */
export interface SavedLog {
  /** Absolute. */
  readonly file: string;
  readonly lines: number;
}

/**
 * Writes the lines of a view to a new file, as the processes wrote them: bytes, colours and all.
 *
 * @param file relative to `directory`. One that exists is left alone, and the saving fails.
 */
export async function saveLog(
  control: Control,
  view: LogView,
  file: string,
  directory: string,
): Promise<Result<SavedLog, Failure>> {
  const absolute = path.resolve(directory, file);
  try {
    await using target = await open(absolute, 'wx', 0o600);
    let lines = 0;
    for (let after = 0; ; ) {
      const page = await control.logs(requestFor(view, { from: 'start', after, raw: true }));
      if (!page.ok) return page;
      const parts = page.value.lines.flatMap(({ bytes, partial }) => (partial ? [bytes] : [bytes, NEWLINE]));
      await target.write(Buffer.concat(parts));
      lines += page.value.lines.length;
      if (!page.value.more) return ok({ file: absolute, lines });
      after = page.value.next;
    }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const detail =
      code === 'EEXIST' ? `${absolute} exists already` : `${absolute} cannot be written: ${code ?? message}`;
    return err({ reason: 'operation-failed', detail });
  }
}

const NEWLINE = new Uint8Array([0x0a]);
