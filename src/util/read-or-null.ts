import { readdirSync, readFileSync } from 'node:fs';

/** The text of a file; null when it cannot be read: it has gone in the meantime, or is somebody else's. */
export function readOrNull(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

/** The names in a directory; none when it cannot be read. */
export function namesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}
