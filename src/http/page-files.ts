import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

/** One file of the page, as it is sent. */
export interface PageFile {
  readonly mediaType: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** By their paths in a URL. */
export type PageFiles = ReadonlyMap<string, PageFile>;

const FILES = [
  { path: '/', file: 'index.html', mediaType: 'text/html; charset=utf-8' },
  { path: '/page.js', file: 'page.js', mediaType: 'text/javascript; charset=utf-8' },
  { path: '/page.css', file: 'page.css', mediaType: 'text/css; charset=utf-8' },
  { path: '/icon.svg', file: 'icon.svg', mediaType: 'image/svg+xml' },
] as const;

/** What anybody may read who can connect: it is the same for all, and in it is nothing of any session. */
export const PAGE_PATHS: ReadonlySet<string> = new Set(FILES.map(({ path }) => path));

/** The files that the build makes of `page`. All at once, so that an `npm ci` under a session takes nothing from it. */
export async function readPageFiles(): Promise<PageFiles> {
  const { resolve } = createRequire(import.meta.url);
  return new Map(
    await Promise.all(
      FILES.map(async ({ path, file, mediaType }) => {
        const bytes = new Uint8Array(await readFile(resolve(`#page/${file}`)));
        return [path, { mediaType, bytes }] as const;
      }),
    ),
  );
}
