import {
  appendFileSync,
  chmodSync,
  closeSync,
  copyFileSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { systemClock } from '../../src/app/system-clock.ts';
import { type WatchForHints, watchForHints } from '../../src/watch/change-hints.ts';
import { type FileWatcher, type WatchOptions, watchFiles } from '../../src/watch/watch-files.ts';
import { within } from '../rig/within.ts';

/** Temporary files, a watcher over some of them, and what it reports. */
class Scene implements AsyncDisposable {
  readonly #folder: string;
  readonly #watchers: FileWatcher[] = [];
  readonly #reported: string[] = [];
  #taken = 0;
  #wake = () => {};
  readonly troubles: string[] = [];

  constructor(folder: string) {
    this.#folder = folder;
  }

  static async create(): Promise<Scene> {
    return new Scene(await realpath(await mkdtemp(path.join(os.tmpdir(), 'watch-'))));
  }

  file(...names: readonly string[]): string {
    return path.join(this.#folder, ...names);
  }

  write(name: string, content: string): string {
    mkdirSync(path.dirname(this.file(name)), { recursive: true });
    writeFileSync(this.file(name), content);
    return this.file(name);
  }

  watch(names: readonly string[], options: Partial<WatchOptions> = {}): FileWatcher {
    const watcher = watchFiles(
      names.map((name) => this.file(name)),
      {
        clock: systemClock(),
        debounceMs: 20,
        pollMs: 50,
        onChange: (changed) => {
          this.#reported.push(...changed.map((file) => path.relative(this.#folder, file)));
          this.#wake();
        },
        onTrouble: (message) => this.troubles.push(message),
        ...options,
      },
    );
    this.#watchers.push(watcher);
    return watcher;
  }

  /** The next file that is reported as changed. */
  async next(): Promise<string | undefined> {
    const arrived = (async () => {
      while (this.#reported.length <= this.#taken) {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    })();
    await within(arrived, 'a change to be reported', () => this.#reported.join('\n'));
    this.#taken += 1;
    return this.#reported[this.#taken - 1];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#watchers.map((watcher) => watcher.close()));
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** Nothing hints at anything: only the poll is left. */
const noHints: WatchForHints = () => ({ close: async () => {} });
const SOURCES = [
  ['by its watcher or its poll', {}],
  ['by its poll alone', { watchForHints: noHints }],
] as const;

const EDITS: readonly (readonly [string, (file: string) => void])[] = [
  ['written in place', (file) => writeFileSync(file, 'new')],
  ['appended to', (file) => appendFileSync(file, 'new')],
  [
    'replaced by rename',
    (file) => {
      writeFileSync(`${file}.tmp`, 'new');
      renameSync(`${file}.tmp`, file);
    },
  ],
  [
    'replaced with a backup, as vim does it',
    (file) => {
      renameSync(file, `${file}~`);
      writeFileSync(file, 'new');
      unlinkSync(`${file}~`);
    },
  ],
  [
    'truncated and then written',
    (file) => {
      const fd = openSync(file, 'r+');
      ftruncateSync(fd);
      writeSync(fd, 'new');
      closeSync(fd);
    },
  ],
  [
    'deleted and made again',
    (file) => {
      unlinkSync(file);
      writeFileSync(file, 'new');
    },
  ],
  ['deleted', (file) => unlinkSync(file)],
  [
    'changed with the same size and time',
    (file) => {
      writeFileSync(file, 'OLD');
      utimesSync(file, 1000, 1000);
    },
  ],
  [
    'overwritten by a copy',
    (file) => {
      writeFileSync(`${file}.new`, 'new');
      copyFileSync(`${file}.new`, file);
    },
  ],
  [
    'in a directory that is replaced',
    (file) => {
      const directory = path.dirname(file);
      renameSync(directory, `${directory}.old`);
      mkdirSync(directory);
      writeFileSync(file, 'new');
    },
  ],
  ['in a directory that is removed', (file) => rmSync(path.dirname(file), { recursive: true })],
  [
    'turned into a symbolic link',
    (file) => {
      writeFileSync(`${file}.target`, 'new');
      unlinkSync(file);
      symlinkSync(`${file}.target`, file);
    },
  ],
];

describe.each(SOURCES)('watchFiles, %s,', (_, options) => {
  it.each(EDITS)('reports a file that is %s, and its next edit', async (_edit, edit) => {
    await using scene = await Scene.create();
    const file = scene.write('project/pom.yaml', 'old');
    scene.watch(['project/pom.yaml'], options);
    edit(file);
    expect(await scene.next()).toBe('project/pom.yaml');
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, 'newer');
    expect(await scene.next()).toBe('project/pom.yaml');
  });

  it('reports a file that appears, and one whose directory appears', async () => {
    await using scene = await Scene.create();
    scene.watch(['pom.override.yaml', 'deep/down/.env'], options);
    scene.write('pom.override.yaml', 'here');
    expect(await scene.next()).toBe('pom.override.yaml');
    scene.write('deep/down/.env', 'A=1');
    expect(await scene.next()).toBe('deep/down/.env');
    scene.write('deep/down/.env', 'A=2');
    expect(await scene.next()).toBe('deep/down/.env');
  });

  it('reports a symbolic link that is re-pointed, and an edit of its target', async () => {
    await using scene = await Scene.create();
    scene.write('one/pom.yaml', '1');
    const two = scene.write('two/pom.yaml', '2');
    symlinkSync(scene.file('one/pom.yaml'), scene.file('pom.yaml'));
    scene.watch(['pom.yaml'], options);
    unlinkSync(scene.file('pom.yaml'));
    symlinkSync(two, scene.file('pom.yaml'));
    expect(await scene.next()).toBe('pom.yaml');
    writeFileSync(two, '22');
    expect(await scene.next()).toBe('pom.yaml');
  });

  it('reports files that change as a whole behind a link, as Kubernetes does it', async () => {
    await using scene = await Scene.create();
    scene.write('v1/pom.yaml', '1');
    scene.write('v2/pom.yaml', '2');
    symlinkSync('v1', scene.file('..data'));
    symlinkSync('..data/pom.yaml', scene.file('pom.yaml'));
    scene.watch(['pom.yaml'], options);
    symlinkSync('v2', scene.file('..data_tmp'));
    renameSync(scene.file('..data_tmp'), scene.file('..data'));
    expect(await scene.next()).toBe('pom.yaml');
    scene.write('v2/pom.yaml', '3');
    expect(await scene.next()).toBe('pom.yaml');
  });

  it('says nothing of a file that is touched, or replaced by its equal', async () => {
    await using scene = await Scene.create();
    const file = scene.write('pom.yaml', 'same');
    scene.write('other.yaml', '');
    scene.watch(['pom.yaml', 'other.yaml'], options);
    utimesSync(file, new Date(), new Date());
    chmodSync(file, 0o600);
    writeFileSync(`${file}.tmp`, 'same');
    renameSync(`${file}.tmp`, file);
    // What comes later is reported later: had the touch been a change, it would be the first.
    scene.write('other.yaml', 'changed');
    expect(await scene.next()).toBe('other.yaml');
  });

  it('reports a burst of writes once, as what it leads to', async () => {
    await using scene = await Scene.create();
    const file = scene.write('pom.yaml', '');
    scene.watch(['pom.yaml', 'last'], { ...options, debounceMs: 300 });
    for (let write = 1; write <= 50; write++) {
      writeFileSync(file, '');
      await new Promise((resolve) => setImmediate(resolve));
      writeFileSync(file, `${write}`);
    }
    expect(await scene.next()).toBe('pom.yaml');
    expect(readFileSync(file, 'utf8')).toBe('50');
    scene.write('last', '');
    expect(await scene.next()).toBe('last');
  });
});

describe('watchFiles', () => {
  it('sees a change at once, long before the poll', async () => {
    await using scene = await Scene.create();
    scene.write('pom.yaml', 'old');
    scene.write('src/deep/file', '');
    let ready = () => {};
    const watching = new Promise<void>((resolve) => {
      ready = resolve;
    });
    const watchSlowly: WatchForHints = (directories, onHint, onError) =>
      watchForHints(
        directories,
        () => {
          ready();
          onHint();
        },
        onError,
      );
    scene.watch(['pom.yaml', '.env'], { pollMs: 3_600_000, watchForHints: watchSlowly });
    // Until the watcher has begun, what it would have seen is the poll's to find: knock until it answers.
    let knocks = 0;
    const knocking = setInterval(() => scene.write('.env', `knock ${knocks++}`), 5);
    await watching;
    clearInterval(knocking);
    expect(await scene.next()).toBe('.env');
    scene.write('pom.yaml', 'new');
    let seen = await scene.next();
    while (seen === '.env') seen = await scene.next();
    expect(seen).toBe('pom.yaml');
  });

  it('only polls when the system cannot watch, and says so once', async () => {
    await using scene = await Scene.create();
    scene.write('pom.yaml', 'old');
    const broken: WatchForHints = (_directories, _onHint, onError) => {
      const error = Object.assign(new Error('no space'), { code: 'ENOSPC' });
      for (let times = 0; times < 3; times++) queueMicrotask(() => onError(error));
      return { close: async () => {} };
    };
    scene.watch(['pom.yaml'], { watchForHints: broken });
    await Promise.resolve();
    scene.write('pom.yaml', 'new');
    expect(await scene.next()).toBe('pom.yaml');
    expect(scene.troubles).toEqual([expect.stringContaining('fs.inotify.max_user_watches')]);
  });

  it('watches other paths when told to, and forgets those it was not told of', async () => {
    await using scene = await Scene.create();
    scene.write('a', '1');
    scene.write('b', '1');
    scene.write('c', '1');
    const watcher = scene.watch(['a', 'b']);
    watcher.setPaths([scene.file('b'), scene.file('c')]);
    scene.write('a', '2');
    scene.write('c', '2');
    expect(await scene.next()).toBe('c');
    scene.write('b', '2');
    expect(await scene.next()).toBe('b');
  });

  it('remembers an unreported change of a path that stays', async () => {
    await using scene = await Scene.create();
    scene.write('a', '1');
    const watcher = scene.watch(['a']);
    scene.write('a', '2');
    watcher.setPaths([scene.file('a'), scene.file('b')]);
    expect(await scene.next()).toBe('a');
  });

  it('reports a file that never comes to rest', async () => {
    await using scene = await Scene.create();
    const file = scene.write('busy', '');
    scene.watch(['busy'], { debounceMs: 20 });
    const writing = setInterval(() => appendFileSync(file, 'x'), 2);
    expect(await scene.next()).toBe('busy');
    clearInterval(writing);
  });
});
