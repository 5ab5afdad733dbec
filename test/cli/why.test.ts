/** `pom why`, and the evidence that it rests on, from outside. */
import { describe, expect, it } from '@jest/globals';
import { obey } from '../rig/command.ts';
import { createProject } from '../rig/project.ts';
import { reasonsIn, type WhyAnswer } from './answers.ts';

interface Runs {
  readonly runs: readonly {
    readonly evidence: {
      readonly lines: readonly { readonly line: string }[];
      readonly environment_names: readonly string[];
    } | null;
  }[];
}

const SHOP = `
processes:
  db: { command: ${JSON.stringify(obey('db'))}, env: { DB_SECRET: hunter2 } }
  migrate: { command: 'true', depends_on: { db: { condition: completed_successfully } } }
  api: { command: 'true', depends_on: { migrate: { condition: completed_successfully } } }
`;

describe('pom why', () => {
  it('goes to the root, tells its last error line, and so does the command that failed', async () => {
    await using project = await createProject({ 'pom.yaml': SHOP });
    const up = project.spawnPom(['up', '-d', '--wait']);
    const db = await project.spawned('db');
    await db.print('FATAL: the data directory is broken\n', 'stderr');
    await db.exit(3);
    expect((await up.exited).stderr).toContain('pom why db');
    const answer = await project.json<WhyAnswer>(['why', 'api']);
    expect(reasonsIn(answer)).toEqual(['api dependency-failed', 'migrate dependency-failed', 'db exited']);
    expect(answer.lines.map(({ line }) => line)).toEqual(['FATAL: the data directory is broken']);
    const { exitCode, stdout } = await project.pom(['why', 'api']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^api needs migrate\n└ migrate needs db\n {2}└ db exited with code 3 \(run 1, .* ago\)\n/);
    expect(stdout).toContain('Try:\n  pom logs db --run 1');
  });

  it('keeps the evidence of a run over the next one, with names and no values of its environment', async () => {
    await using project = await createProject({ 'pom.yaml': SHOP });
    await project.pom(['up', '-d', 'db']);
    const first = await project.spawned('db');
    await first.print('boom: first\n');
    await first.exit(1);
    await project.pom(['wait', 'db', '--for', 'exit']);
    await project.pom(['start', 'db']);
    await (await project.spawned('db')).print('all is well\n');
    const { runs } = await project.json<Runs>(['status', 'db']);
    expect(runs.map(({ evidence }) => evidence?.lines.map(({ line }) => line))).toEqual([['boom: first'], undefined]);
    expect(runs[0]?.evidence?.environment_names).toContain('DB_SECRET');
    expect(JSON.stringify(runs)).not.toContain('hunter2');
    expect((await project.pom(['status', 'db'])).stdout).toContain('RUN 1 ENDED BADLY\n  stdout | boom: first');
    expect((await project.pom(['why', 'db'])).stdout).toMatch(/^db runs again, after run 1 exited with code 1/);
  });

  it('answers from the configuration when no session runs, with exit code 3', async () => {
    await using project = await createProject({ 'pom.yaml': SHOP });
    const { exitCode, stdout } = await project.pom(['why', 'api', '--json']);
    expect(exitCode).toBe(3);
    expect(reasonsIn(JSON.parse(stdout) as WhyAnswer)).toEqual(['api no-session']);
    expect((await project.pom(['why', 'apu'])).exitCode).toBe(4);
  });

  it('says of a command that is not there where to look for it', async () => {
    await using project = await createProject({ 'pom.yaml': 'processes:\n  db: { command: [postgress] }\n' });
    await project.pom(['up', '-d', '--wait']);
    const answer = await project.json<WhyAnswer>(['why', 'db']);
    expect(reasonsIn(answer)).toEqual(['db command-not-found']);
    expect(answer.next).toEqual(['is it installed, and in this PATH? pom env db | grep ^PATH=']);
  });

  it('says that what runs is older than a configuration with a mistake, also of a process that is only in that', async () => {
    await using project = await createProject({ 'pom.yaml': SHOP });
    await project.pom(['up', '-d', 'db']);
    await project.write({ 'pom.yaml': `${SHOP}  mailer: { command: 'true', restrat: always }\n` });
    expect((await project.pom(['reload'])).exitCode).toBe(2);
    const db = await project.json<WhyAnswer>(['why', 'db']);
    expect(reasonsIn(db)).toEqual(['db running', 'db config-refused']);
    expect(db.chain[1]?.message).toContain('pom.yaml:6:30 unknown key "restrat"');
    expect(db.next).toEqual(['pom check']);
    expect(reasonsIn(await project.json<WhyAnswer>(['why', 'mailer']))).toEqual([
      'mailer not-loaded',
      'mailer config-refused',
    ]);
    expect((await project.pom(['why', 'mail'])).exitCode).toBe(4);
  });

  it('says what of a configuration has not been loaded, where that is left to people', async () => {
    const shop = `reload: manual\n${SHOP}`;
    await using project = await createProject({ 'pom.yaml': shop });
    await project.pom(['up', '-d', 'db']);
    expect(reasonsIn(await project.json<WhyAnswer>(['why', 'db']))).toEqual(['db running']);
    await project.write({ 'pom.yaml': `${shop.replace('hunter2', 'hunter3')}  mailer: { command: 'true' }\n` });
    const db = await project.json<WhyAnswer>(['why', 'db']);
    expect(reasonsIn(db)).toEqual(['db running', 'db config-newer']);
    expect(db.chain[1]?.message).toContain('has another env.DB_SECRET');
    const mailer = await project.json<WhyAnswer>(['why', 'mailer']);
    expect(reasonsIn(mailer)).toEqual(['mailer not-loaded', 'mailer config-newer']);
    expect(mailer.next[0]).toMatch(/^pom reload/);
  });

  it('says of a process in backoff when it is tried again, and what it said', async () => {
    const retried = `{ command: ${JSON.stringify(obey('db'))}, restart: { policy: always, backoff: { initial: 1h, max: 1h } } }`;
    await using project = await createProject({ 'pom.yaml': `processes:\n  db: ${retried}\n` });
    await project.pom(['up', '-d']);
    const db = await project.spawned('db');
    await db.print('Error: listen EADDRINUSE: address already in use 127.0.0.1:4811\n', 'stderr');
    await db.exit(1);
    await project.pom(['wait', 'db', '--for', 'exit']);
    const answer = await project.json<WhyAnswer>(['why', 'db']);
    expect(reasonsIn(answer)).toEqual(['db waiting-for-retry', 'db exited']);
    expect(Date.parse(answer.chain[0]?.retry_at ?? '')).toBeGreaterThan(Date.now());
    expect(answer.next).toEqual([
      'another program has port 4811; see who: ss -ltnp "sport = :4811"',
      'pom logs db --run 1',
      'pom start db, to try again now',
    ]);
    expect((await project.pom(['why', 'db'])).stdout).toMatch(/^db waits to be started again \(in \S+\)\n└ db exited/);
  });

  it('follows a process that waits to the dependency that is slow, and to what its check answers', async () => {
    await using project = await createProject({
      'pom.yaml': `
processes:
  db: { command: exec sleep 1000, ready: { exec: sh check.sh, period: 20ms, timeout: 60s } }
  api: { command: exec sleep 1000, depends_on: [db] }
`,
      // When it is asked for the second time, the first answer is known.
      'check.sh': '[ -e asked ] && echo again > pipe\ntouch asked\necho still replaying; exit 1\n',
    });
    await project.sh('mkfifo pipe');
    await project.pom(['up', '-d']);
    expect((await project.sh('cat pipe')).stdout).toContain('again');
    const { stdout } = await project.pom(['why', 'api']);
    expect(stdout).toMatch(
      /^api waits for db to be ready\n└ db runs and is not ready: exec: exited with code 1: still replaying \(run 1, for .*\)\n/,
    );
    expect(stdout).toContain('Try:\n  pom wait db --for ready\n  pom logs db\n');
  });

  it('says plainly of one that is well that it is, and of one without a check that it runs', async () => {
    await using project = await createProject({
      'pom.yaml': `
processes:
  api: { command: exec sleep 1000, ready: { file: pom.yaml, period: 20ms } }
  plain: { command: exec sleep 1000 }
`,
    });
    await project.up();
    expect(await project.json<WhyAnswer>(['why', 'api'])).toMatchObject({ lines: [], next: [] });
    expect((await project.pom(['why', 'api'])).stdout).toMatch(
      /^api runs and is ready by its file check \(.*\) \(run 1, for .*\)\n$/,
    );
    expect((await project.pom(['why', 'plain'])).stdout).toMatch(
      /^plain runs; it has no readiness check \(run 1, for .*\)\n$/,
    );
  });
});
