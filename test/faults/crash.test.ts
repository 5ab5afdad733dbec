/** A bug in pom: an exception that nobody catches, in a session of the built program. */
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { CrashReport } from '../../src/app/crash/crash-report.ts';
import { processOf, survivorsOf } from '../rig/process-table.ts';
import { createProject, type Project } from '../rig/project.ts';
import { until } from '../rig/until.ts';

const FIXTURE = path.join(import.meta.dirname, '..', 'fixtures', 'impossible-on-signal.cjs');
const BUGGY = { NODE_OPTIONS: `--require ${FIXTURE}` };
const CONFIG = `
name: shop
processes:
  api: { command: 'echo "a line of the log"; setsid sleep 1000', env: { TOKEN: hush-hush }, stop: { grace: 300ms } }
`;

interface Doctor {
  readonly checks: readonly { readonly check: string; readonly state: string; readonly detail: string }[];
}

async function crashesFound(
  project: Project,
  ...args: readonly string[]
): Promise<Doctor['checks'][number] | undefined> {
  const { checks } = await project.json<Doctor>(['doctor', ...args]);
  return checks.find(({ check }) => check === 'crashes');
}

async function sessionPid(project: Project): Promise<number> {
  const { session } = await project.json<{ session: { pid: number } }>(['ps']);
  return session.pid;
}

/** Of the project; by path. */
function reports(project: Project): ReadonlyMap<string, CrashReport> {
  const state = path.join(project.env.XDG_STATE_HOME ?? '', 'pom');
  const files = readdirSync(state, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /crashes\/.*json$/.test(name),
  );
  return new Map(
    files.map((name) => [path.join(state, name), JSON.parse(readFileSync(path.join(state, name), 'utf8'))]),
  );
}

describe('when a session comes into a state that cannot be', () => {
  it('a report of it survives, and none of its processes', async () => {
    await using project = await createProject({ 'pom.yaml': CONFIG });
    const up = project.spawnPom(['up', '--no-tui'], { env: { ...project.env, ...BUGGY } });
    await up.stdout.waitForLine(/a line of the log/);
    process.kill(up.pid, 'SIGUSR2');
    const { exitCode, stderr } = await up.exited;
    expect(exitCode).toBe(70);
    const [[file, report] = ['', null]] = reports(project);
    expect(stderr).toContain(`pom: crashed: Error: Internal error: a process with two runs; report: ${file}\n`);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(report).toMatchObject({
      pid: up.pid,
      node: process.versions.node,
      session: { name: 'shop', dir: project.dir },
      error: 'Error: Internal error: a process with two runs',
      stacks: [expect.stringContaining('impossible-on-signal.cjs'), expect.stringContaining('the first cause')],
    });
    expect(report?.commandLine.slice(2)).toEqual(['up', '--no-tui']);
    expect(report?.events).toContainEqual(
      expect.objectContaining({ process: 'api', change: 'starting → running (run 1)' }),
    );
    expect(readFileSync(file, 'utf8')).not.toMatch(/hush-hush|a line of the log/);
    await until(() => survivorsOf(project.dir).length === 0, 'the end of what it has left');
  });

  it('in the background, the next session and the doctor tell of it, until the doctor removes the report', async () => {
    await using project = await createProject({ 'pom.yaml': CONFIG });
    const env = { ...project.env, ...BUGGY, IMPOSSIBLE: 'rejection' };
    await project.pom(['up', '-d', '--wait'], { env });
    const pid = await sessionPid(project);
    process.kill(pid, 'SIGUSR2');
    await until(() => processOf(pid) === null, 'the end of the session');
    const [file = ''] = reports(project).keys();
    const next = await project.up();
    expect(next.stderr).toMatch(
      /^pom: the session before this one crashed \d+s ago: Error: Internal error: a process with two runs; report: /,
    );
    expect(next.stderr).toContain(file);
    await project.pom(['down']);
    expect(await project.up()).toMatchObject({ stderr: '' });
    expect(await crashesFound(project)).toMatchObject({
      state: 'limited',
      detail: expect.stringMatching(/^1 report .*\n.* ago: Error: Internal error: a process with two runs \(/),
    });
    expect(await crashesFound(project, '--fix')).toMatchObject({ state: 'ok', detail: 'removed 1 report' });
    expect(await crashesFound(project)).toMatchObject({ state: 'ok', detail: 'none' });
  });

  it('the exit code survives when no report can be written', async () => {
    await using project = await createProject({ 'pom.yaml': CONFIG });
    const state = path.join(project.env.XDG_STATE_HOME ?? '', 'pom');
    mkdirSync(state);
    chmodSync(state, 0o777);
    const env = { ...project.env, ...BUGGY };
    const up = project.spawnPom(['up', '--no-tui'], { env });
    await up.stdout.waitForLine(/a line of the log/);
    process.kill(up.pid, 'SIGUSR2');
    const { exitCode, stderr } = await up.exited;
    expect(stderr).toMatch(/pom: crashed: .* a process with two runs; no report: /);
    expect(exitCode).toBe(70);
    await until(() => survivorsOf(project.dir).length === 0, 'the end of what it has left');
  });

  it('a secret of the command that "pom run" ran does not survive', async () => {
    await using project = await createProject({ 'pom.yaml': CONFIG });
    const script = 'kill -USR2 $PPID; while kill -0 $PPID 2>/dev/null; do sleep 0.05; done';
    const { exitCode } = await project.pom(['run', '--', 'sh', '-c', script, 'password'], {
      env: { ...project.env, ...BUGGY },
    });
    expect(exitCode).toBe(70);
    const [report] = reports(project).values();
    expect(report?.commandLine.slice(2)).toEqual(['run', '--', '…']);
    await until(() => survivorsOf(project.dir).length === 0, 'the end of what it has left');
  });
});
