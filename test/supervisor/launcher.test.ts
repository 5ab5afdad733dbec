import { describe, expect, it } from '@jest/globals';
import type { SpawnChild, SpawnRequest } from '../../src/supervisor/child.ts';
import { type LaunchSettings, launchArgv, launching } from '../../src/supervisor/launcher.ts';
import { specOf } from './specs.ts';
import { Stage } from './stage.ts';

const { limits, user, umask } = specOf('api');
const NOTHING: LaunchSettings = { limits, user, umask };

function argvOf(changes: Partial<LaunchSettings>, argv: readonly string[] = ['sleep', '1'], path = '/usr/bin:/bin') {
  return launchArgv({ argv, cwd: '/', environment: new Map([['PATH', path]]) }, { ...NOTHING, ...changes });
}

describe('a launch', () => {
  it('is the spawn itself where nothing is to be set', () => {
    const spawn: SpawnChild = () => new Promise(() => undefined);
    expect(launching(spawn, NOTHING)).toBe(spawn);
  });

  it('has a shell set what only a shell can, and become the program', () => {
    expect(argvOf({ umask: '022', limits: { ...limits, openFiles: 64, cpuMs: 1_500 } })).toEqual({
      ok: true,
      value: [
        '/bin/sh',
        '-c',
        'umask 022 || exit; ulimit -n 64 || exit; ulimit -St 2 || exit; ulimit -Ht 7 || exit; exec "$@"',
        'sh',
        'sleep',
        '1',
      ],
    });
  });

  it('finds its own programs whatever the PATH of the process is', () => {
    const argv = argvOf({ limits: { ...limits, nice: 5 } }, ['/bin/sleep', '1'], '/nowhere');
    expect(argv).toEqual({
      ok: true,
      value: [expect.stringMatching(/^\/.*\/nice$/), '-n', '5', '/bin/sleep', '1'],
    });
  });

  it('tells a program that is missing, or not executable, and a missing directory from one another', () => {
    const failure = (argv: readonly string[], cwd = '/') => {
      const environment = new Map([['PATH', '/usr/bin:/bin']]);
      const launched = launchArgv({ argv, cwd, environment }, { ...NOTHING, umask: '022' });
      return launched.ok ? null : launched.failure;
    };
    expect(failure(['no-such-program'])).toEqual({ reason: 'command-not-found', command: 'no-such-program' });
    expect(failure(['/etc/passwd'])).toEqual({ reason: 'not-executable', command: '/etc/passwd' });
    expect(failure(['/etc'])).toEqual({ reason: 'not-executable', command: '/etc' });
    expect(failure(['./x'], '/no/where')).toEqual({ reason: 'bad-cwd', cwd: '/no/where', problem: 'missing' });
    expect(failure([''])).toEqual({ reason: 'command-not-found', command: '' });
  });

  it('refuses a user that there is not', () => {
    for (const name of ['nobody-by-this-name', 'root:no-such-group', '3999999']) {
      expect(argvOf({ user: name })).toEqual({ ok: false, failure: { reason: 'unknown-user', user: name } });
    }
  });

  it('applies to the stop command and to probes as well', async () => {
    const spec = specOf('/bin/sleep', {
      umask: '077',
      stop: { ...specOf('x').stop, command: { kind: 'argv', argv: ['/bin/true'] } },
    });
    const stage = new Stage([spec]);
    await stage.up();
    void stage.supervisor.stop(['/bin/sleep']);
    await stage.settle();
    const words = (request: SpawnRequest) => request.argv.slice(2).join(' ');
    expect(stage.children.all.map(({ request }) => words(request))).toEqual([
      'umask 077 || exit; exec "$@" sh /bin/sleep',
      'umask 077 || exit; exec "$@" sh /bin/true',
    ]);
    stage.children.all[0]?.exit(0);
    await stage.settle();
  });

  it('that cannot be is a crash that says why', async () => {
    const stage = new Stage([specOf('/bin/sleep', { user: 'nobody-by-this-name' })]);
    await stage.up();
    expect(stage.info('/bin/sleep')).toMatchObject({
      status: 'crashed',
      cause: { reason: 'spawn-failed', failure: { reason: 'unknown-user', user: 'nobody-by-this-name' } },
    });
    expect(stage.children.all).toEqual([]);
  });
});
