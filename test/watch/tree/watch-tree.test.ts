import { mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { systemClock } from '../../../src/app/system-clock.ts';
import type { WatchDirectory } from '../../../src/watch/tree/directory-watches.ts';
import { type TreeWatchOptions, watchTree } from '../../../src/watch/tree/watch-tree.ts';

/** A directory that is watched, and what was told of it, relative to it. */
class Tree {
  readonly root = realpathSync(mkdtempSync(path.join(tmpdir(), 'pom-tree-')));
  readonly troubles: string[] = [];
  readonly #told: (readonly string[])[] = [];
  #wake: () => void = () => undefined;
  #close: () => void = () => undefined;

  constructor(files: readonly string[] = []) {
    for (const file of files) this.write(file, 'old');
  }

  watch(options: Partial<TreeWatchOptions> = {}): this {
    const { close } = bound(
      watchTree({
        clock: systemClock(),
        ignore: [],
        never: [],
        debounceMs: 30,
        onChange: (changed) => {
          this.#told.push(changed.map((file) => path.relative(this.root, file)));
          this.#wake();
        },
        onPolling: (message) => this.troubles.push(message),
        ...options,
        paths: (options.paths ?? ['.']).map((file) => path.resolve(this.root, file)),
      }),
    );
    this.#close = close;
    return this;
  }

  write(file: string, text = `${Math.random()}`): void {
    mkdirSync(path.dirname(this.at(file)), { recursive: true });
    writeFileSync(this.at(file), text);
  }

  at(file: string): string {
    return path.join(this.root, file);
  }

  /** The files of the next report. */
  async next(): Promise<readonly string[]> {
    while (this.#told.length === 0) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    return [...(this.#told.shift() ?? [])].sort();
  }

  /** Everything told from now until `marker`, which is changed for that, is told; without it. */
  async until(marker: string): Promise<readonly string[]> {
    this.write(marker);
    const files = new Set<string>();
    while (!files.has(marker)) for (const file of await this.next()) files.add(file);
    files.delete(marker);
    return [...files].sort();
  }

  [Symbol.dispose](): void {
    this.#close();
    rmSync(this.root, { recursive: true, force: true });
  }
}

function bound<T extends { close(): void }>(watcher: T): { close: () => void } {
  return { close: () => watcher.close() };
}

const refuses =
  (code: string): WatchDirectory =>
  () => {
    throw Object.assign(new Error(`${code}: refused`), { code });
  };

describe('a watched tree', () => {
  it('tells of a file that is written, once', async () => {
    using tree = new Tree(['src/a.js']).watch();
    tree.write('src/a.js');
    expect(await tree.next()).toEqual(['src/a.js']);
    expect(await tree.until('marker')).toEqual([]);
  });

  it('tells of many changes at once in one go, and of two that are further apart in two', async () => {
    using tree = new Tree().watch();
    for (let i = 0; i < 50; i++) tree.write(`file-${i}`);
    expect(await tree.next()).toHaveLength(50);
    tree.write('file-0');
    expect(await tree.next()).toEqual(['file-0']);
  });

  it('tells of files that are created, renamed into place and removed', async () => {
    using tree = new Tree(['a', 'b']).watch();
    tree.write('new');
    expect(await tree.next()).toEqual(['new']);
    tree.write('a.tmp');
    renameSync(tree.at('a.tmp'), tree.at('a'));
    expect(await tree.next()).toContain('a');
    rmSync(tree.at('b'));
    expect(await tree.next()).toEqual(['b']);
  });

  it('adopts new directories, with the files that are in them before they are watched', async () => {
    using tree = new Tree().watch();
    tree.write('one/two/three/a');
    expect(await tree.next()).toEqual(['one/two/three/a']);
    tree.write('one/two/three/a');
    expect(await tree.next()).toEqual(['one/two/three/a']);
  });

  it('goes on watching a directory that takes the place of another', async () => {
    using tree = new Tree(['lib/a', 'other/b']).watch();
    rmSync(tree.at('lib'), { recursive: true });
    renameSync(tree.at('other'), tree.at('lib'));
    await tree.until('marker');
    tree.write('lib/b');
    expect(await tree.next()).toEqual(['lib/b']);
  });

  it('notices when the directory that was asked for appears, and when it is replaced', async () => {
    using tree = new Tree(['elsewhere/b']).watch({ paths: ['src'] });
    tree.write('src/a');
    expect(await tree.next()).toEqual(['src/a']);
    rmSync(tree.at('src'), { recursive: true });
    renameSync(tree.at('elsewhere'), tree.at('src'));
    const files = new Set(await tree.next());
    while (!files.has('src/b')) for (const file of await tree.next()) files.add(file);
    tree.write('src/b');
    expect(await tree.next()).toEqual(['src/b']);
  });

  it('never tells of .git, node_modules, files of editors and what it is told to leave alone', async () => {
    using tree = new Tree(['.git/HEAD', 'node_modules/x/a', 'own/log', 'pkg/node_modules/a']);
    tree.watch({ never: [tree.at('own'), tree.at('out.log')] });
    for (const file of ['.git/HEAD', 'node_modules/x/a', 'pkg/node_modules/a', 'own/log', 'out.log', 'out.log.1']) {
      tree.write(file);
    }
    for (const file of ['a~', '.a.js.swp', '4913', '.#a', 'new/node_modules/b']) tree.write(file);
    expect(await tree.until('marker')).toEqual([]);
  });

  it('watches what is asked for by name, even below node_modules', async () => {
    using tree = new Tree(['node_modules/mine/a']).watch({ paths: ['node_modules/mine', 'marker'] });
    tree.write('node_modules/mine/a');
    expect(await tree.next()).toEqual(['node_modules/mine/a']);
  });

  it('ignores names anywhere and paths from the top', async () => {
    using tree = new Tree(['dist/a', 'src/dist/a', 'src/a.test.js', 'tmp/a', 'src/tmp/a', 'src/keep.js']);
    tree.watch({ ignore: ['dist', '*.test.js', tree.at('tmp'), tree.at('gen/**/*.js')] });
    for (const file of ['dist/a', 'src/dist/a', 'src/a.test.js', 'tmp/a', 'gen/a/b.js']) tree.write(file);
    expect(await tree.until('src/keep.js')).toEqual([]);
    tree.write('src/tmp/a');
    expect(await tree.next()).toEqual(['src/tmp/a']);
  });

  it('watches single files, and those that match a glob', async () => {
    using tree = new Tree(['package.json', 'other.json', 'src/a.ts', 'src/a.css', 'src/deep/b.ts']);
    tree.watch({ paths: ['package.json', 'src/**/*.ts'] });
    for (const file of ['other.json', 'src/a.css', 'src/deep/b.ts']) tree.write(file);
    expect(await tree.next()).toEqual(['src/deep/b.ts']);
    tree.write('package.json');
    expect(await tree.next()).toEqual(['package.json']);
  });

  it('tells once of a file that is asked for and replaced', async () => {
    using tree = new Tree(['one', 'two']).watch({ paths: ['one', 'marker'] });
    renameSync(tree.at('two'), tree.at('one'));
    expect(await tree.next()).toEqual(['one']);
    expect(await tree.until('marker')).toEqual([]);
  });

  it('takes a touched file for a changed one', async () => {
    using tree = new Tree(['a']).watch();
    utimesSync(tree.at('a'), 1, 1);
    expect(await tree.next()).toEqual(['a']);
  });

  it.each(['ENOSPC', 'EMFILE'])('polls when the system answers %s, and says so once', async (code) => {
    using tree = new Tree(['src/a', 'src/deep/b']).watch({ watchDirectory: refuses(code) });
    expect(tree.troubles).toEqual([expect.stringContaining(code)]);
    // The first look is what later ones are compared with: changes of the tree begin with the second.
    const changes = setInterval(() => tree.write('src/deep/b'), 5);
    const seen = await tree.next();
    clearInterval(changes);
    expect(seen).toEqual(['src/deep/b']);
    expect(tree.troubles).toHaveLength(1);
  });

  it('polls when the limit is reached in the middle', async () => {
    let watched = 0;
    using tree = new Tree(['a/1', 'b/1', 'c/1']);
    tree.watch({
      watchDirectory: (...args) => {
        if (++watched > 2) return refuses('ENOSPC')(...args);
        return { close: () => undefined };
      },
    });
    expect(tree.troubles).toHaveLength(1);
  });
});
