import { describe, expect, it } from '@jest/globals';
import { ProcessWatches } from '../../src/app/process-watches.ts';
import type { ProcessSpec } from '../../src/model/process-spec.ts';
import type { ServerEvent } from '../../src/model/server-event.ts';
import type { WatchSpec } from '../../src/model/watch-spec.ts';
import type { TreeWatchOptions } from '../../src/watch/tree/watch-tree.ts';
import { needs, planOf, specOf } from '../supervisor/specs.ts';
import { Stage } from '../supervisor/stage.ts';

const WATCH: WatchSpec = {
  paths: ['/project/src'],
  ignore: [],
  debounceMs: 300,
  action: { kind: 'restart' },
  cascade: false,
};

/** Processes on a manual clock, watched by trees that change when the test says so. */
class Watching {
  readonly stage: Stage;
  readonly watches: ProcessWatches;
  readonly told: Extract<ServerEvent, { type: 'FilesChanged' }>[] = [];
  readonly #open = new Set<TreeWatchOptions>();
  never: readonly string[] = [];

  constructor(specs: readonly ProcessSpec[]) {
    this.stage = new Stage(specs, {
      onEvent: (event) => {
        if (event.type === 'ProcessStateChanged') this.watches.follow(event.process.name);
      },
    });
    this.watches = new ProcessWatches({
      clock: this.stage.clock,
      processes: this.stage.supervisor,
      directory: '/project',
      never: () => this.never,
      onEvent: (event) => {
        if (event.type === 'FilesChanged') this.told.push(event);
      },
      watchTree: (options) => {
        this.#open.add(options);
        return { close: () => this.#open.delete(options) };
      },
    });
  }

  /** Who is watched: the paths of each watch that is open. */
  get open(): readonly (readonly string[])[] {
    return [...this.#open].map(({ paths }) => paths);
  }

  async change(...files: readonly string[]): Promise<void> {
    for (const { onChange } of [...this.#open]) onChange(files.map((file) => `/project/${file}`));
    await this.stage.settle();
  }

  /** Says that the system cannot watch. */
  limit(): void {
    for (const { onPolling } of [...this.#open]) onPolling('the limit is reached');
  }
}

const api = (watch: Partial<WatchSpec> = {}, more: Partial<ProcessSpec> = {}) =>
  specOf('api', { watch: { ...WATCH, ...watch }, ...more });

describe('a process that is watched for', () => {
  it('is restarted when a file changes, and its run tells which', async () => {
    const watching = new Watching([api()]);
    await watching.stage.up();
    await watching.change('src/a.js', 'src/b.js');
    expect(watching.stage.info('api')).toMatchObject({ status: 'running', run: 2, restarts: 1 });
    const [first] = watching.stage.supervisor.report('api')?.runs ?? [];
    expect(first?.cause).toEqual({ reason: 'file-changed', file: 'src/a.js' });
    const change = { file: 'src/a.js', others: 1, at: watching.stage.clock.wallTime(), action: 'restart' };
    expect(watching.watches.statusOf('api')).toEqual({ mode: 'watching', lastChange: change, warning: null });
    expect(watching.told).toEqual([{ type: 'FilesChanged', name: 'api', change, suspended: false }]);
  });

  it('is watched for only while it is wanted', async () => {
    const watching = new Watching([api(), specOf('plain'), api({}, { name: 'idle', autostart: false })]);
    expect(watching.open).toEqual([]);
    await watching.stage.up();
    expect(watching.open).toHaveLength(1);
    await watching.stage.finish(watching.stage.supervisor.stop(['api']));
    expect(watching.open).toEqual([]);
    expect(watching.watches.statusOf('api')).toBeNull();
  });

  it('is restarted when it has crashed or completed, and while it waits for its next try', async () => {
    for (const [code, restart] of [
      [0, {}],
      [1, {}],
      [1, { restart: { ...specOf('x').restart, policy: 'always' as const } }],
    ] as const) {
      const watching = new Watching([api({}, restart)]);
      await watching.stage.up();
      watching.stage.children.last('api').exit(code);
      await watching.stage.settle();
      expect(watching.stage.info('api').status).not.toBe('running');
      await watching.change('src/a.js');
      expect(watching.stage.info('api')).toMatchObject({ status: 'running', run: 2 });
    }
  });

  it('is left alone while it waits for what it depends on', async () => {
    const watching = new Watching([specOf('db'), api({}, needs('db:completed'))]);
    await watching.stage.up();
    await watching.change('src/a.js');
    expect(watching.told).toEqual([]);
    expect(watching.stage.info('api')).toMatchObject({ status: 'pending', restarts: 0 });
  });

  it('takes its dependents with it when it is to', async () => {
    const specs = (cascade: boolean) => [api({ cascade }), specOf('web', needs('api')), specOf('mail', needs('web'))];
    for (const [cascade, run] of [
      [false, 1],
      [true, 2],
    ] as const) {
      const watching = new Watching(specs(cascade));
      await watching.stage.up();
      await watching.change('src/a.js');
      await watching.stage.settle();
      expect(['api', 'web', 'mail'].map((name) => watching.stage.info(name).run)).toEqual([2, run, run]);
    }
  });

  it('does not start a dependent that is stopped', async () => {
    const watching = new Watching([api({ cascade: true }), specOf('web', needs('api'))]);
    await watching.stage.up();
    await watching.stage.finish(watching.stage.supervisor.stop(['web']));
    await watching.change('src/a.js');
    expect(watching.stage.statuses).toEqual({ api: 'running', web: 'stopped' });
  });

  it('gets a signal instead', async () => {
    const watching = new Watching([api({ action: { kind: 'signal', signal: 'SIGHUP' } })]);
    watching.stage.children.temper('api', { ignores: ['SIGHUP'] });
    await watching.stage.up();
    await watching.change('src/a.js');
    expect(watching.stage.children.last('api').signals).toEqual(['SIGHUP']);
    expect(watching.stage.info('api').run).toBe(1);
  });

  it('has a command run beside it instead, once more for what changed meanwhile, and tells of its failure', async () => {
    const command = { kind: 'argv', argv: ['make'] } as const;
    const watching = new Watching([api({ action: { kind: 'exec', command } })]);
    await watching.stage.up();
    await watching.change('src/a.js');
    await watching.change('src/b.js');
    await watching.change('src/c.js');
    expect(watching.stage.spawned).toEqual(['api', 'make']);
    watching.stage.children.last('make').exit(2);
    await watching.stage.settle();
    expect(watching.stage.spawned).toEqual(['api', 'make', 'make']);
    expect(watching.watches.warnings).toEqual(['api: the command run for a change failed: exited with code 2']);
    watching.stage.children.last('make').exit(0);
    await watching.stage.settle();
    expect(watching.stage.spawned).toHaveLength(3);
    expect(watching.watches.warnings).toEqual([]);
    await watching.change('src/d.js');
    expect(watching.stage.spawned).toHaveLength(4);
  });

  it('is no longer watched for when it changes its own files, until it is restarted by hand', async () => {
    const watching = new Watching([api()]);
    await watching.stage.up();
    for (let i = 0; i < 11; i++) {
      await watching.change(`src/out-${i}.js`);
      await watching.stage.clock.advance(1_000);
    }
    expect(watching.stage.info('api').restarts).toBe(10);
    expect(watching.open).toEqual([]);
    expect(watching.watches.statusOf('api')).toMatchObject({
      mode: 'suspended',
      lastChange: { file: 'src/out-10.js' },
    });
    expect(watching.watches.warnings).toEqual([expect.stringContaining('src/out-10.js')]);
    expect(watching.told.at(-1)?.suspended).toBe(true);

    watching.watches.resume(['api']);
    expect(watching.watches.statusOf('api')).toMatchObject({ mode: 'watching', warning: null });
    await watching.change('src/a.js');
    expect(watching.stage.info('api').restarts).toBe(11);
  });

  it('may change ten times a minute, minute after minute', async () => {
    const watching = new Watching([api()]);
    await watching.stage.up();
    for (let i = 0; i < 30; i++) {
      await watching.change('src/a.js');
      await watching.stage.clock.advance(6_000);
    }
    expect(watching.stage.info('api').restarts).toBe(30);
  });

  it('is watched for by the new settings after a reload, and not by new ones for other edits', async () => {
    const before = api();
    const watching = new Watching([before]);
    await watching.stage.up();
    const edit = async (was: ProcessSpec, next: ProcessSpec) => {
      await watching.stage.finish(watching.stage.supervisor.apply(planOf([was], [next], { api: 'update' })));
      watching.watches.followAll();
    };
    watching.limit();
    const described = api({}, { description: 'new' });
    await edit(before, described);
    expect(watching.watches.statusOf('api')?.mode).toBe('polling');
    const elsewhere = api({ paths: ['/project/lib'] });
    await edit(described, elsewhere);
    expect(watching.open).toEqual([['/project/lib']]);
    expect(watching.watches.statusOf('api')?.mode).toBe('watching');
    await edit(elsewhere, specOf('api'));
    expect(watching.open).toEqual([]);
    expect(watching.stage.info('api').run).toBe(1);
  });

  it('tells when files are polled, and when there are other files of our own', async () => {
    const watching = new Watching([api()]);
    await watching.stage.up();
    watching.limit();
    expect(watching.watches.warnings).toEqual([expect.stringContaining('the limit is reached')]);
    watching.never = ['/project/pom.yaml'];
    watching.watches.followAll();
    expect(watching.watches.warnings).toEqual([]);
  });

  it('is forgotten when all is over', async () => {
    const watching = new Watching([api()]);
    await watching.stage.up();
    watching.watches.close();
    expect(watching.open).toEqual([]);
    await watching.stage.finish(watching.stage.supervisor.restart(['api']));
    expect(watching.open).toEqual([]);
  });
});
