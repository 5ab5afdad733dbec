/** Sending input to processes of a running session. */
import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createProject, type Project } from '../rig/project.ts';
import { fixture } from '../supervisor/real-stage.ts';
import { describeWithTerminals } from '../supervisor/terminal/needs-terminals.ts';
import type { OutcomesAnswer } from './answers.ts';

const CONFIG = `
processes:
  echo: {command: 'while read -r line; do echo "got <$line>"; done', stdin: pipe, restart: always}
  term: {command: [node, ${fixture('terminal-repl.cjs')}], tty: true}
  sum: {command: "head -c 3000000 | sha256sum", stdin: pipe}
  deaf: {command: "exec 0<&-; echo deaf; exec sleep 1000", stdin: pipe}
  lazy: {command: exec sleep 1000, stdin: pipe}
  none: {command: exec sleep 1000}
  over: {command: "true", stdin: pipe}
`;

let project: Project;

beforeAll(async () => {
  project = await createProject({ 'pom.yaml': CONFIG });
  await project.up();
});

afterAll(() => project[Symbol.asyncDispose]());

const send = (...args: readonly string[]) => project.pom(['send', ...args]);

describeWithTerminals('pom send', () => {
  it('sends a line to a pipe', async () => {
    expect(await send('echo', 'grüße, 世界')).toMatchObject({ exitCode: 0, stdout: '', stderr: '' });
    await project.logged('echo', /got <grüße, 世界>/);
  });

  it('sends no newline when asked for none', async () => {
    await send('echo', '-n', 'one ');
    await send('echo', 'line');
    await project.logged('echo', /got <one line>/);
  });

  it('types a line at a terminal, and control characters', async () => {
    await project.logged('term', /welcome/);
    await send('term', 'hello');
    await project.logged('term', /answer <hello>/);
    expect((await send('term', '-n', '-e', '\\x03')).exitCode).toBe(0);
    await project.logged('term', /interrupted/);
  });

  it('understands backslash sequences when asked to, and refuses others', async () => {
    await send('echo', '-e', 'a\\x21\\tb\\nsecond');
    await project.logged('echo', /got <a! +b>/);
    await project.logged('echo', /got <second>/);
    expect(await send('echo', '-e', 'a\\q')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('"\\q" is no backslash sequence'),
    });
  });

  it('sends standard input as it is, however much it is', async () => {
    const bytes = randomBytes(3_000_000);
    await project.write({ bytes });
    expect(await project.sh('pom send sum - < bytes')).toMatchObject({ exitCode: 0, stderr: '' });
    const sum = createHash('sha256').update(bytes).digest('hex');
    expect(await project.logged('sum', / -$/)).toContain(sum);
  });

  it('says that a process reads nothing', async () => {
    expect(await send('none', 'x')).toMatchObject({
      exitCode: 1,
      stdout: 'none  failed: "none" reads no input; give it "stdin: pipe" or "tty: true"\n',
    });
  });

  it('says that a process does not run', async () => {
    const { processes } = await project.json<OutcomesAnswer>(['send', 'over', 'x']);
    expect(processes).toMatchObject([
      { name: 'over', ok: false, status: 'completed', error: { code: 'process-not-running' } },
    ]);
  });

  it('says that a process has closed its input', async () => {
    await project.logged('deaf', /deaf/);
    expect(await send('deaf', 'x')).toMatchObject({
      exitCode: 1,
      stdout: 'deaf  failed: "deaf" has closed its input\n',
    });
  });

  it('gives up on a process that does not read, when time is up', async () => {
    const sent = await project.sh('head -c 1000000 /dev/zero | pom send lazy - --timeout 100ms');
    expect(sent).toMatchObject({ exitCode: 5, stdout: 'lazy  failed: timed out after 100 ms\n' });
  });

  it('names what might have been meant', async () => {
    expect(await send('ecko', 'x')).toMatchObject({ exitCode: 4, stderr: expect.stringContaining('echo') });
  });
});
