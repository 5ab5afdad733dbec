import { readFileSync, statSync } from 'node:fs';
import { err, ok, type Result } from '../model/result.ts';

/** Enough for 10,000 processes; a larger file is a mistake, or an attack. */
export const LARGEST_FILE_BYTES = 1 << 20;

/** Why a file cannot be read, for people to read after its name. `missing` is told apart because it may be allowed. */
export interface UnreadableFile {
  readonly missing: boolean;
  readonly problem: string;
}

/** The text of a file of UTF-8, without its byte order mark. Never waits: only regular files are opened. */
export function readText(file: string): Result<string, UnreadableFile> {
  try {
    const stats = statSync(file);
    if (!stats.isFile()) return err({ missing: false, problem: 'is not a regular file' });
    if (stats.size > LARGEST_FILE_BYTES) return err({ missing: false, problem: 'is larger than 1 MiB' });
    const bytes = readFileSync(file);
    if (bytes.length > LARGEST_FILE_BYTES) return err({ missing: false, problem: 'is larger than 1 MiB' });
    return ok(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    return err(describe(error));
  }
}

function describe(error: unknown): UnreadableFile {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return { missing: true, problem: 'does not exist' };
    case 'EACCES':
    case 'EPERM':
      return { missing: false, problem: 'may not be read: permission denied' };
    case 'ERR_ENCODING_INVALID_ENCODED_DATA':
      return { missing: false, problem: 'is not UTF-8 text' };
    case 'ELOOP':
      return { missing: false, problem: 'is a link that leads to itself' };
    default:
      if (code === '') throw error;
      return { missing: false, problem: `cannot be read (${code})` };
  }
}
