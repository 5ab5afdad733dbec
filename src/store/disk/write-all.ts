import type { FileHandle } from 'node:fs/promises';

/** Writes the buffers side by side. @throws what the file system says, `ENOSPC` for a write that was cut short for good. */
export async function writeAll(handle: FileHandle, buffers: readonly Buffer[], position: number): Promise<void> {
  let rest: readonly Buffer[] = buffers;
  for (let at = position; rest.length > 0; ) {
    const { bytesWritten } = await handle.writev(rest as Buffer[], at);
    if (bytesWritten === 0) throw Object.assign(new Error('nothing was written'), { code: 'ENOSPC' });
    at += bytesWritten;
    rest = after(rest, bytesWritten);
  }
}

/** What is left of the buffers behind their first `count` bytes. */
function after(buffers: readonly Buffer[], count: number): readonly Buffer[] {
  let skipped = 0;
  for (const [index, buffer] of buffers.entries()) {
    if (skipped + buffer.length > count) return [buffer.subarray(count - skipped), ...buffers.slice(index + 1)];
    skipped += buffer.length;
  }
  return [];
}
