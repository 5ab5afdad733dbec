/** Reading what processes wrote. One session; each test has a process of its own. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { obey } from '../rig/command.ts';
import type { ObedientChild } from '../rig/obedient-child.ts';
import { createProject, type Project } from '../rig/project.ts';
import { type LineAnswer, type LogsAnswer, type PsAnswer, processIn, TIMESTAMP } from './answers.ts';

const NAMES = ['talker', 'chatty', 'evil', 'shouter', 'restarter', 'writer'] as const;

const LINES = 200_000;

/** 200,000 lines, bytes that are no text, a line longer than any limit, and a last one without its end. */
function payload(): Buffer {
  const lines = Array.from({ length: LINES }, (_, i) => `line ${i} of the payload\n`).join('');
  const anyByte = Buffer.from(Array.from({ length: 1024 }, (_, i) => i % 256));
  return Buffer.concat([Buffer.from(lines), anyByte, Buffer.from(`${'x'.repeat(300_000)}\r\n\n\nthe end`)]);
}

const PAYLOAD = payload();

const CONFIG = `
processes:
${NAMES.map((name) => `  ${name}: { command: '${obey(name)}' }`).join('\n')}
  payload:
    command: cat payload.bin
  device:
    command: echo to the device > /dev/stdout; echo and the other > /dev/stderr
`;

let project: Project;
let children: Record<(typeof NAMES)[number], ObedientChild>;

beforeAll(async () => {
  project = await createProject({ 'pom.yaml': CONFIG, 'payload.bin': PAYLOAD });
  await project.up();
  const started = await Promise.all(NAMES.map(async (name) => [name, await project.spawned(name)] as const));
  children = Object.fromEntries(started) as typeof children;
});

afterAll(() => project[Symbol.asyncDispose]());

const logs = (...args: readonly string[]) => project.json<LogsAnswer>(['logs', ...args]);
const textsOf = (answer: LogsAnswer) => answer.lines.map(({ text }) => text);

describe('pom logs --raw', () => {
  it('gives back every byte that was written, the unterminated last line included', async () => {
    await project.pom(['wait', 'payload', '--for', 'exit']);
    const { stdoutBytes } = await project.pom(['logs', 'payload', '--raw', '--lines', 'all']);
    const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
    expect(stdoutBytes.length).toBe(PAYLOAD.length);
    expect(sha256(stdoutBytes)).toBe(sha256(PAYLOAD));
  });

  it('refuses to write to a terminal', async () => {
    const { stdout, exitCode } = await project.sh('script -qec "pom logs payload --raw" /dev/null');
    expect(stdout).toContain('terminal');
    expect(exitCode).toBe(2);
  });
});

describe('output that is piped', () => {
  it('is never cut, however large and however slow the reader', async () => {
    const direct = await project.pom(['logs', 'payload', '--json', '--lines', '40000']);
    expect(direct.stdoutBytes.length).toBeGreaterThan(5_000_000);
    expect((JSON.parse(direct.stdout) as LogsAnswer).lines).toHaveLength(40_000);
    const piped = await project.sh('pom logs payload --json --lines 40000 | { head -c 1; cat; } | wc -c');
    expect(Number(piped.stdout)).toBe(direct.stdoutBytes.length);
  });

  it('may be left by its reader: pom logs -f | head -1 ends quietly, and the session lives', async () => {
    await children.chatty.print('first\nsecond\n');
    const { stdout, stderr, exitCode } = await project.sh('pom logs chatty -f | head -1');
    expect({ stdout, stderr, exitCode }).toEqual({ stdout: 'first\n', stderr: '', exitCode: 0 });
    const all = await project.sh('pom logs payload --lines all | head -1; pom ps --json >/dev/null');
    expect(all).toMatchObject({ stdout: 'line 0 of the payload\n', stderr: '', exitCode: 0 });
  });
});

describe('pom logs', () => {
  it('shows the last 100 lines, or as many as asked for', async () => {
    expect((await logs('payload')).lines).toHaveLength(100);
    const { lines, evicted } = await logs('payload', '--lines', '2');
    expect(lines.map(({ text, partial }) => [text, partial])).toEqual([
      ['', false],
      ['the end', true],
    ]);
    expect(evicted).toBe(0);
  });

  it('has the keys of the contract, ids that grow and a cursor to go on from', async () => {
    await children.talker.print('one\ntwo\n');
    await project.logged('talker', /^two$/);
    await children.talker.print('three\n', 'stderr');
    await project.logged('talker', /^three$/);
    const answer = await logs('talker');
    expect(Object.keys(answer).sort()).toEqual(['evicted', 'lines', 'next']);
    const [one, two, three] = answer.lines as [LineAnswer, LineAnswer, LineAnswer];
    expect(Object.keys(one).sort()).toEqual(['id', 'partial', 'process', 'run', 'stream', 'text', 'timestamp']);
    expect([one, two, three].map(({ text, stream }) => [text, stream])).toEqual([
      ['one', 'stdout'],
      ['two', 'stdout'],
      ['three', 'stderr'],
    ]);
    expect(one.timestamp).toMatch(TIMESTAMP);
    expect(one.id < two.id && two.id < three.id && three.id <= answer.next).toBe(true);
    expect(textsOf(await logs('talker', '--after', String(one.id)))).toEqual(['two', 'three']);
    expect(textsOf(await logs('talker', '--after', String(answer.next)))).toEqual([]);
    expect(textsOf(await logs('talker', '--after', '0', '--lines', '1'))).toEqual(['one']);
    expect(textsOf(await logs('talker', '--stderr'))).toEqual(['three']);
    expect(textsOf(await logs('talker', '--stdout', '--lines', '1'))).toEqual(['two']);
    expect(textsOf(await logs('talker', '--until', one.timestamp))).toEqual([]);
    expect(textsOf(await logs('talker', '--since', three.timestamp))).toEqual(['three']);
  });

  it('finds text and regular expressions, with the lines around them', async () => {
    expect(textsOf(await logs('payload', '--lines', 'all', '--search', 'line 12345 '))).toEqual([
      'line 12345 of the payload',
    ]);
    expect(textsOf(await logs('payload', '--lines', 'all', '--regex', '^line 19999[89] '))).toHaveLength(2);
    expect(textsOf(await logs('payload', '--lines', 'all', '--search', 'LINE 7 ', '-i', '-C', '1'))).toEqual([
      'line 6 of the payload',
      'line 7 of the payload',
      'line 8 of the payload',
    ]);
    expect(await project.pom(['logs', 'payload', '--search', 'not to be found'])).toMatchObject({
      stdout: '',
      exitCode: 0,
    });
  });

  it('merges processes in the order of their lines, each with its name', async () => {
    const { stdout } = await project.pom(['logs', 'device', 'payload', '--lines', 'all']);
    expect(stdout).toMatch(/^device +\| to the device$/m);
    expect(stdout).toMatch(/^payload +\| line 0 of the payload$/m);
    const { lines } = await logs('--lines', '50');
    expect(lines.map(({ id }) => id)).toEqual(lines.map(({ id }) => id).sort((a, b) => a - b));
  });

  it('shows a line that is still being written, which a follower gets when it ends', async () => {
    await children.writer.print('ended\nnot ended');
    await project.logged('writer', /^ended$/);
    const last = async () => (await logs('writer', '--lines', '1')).lines[0];
    expect(await last()).toMatchObject({ text: 'not ended', partial: true });
    await children.writer.print(' until now\n');
    await project.logged('writer', /^not ended until now$/);
    expect(await last()).toMatchObject({ text: 'not ended until now', partial: false });
  });

  it('keeps the lines of earlier runs apart', async () => {
    const { restarter } = children;
    await restarter.print('of the first run\n');
    await project.logged('restarter', /first/);
    await project.pom(['restart', 'restarter']);
    children.restarter = await project.spawned('restarter');
    await children.restarter.print('of the second run\n');
    await project.logged('restarter', /second/);
    expect(textsOf(await logs('restarter'))).toEqual(['of the first run', 'of the second run']);
    expect(textsOf(await logs('restarter', '--run', 'current'))).toEqual(['of the second run']);
    expect(textsOf(await logs('restarter', '--run', '-1'))).toEqual(['of the first run']);
    expect(textsOf(await logs('restarter', '--run', '1'))).toEqual(['of the first run']);
  });

  it('lets a child write to /dev/stdout and /dev/stderr', async () => {
    await project.pom(['wait', 'device', '--for', 'exit']);
    expect(textsOf(await logs('device')).sort()).toEqual(['and the other', 'to the device']);
    expect(processIn(await project.json<PsAnswer>(['ps']), 'device').exit?.code).toBe(0);
  });
});

describe('pom logs -f', () => {
  it('shows what there is and then what comes, across a restart, in the order written', async () => {
    const { shouter } = children;
    await shouter.print('before\n');
    const follower = project.spawnPom(['logs', 'shouter', '-f', '--json']);
    const first = JSON.parse(await follower.stdout.waitForLine(/before/));
    expect(first).toMatchObject({ process: 'shouter', stream: 'stdout', run: 1, text: 'before', partial: false });
    await shouter.print(Array.from({ length: 5000 }, (_, i) => `shout ${i}\n`).join(''));
    await follower.stdout.waitForLine(/"shout 4999"/);
    await project.pom(['restart', 'shouter']);
    children.shouter = await project.spawned('shouter');
    await children.shouter.print('after\n');
    expect(JSON.parse(await follower.stdout.waitForLine(/after/))).toMatchObject({ run: 2, text: 'after' });
    follower.kill('SIGINT');
    await follower.exited;
    const texts = follower.stdout.text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).text);
    expect(texts).toEqual(['before', ...Array.from({ length: 5000 }, (_, i) => `shout ${i}`), 'after']);
  });
});

describe('a terminal', () => {
  const EVIL = '\u001b]0;owned\u0007\u001b[2J\u001b[31mred\u001b[0m \u001b]52;c;ZXZpbA==\u0007\u009b31m\bX\u202egnp\n';

  it('is shown text and colour of a child, and nothing it would obey', async () => {
    await children.evil.print(EVIL);
    await project.logged('evil', /red/);
    const { stdout } = await project.sh('script -qec "pom logs evil" /dev/null');
    expect(stdout).toContain('\u001b[31mred');
    const withoutColour = stdout.replaceAll(/\u001b\[[\d;]*m/g, '');
    expect(withoutColour).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202e]/);
    expect(withoutColour).not.toContain('owned');
    expect(withoutColour).not.toContain('ZXZpbA');
  });

  it('is left without colour by NO_COLOR', async () => {
    const { stdout } = await project.sh('script -qec "pom logs; pom ps; pom status evil" /dev/null', {
      env: { NO_COLOR: '1' },
    });
    expect(stdout).toContain('red');
    expect(stdout).not.toContain('\u001b');
  });

  it('is not assumed: in a pipe there is not one escape byte', async () => {
    const { stdout, stderr } = await project.sh(
      'pom logs evil; pom logs evil --json; pom logs; pom ps; pom status evil',
    );
    expect(stdout).toContain('red');
    expect(stdout + stderr).not.toMatch(/[\u001b\u009b\u0007\u202e]/);
  });
});
