/** A day with a background session: everything here shares one, and none of it ends it. */

import { statSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { obey } from '../rig/command.ts';
import type { ObedientChild } from '../rig/obedient-child.ts';
import { isAlive, processOf } from '../rig/process-table.ts';
import { createProject, type Project } from '../rig/project.ts';
import {
  type ErrorAnswer,
  type LsAnswer,
  type OutcomesAnswer,
  type PsAnswer,
  pidsIn,
  processIn,
  type StatusAnswer,
  TIMESTAMP,
} from './answers.ts';

const CONFIG = `
name: day
env: { GREETING: hello }
processes:
  prepare:
    command: echo prepared; exit 0
  api:
    description: The API
    command: ${obey('api')}
    depends_on: { prepare: completed_successfully }
    env: { PORT: "8080" }
  worker:
    command: ${obey('worker')}
    depends_on: [api]
  spare:
    command: ${obey('spare')}
    autostart: false
  extra:
    command: ${obey('extra')}
    profiles: [extra]
  doomed:
    command: exit 3
    autostart: false
  orphan:
    command: echo never
    autostart: false
    depends_on: { doomed: completed_successfully }
`;

const PROCESS_KEYS = [
  'cause',
  'cpu',
  'exit',
  'memory',
  'name',
  'next_run_at',
  'pid',
  'ready',
  'replica_of',
  'restarts',
  'retry_at',
  'run',
  'started_at',
  'status',
  'uptime_ms',
  'waiting_for',
  'wanted',
];

let project: Project;
let api: ObedientChild;
let worker: ObedientChild;

beforeAll(async () => {
  project = await createProject({ 'pom.yaml': CONFIG, 'deep/er/file': '' });
  await project.up();
  [api, worker] = await Promise.all([project.spawned('api'), project.spawned('worker')]);
});

afterAll(() => project[Symbol.asyncDispose]());

const ps = () => project.json<PsAnswer>(['ps']);

describe('pom up -d --wait', () => {
  it('returns when everything that starts by itself is ready or completed', async () => {
    const answer = await ps();
    expect(Object.fromEntries(answer.processes.map(({ name, status }) => [name, status]))).toEqual({
      prepare: 'completed',
      api: 'running',
      worker: 'running',
      spare: 'stopped',
      extra: 'disabled',
      doomed: 'stopped',
      orphan: 'stopped',
    });
    expect(processIn(answer, 'api')).toMatchObject({ pid: api.pid, run: 1, restarts: 0, exit: null, ready: null });
    expect(processIn(answer, 'prepare')).toMatchObject({ pid: null, exit: { code: 0, signal: null } });
  });

  it('gives children their environment, their directory and a process group of their own', () => {
    expect(api.env).toMatchObject({ GREETING: 'hello', PORT: '8080', POM_PROCESS: 'api', POM_RUN: '1' });
    expect(api.cwd).toBe(project.dir);
    expect(processOf(api.pid)?.pgid).toBe(api.pid);
    expect(processOf(worker.pid)?.pgid).toBe(worker.pid);
  });

  it('changes nothing when all of it runs already', async () => {
    const before = await ps();
    const again = await project.pom(['up', '-d', '--wait']);
    expect(again.exitCode).toBe(0);
    const after = await ps();
    expect(pidsIn(after)).toEqual(pidsIn(before));
    expect(after.session?.pid).toBe(before.session?.pid);
  });
});

describe('pom ps', () => {
  it('has the keys of the contract', async () => {
    const { session, processes } = await ps();
    expect(Object.keys(session ?? {}).sort()).toEqual(['config_error', 'dir', 'name', 'pid', 'started_at']);
    expect(session).toMatchObject({ name: 'day', dir: project.dir, config_error: null });
    expect(session?.started_at).toMatch(TIMESTAMP);
    for (const process of processes) expect(Object.keys(process).sort()).toEqual(PROCESS_KEYS);
    const running = processes.find(({ name }) => name === 'api');
    expect(running?.started_at).toMatch(TIMESTAMP);
    expect(running?.uptime_ms).toBeGreaterThanOrEqual(0);
  });

  it('is a table without a single escape byte when it is not on a terminal', async () => {
    const { stdout, stderr, exitCode } = await project.pom(['ps']);
    const [header = '', ...rows] = stdout.trimEnd().split('\n');
    expect(header.trim().split(/\s+/)).toEqual('PID NAME STATUS READY RESTARTS AGE CPU MEM EXIT'.split(' '));
    expect(rows).toHaveLength(7);
    expect(rows.find((row) => row.includes(' api '))).toMatch(new RegExp(`^ *${api.pid} +api +running +- +0 `));
    expect(stdout).not.toContain('\u001b');
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
  });

  it('answers in any folder below the project, and for some names or globs only', async () => {
    const answer = await project.json<PsAnswer>(['ps', 'w*', 'spare'], { cwd: project.path('deep', 'er') });
    expect(answer.processes.map(({ name }) => name)).toEqual(['worker', 'spare']);
  });
});

describe('pom status', () => {
  it('tells everything about one process', async () => {
    const status = await project.json<StatusAnswer>(['status', 'api']);
    expect(status).toMatchObject({
      name: 'api',
      pid: api.pid,
      status: 'running',
      spec: { description: 'The API', restart: { policy: 'never' } },
      dependents: ['worker'],
      config_error: null,
    });
    expect(status.runs).toEqual([expect.objectContaining({ run: 1, pid: api.pid, exit: null, ended_at: null })]);
    expect((await project.pom(['status', 'prepare'])).stdout).toMatch(/^last exit +exited with code 0$/m);
  });
});

describe('pom restart', () => {
  it('gives a process a new run, and touches no other', async () => {
    const before = await ps();
    const answer = await project.json<OutcomesAnswer>(['restart', 'worker']);
    expect(answer).toEqual({ processes: [{ name: 'worker', ok: true, status: 'running', error: null }] });
    const old = worker;
    worker = await project.spawned('worker');
    const after = await ps();
    expect(isAlive(old.pid)).toBe(false);
    expect(processIn(after, 'worker')).toMatchObject({
      pid: worker.pid,
      run: processIn(before, 'worker').run + 1,
      restarts: processIn(before, 'worker').restarts + 1,
    });
    expect(processIn(after, 'api').pid).toBe(api.pid);
  });

  it('succeeds for each of twenty at once, and leaves one run', async () => {
    const results = await Promise.all(
      Array.from({ length: 5 }, () =>
        project.sh('for i in 1 2 3 4; do pom restart worker --no-wait >&2 || exit 1; done'),
      ),
    );
    expect(results.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0, 0, 0]);
    expect((await project.pom(['restart', 'worker'])).exitCode).toBe(0);
    const { pid } = processIn(await ps(), 'worker');
    for (worker = await project.spawned('worker'); worker.pid !== pid; worker = await project.spawned('worker')) {
      await worker.ended;
    }
    expect(project.unseen('worker')).toBe(0);
  });
});

describe('pom start and pom stop', () => {
  it('start what was left out, and stop it again', async () => {
    expect(await project.json(['start', 'spare'])).toEqual({
      processes: [{ name: 'spare', ok: true, status: 'running', error: null }],
    });
    const spare = await project.spawned('spare');
    expect(await project.json(['stop', 'spare'])).toEqual({
      processes: [{ name: 'spare', ok: true, status: 'stopped', error: null }],
    });
    expect(isAlive(spare.pid)).toBe(false);
    expect(processIn(await ps(), 'spare')).toMatchObject({ pid: null, exit: { code: null, signal: 'SIGTERM' } });
  });

  it('have nothing to do, and succeed, where it is so already', async () => {
    expect((await project.pom(['start', 'api'])).exitCode).toBe(0);
    expect((await project.pom(['stop', 'spare'])).exitCode).toBe(0);
    expect(processIn(await ps(), 'api').pid).toBe(api.pid);
  });

  it('want to be told what: nothing named is not everything', async () => {
    const { stderr, exitCode } = await project.pom(['stop']);
    expect({ stderr, exitCode }).toEqual({ stderr: expect.stringContaining('--all'), exitCode: 2 });
  });

  it('start what a process needs, and skip it when that fails', async () => {
    const { processes } = await project.json<OutcomesAnswer>(['start', 'orphan']);
    expect(processes.find(({ name }) => name === 'orphan')).toMatchObject({ ok: false, status: 'skipped' });
    expect((await project.pom(['status', 'orphan'])).stdout).toContain('needs doomed (crashed, exit 3)');
  });
});

describe('pom wait', () => {
  it('returns at once when it is so', async () => {
    expect((await project.pom(['wait', 'api', '--for', 'running'])).exitCode).toBe(0);
    expect((await project.pom(['wait', 'prepare', '--for', 'exit'])).exitCode).toBe(0);
  });

  it('ends with 5 when time is up', async () => {
    const { exitCode, stdout } = await project.pom(['wait', 'api', '--for', 'exit', '--timeout', '50ms']);
    expect({ exitCode, stdout }).toEqual({ exitCode: 5, stdout: expect.stringContaining('timed out') });
  });

  it('ends with 6, and does not wait, when it can no longer be', async () => {
    const answer = await project.pom(['wait', 'spare', '--for', 'running', '--timeout', '1h', '--json']);
    expect(answer.exitCode).toBe(6);
    expect(JSON.parse(answer.stdout)).toMatchObject({ processes: [{ name: 'spare', ok: false }] });
  });
});

describe('pom signal', () => {
  it('sends a signal to the process', async () => {
    await api.ignore('SIGUSR1', 'SIGHUP');
    expect((await project.pom(['signal', 'api', 'SIGUSR1'])).exitCode).toBe(0);
    await api.received('SIGUSR1');
    expect((await project.pom(['signal', 'api', 'hup'])).exitCode).toBe(0);
    await api.received('SIGHUP');
  });

  it('refuses what is not a signal, and what is not running', async () => {
    expect((await project.pom(['signal', 'api', 'SIGNOTHING'])).exitCode).toBe(2);
    expect((await project.pom(['signal', 'spare', 'SIGTERM'])).exitCode).toBe(1);
  });
});

describe('pom events', () => {
  it('shows what happened since the session began, one object per line', async () => {
    const { stdout } = await project.pom(['events', '--json']);
    const events = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(events.map(({ id }) => id)).toEqual(events.map((_, i) => i + 1));
    const ofPrepare = events.filter(({ event }) => event.process?.name === 'prepare');
    expect(ofPrepare.map(({ event }) => event.process.status)).toEqual(['starting', 'running', 'completed']);
    for (const { at } of events) expect(at).toMatch(TIMESTAMP);
  });
});

describe('pom env', () => {
  it('shows the environment of a process', async () => {
    const { stdout } = await project.pom(['env', 'api']);
    expect(stdout).toMatch(/^GREETING=.?hello.?$/m);
    expect(stdout).toMatch(/^PORT=.?8080.?$/m);
  });
});

describe('pom ls', () => {
  it('finds the session from anywhere, and its socket is for this user only', async () => {
    const { sessions } = await project.json<LsAnswer>(['ls'], { cwd: '/' });
    expect(sessions).toHaveLength(1);
    const [session] = sessions;
    expect(session).toMatchObject({ name: 'day', dir: project.dir, processes: { running: 2 } });
    expect(session?.started_at).toMatch(TIMESTAMP);
    const socket = session?.socket ?? '';
    expect((statSync(socket).mode & 0o777).toString(8)).toBe('600');
    expect((statSync(path.dirname(socket)).mode & 0o777).toString(8)).toBe('700');
    expect(socket.startsWith(`${project.env.XDG_RUNTIME_DIR}/pom/`)).toBe(true);
  });
});

describe('a name that nothing has', () => {
  it.each(['status', 'logs', 'restart', 'stop', 'start', 'wait', 'env', 'ps'])(
    'makes pom %s end with 4 and suggest the nearest',
    async (command) => {
      const { stderr, exitCode } = await project.pom([command, 'wroker']);
      expect(stderr).toBe('pom: no process is called "wroker"; did you mean "worker"?\n');
      expect(exitCode).toBe(4);
    },
  );

  it('is an error object with --json, and nothing is done', async () => {
    const { stdout, stderr, exitCode } = await project.pom(['restart', 'api', 'nobody', '--json']);
    const { error } = JSON.parse(stdout) as ErrorAnswer;
    expect(error).toMatchObject({ code: 'unknown-process', message: expect.stringContaining('"nobody"') });
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 4 });
    expect(processIn(await ps(), 'api').pid).toBe(api.pid);
  });
});

describe('bad usage', () => {
  it.each([
    [['frobnicate']],
    [['ps', '--no-such-option']],
    [['status']],
    [['wait', 'api', '--for', 'godot']],
    [['wait', 'api', '--timeout', 'soon']],
    [['logs', '--lines', 'many']],
    [['logs', '--regex', '(']],
    [['logs', '--search', 'a', '--regex', 'b']],
  ])('ends with 2 and a sentence: %j', async (args) => {
    const { stdout, stderr, exitCode } = await project.pom(args);
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 2 });
    expect(stderr).toMatch(/^pom: .+\n$/);
  });

  it.each([[['frobnicate']], [['logs', '--raw']]])('is an error object with --json: %j', async (args) => {
    const { stdout, stderr, exitCode } = await project.pom([...args, '--json']);
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 2 });
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: expect.any(String), message: expect.any(String) } });
  });
});
