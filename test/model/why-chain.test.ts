import { describe, expect, it } from '@jest/globals';
import type { Dependency, ProcessSpec } from '../../src/model/process-spec.ts';
import { neverRun, type ProcessInfo, type StatusCause } from '../../src/model/process-status.ts';
import type { EvidenceLine, ReportedRun } from '../../src/model/run-evidence.ts';
import { explain, explainAtRest, type WhySubject } from '../../src/model/why-chain.ts';
import { specOf } from '../supervisor/specs.ts';

const T0 = 1_000;

function subject(
  name: string,
  info: Partial<ProcessInfo> = {},
  rest: Partial<Omit<WhySubject, 'process' | 'spec'>> & { readonly spec?: Partial<ProcessSpec> } = {},
): WhySubject {
  const { spec, ...known } = rest;
  return { process: { ...neverRun(name), ...info }, spec: specOf(name, spec), runs: [], probes: [], ...known };
}

function failedRun(run: number, lines: readonly string[], facts: Partial<ReportedRun> = {}): ReportedRun {
  const evidence = {
    lines: lines.map((line): EvidenceLine => ({ stream: 'stderr', at: T0, line })),
    probes: [],
    environmentNames: [],
  };
  const exit = { code: 1, signal: null } as const;
  return { run, pid: 7, startedAt: 0, endedAt: T0, exit, cause: null, evidence, ...facts };
}

function why(asked: string, ...subjects: readonly WhySubject[]) {
  const view = (name: string) => subjects.find(({ process }) => process.name === name) ?? null;
  const first = view(asked);
  if (first === null) throw new Error(`Internal error: no subject ${asked}`);
  const answer = explain(first, view);
  return { ...answer, codes: answer.chain.map(({ process, code }) => `${process} ${code}`) };
}

const needs = (process: string, waitedMs: number | null = null): StatusCause => ({
  reason: 'dependency',
  process,
  status: 'skipped',
  exit: null,
  chain: [{ process, status: 'skipped', condition: 'ready', cause: null, waitedMs }],
});
function dependencyOn(process: string): Dependency {
  return { process, condition: 'ready', timeoutMs: null, required: true, restart: false };
}

const EXITED: StatusCause = { reason: 'exited', exit: { code: 1, signal: null } };

describe('the chain of reasons', () => {
  it('goes through skipped processes to the run that ended badly, and tells its lines', () => {
    const answer = why(
      'api',
      subject('api', { status: 'skipped', cause: needs('migrate') }),
      subject('migrate', { status: 'skipped', cause: needs('db') }),
      subject('db', { status: 'crashed', run: 1, cause: EXITED }, { runs: [failedRun(1, ['FATAL: no data'])] }),
    );
    expect(answer.codes).toEqual(['api dependency-failed', 'migrate dependency-failed', 'db exited']);
    expect(answer.chain.at(-1)).toMatchObject({ message: 'exited with code 1', run: 1, at: T0 });
    expect(answer.lines.map(({ line }) => line)).toEqual(['FATAL: no data']);
    expect(answer.next).toEqual(['pom logs db --run 1']);
  });

  it('blames, of several that are waited for, the one in trouble', () => {
    const dependsOn = ['ok', 'db'].map((process) => dependencyOn(process));
    const waitingFor = ['ok to be ready', 'db to be ready'];
    const answer = why(
      'api',
      subject('api', { status: 'pending', waitingFor }, { spec: { dependsOn } }),
      subject('ok', { status: 'running', run: 1, ready: false }),
      subject('db', { status: 'backoff', run: 2, cause: EXITED }, { runs: [failedRun(2, [])] }),
    );
    expect(answer.codes).toEqual(['api waiting-for-dependency', 'db waiting-for-retry', 'db exited']);
  });

  it('says of one in backoff when it is started again, how it ended, and how not to wait', () => {
    const runs = [failedRun(2, ['boom'])];
    const answer = why('db', subject('db', { status: 'backoff', run: 2, retryAt: 9_000, cause: EXITED }, { runs }));
    expect(answer.codes).toEqual(['db waiting-for-retry', 'db exited']);
    expect(answer.chain[0]).toMatchObject({ retryAt: 9_000, at: null });
    expect(answer.lines.map(({ line }) => line)).toEqual(['boom']);
    expect(answer.next).toEqual(['pom logs db --run 2', 'pom start db, to try again now']);
  });

  it('says of too many restarts how the last run ended', () => {
    const cause: StatusCause = { reason: 'too-many-restarts', exit: null, restarts: 2 };
    const failed: StatusCause = { reason: 'probe-failed', purpose: 'alive', kind: 'http', answer: 'status 503' };
    const runs = [failedRun(3, [], { cause: failed })];
    expect(why('api', subject('api', { status: 'crashed', run: 3, cause }, { runs })).codes).toEqual([
      'api too-many-restarts',
      'api not-alive',
    ]);
  });

  it('ends where it would go round in a circle', () => {
    const answer = why(
      'a',
      subject('a', { status: 'skipped', cause: needs('b') }),
      subject('b', { status: 'skipped', cause: needs('a') }),
    );
    expect(answer.codes).toEqual(['a dependency-failed', 'b dependency-failed']);
  });

  it('goes on to what was not there in time', () => {
    const answer = why(
      'a',
      subject('a', { status: 'skipped', cause: needs('b', 300) }),
      subject('b', { status: 'running', run: 1, ready: false }),
    );
    expect(answer.codes[0]).toBe('a dependency-late');
    expect(answer.chain[0]?.message).toBe('waited in vain 0.3 s for b');
  });

  it('names who holds a port', () => {
    const failure = {
      reason: 'port-taken',
      host: null,
      port: 4000,
      holder: { pid: 99, command: 'nc', process: null },
    } as const;
    const cause: StatusCause = { reason: 'spawn-failed', failure: failure };
    const answer = why('a', subject('a', { status: 'crashed', cause }));
    expect(answer.chain[0]).toMatchObject({
      ...{ code: 'port-taken', failure },
      message: 'could not be started: port 4000 is taken by pid 99: nc',
    });
    expect(answer.next[0]).toBe('ps -o pid,user,args -p 99');
  });

  it('names a dependency that is no more', () => {
    expect(why('a', subject('a', { status: 'skipped', cause: needs('b') })).codes).toEqual([
      'a dependency-failed',
      'b dependency-missing',
    ]);
  });

  it('says plainly that one is ready, by which check, and why it was restarted', () => {
    const probe = { run: 2, purpose: 'ready', kind: 'http', at: T0, ok: true, answer: 'status 200' } as const;
    const { ready } = specOf('api', { ready: { checks: [] } as unknown as ProcessSpec['ready'] });
    const answer = why(
      'api',
      subject(
        'api',
        { status: 'running', run: 2, ready: true, startedAt: T0 },
        { spec: { ready }, probes: [probe], runs: [failedRun(1, [])] },
      ),
    );
    expect(answer).toMatchObject({ codes: ['api ready'], next: [], lines: [] });
    expect(answer.chain[0]?.message).toBe(
      'runs again, after run 1 exited with code 1 and is ready by its http check (status 200)',
    );
  });

  it.each([
    ['stopped-by-wish', subject('a', { run: 1 })],
    ['not-started', subject('a', {}, { spec: { autostart: false } })],
    ['disabled-by-profile', subject('a', { status: 'disabled' }, { spec: { profiles: ['dev'] } })],
    [
      'killed',
      subject('a', { status: 'crashed', cause: { reason: 'exited', exit: { code: null, signal: 'SIGKILL' } } }),
    ],
    [
      'command-not-found',
      subject('a', {
        status: 'crashed',
        cause: { reason: 'spawn-failed', failure: { reason: 'command-not-found', command: 'x' } },
      }),
    ],
    ['group-survived', subject('a', { status: 'crashed', cause: { reason: 'group-survived', pids: [7] } })],
  ] as const)('knows %s, and something to try', (code, asked) => {
    const answer = why('a', asked);
    expect(answer.codes).toEqual([`a ${code}`]);
    expect(answer.next).not.toEqual([]);
  });

  it('says without a session that there is none', () => {
    expect(explainAtRest(specOf('a'))).toMatchObject({ chain: [{ code: 'no-session' }], next: ['pom up -d'] });
  });
});
