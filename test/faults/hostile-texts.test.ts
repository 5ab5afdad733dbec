/** Whatever a configuration or a child says, a terminal shows it and does nothing else. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { LogsAnswer } from '../cli/answers.ts';
import { createProject, type Project } from '../rig/project.ts';
import { unsafeParts } from '../rig/terminal-safe.ts';

/** As JSON, and so as YAML: clipboard, C1, right-to-left, line separator, newline, erase, quotes, a substitution. */
const EVIL = JSON.stringify('x\u001b]52;c;aGk=\u0007\u009b2J\u202e\u2028\r\n\u001b[2Jfake  running\u0000"\'`|<b>');
const inner = EVIL.slice(1, -1).replace('\\u0000', '');

describe('texts of a configuration', () => {
  let project: Project;

  beforeAll(async () => {
    project = await createProject({
      'pom.yaml': `
processes:
  a: { command: "exec sleep 1000 # ${inner}", description: "${inner}", links: ["http://x/${inner}"], env: { A: "${inner}" } }
  b: { command: ["/no/such/${inner}"], depends_on: [a] }
  c: { command: exit 3, cwd: "/no/${inner}" }
  d: { command: exec sleep 1000, ready: { file: "/no/${inner}" }, logs: { file: "/no/${inner}" } }
`,
    });
    await project.pom(['up', '-d']);
    await project.pom(['wait', 'b', 'c', '--for', 'exit']);
  });
  afterAll(() => project[Symbol.asyncDispose]());

  const COMMANDS: readonly (readonly string[])[] = [
    ['ps'],
    ...['a', 'b', 'c', 'd'].flatMap((name) => [
      ['status', name],
      ['why', name],
      ['env', name, '--explain'],
    ]),
    ['config'],
    ['check'],
    ['events'],
    ['plan'],
    ['graph', '--format', 'text'],
    ['graph', '--format', 'dot'],
    ['graph', '--format', 'mermaid'],
    ['ls'],
    ['doctor'],
    ['start', 'b', 'c'],
    ['wait', 'b', '--for', 'running'],
    ['top', '--once'],
  ];

  it.each(COMMANDS.map((args) => [args.join(' '), args] as const))(
    'do nothing to a terminal in pom %s, as text or as JSON',
    async (_, args) => {
      const asJson = args.includes('--format') ? [] : [[...args, '--json']];
      const results = await Promise.all([args, ...asJson].map((each) => project.pom(each)));
      for (const { stdoutBytes, stderr } of results) {
        expect(unsafeParts(stdoutBytes)).toEqual([]);
        expect(unsafeParts(Buffer.from(stderr))).toEqual([]);
      }
    },
  );

  it('add no line to pom ps that is not its own', async () => {
    const { stdout, stderr } = await project.pom(['ps']);
    expect(stdout.split('\n').map((line) => line.trim().split(/\s+/)[1])).toEqual([
      'NAME',
      'a',
      'b',
      'c',
      'd',
      undefined,
    ]);
    expect(stderr.split('\n').every((line) => line === '' || line.startsWith('pom: '))).toBe(true);
  });

  it('are printed by pom config as what they are, to be read back', async () => {
    const written = await project.json<{ processes: { a: { description: string } } }>(['config']);
    expect(JSON.stringify(written.processes.a.description)).toBe(`"${inner}"`);
    const { stdout } = await project.pom(['config']);
    await project.write({ 'again/pom.yaml': stdout });
    expect((await project.pom(['config', '-f', project.path('again/pom.yaml'), '--json'])).exitCode).toBe(0);
  });
});

describe('mistakes in a configuration', () => {
  it.each([
    ['a key', `processes: { a: { command: x, "${inner}": 1 } }`],
    ['a name', `processes: { "${inner}": { command: x } }`],
    ['a value', `processes: { a: { command: x, restart: "${inner}" } }`],
    ['the name of the project', `name: "${inner}"\nprocesses: {}`],
    ['raw bytes', 'processes:\n  a: { command: x, \u009b2J\u202e: 1 }\n'],
    ['what is no YAML', '\u001b[2J\u0007: ]['],
  ])('in %s are shown without doing anything', async (_, text) => {
    await using project = await createProject({ 'pom.yaml': text });
    for (const args of [['check'], ['check', '--json'], ['up', '-d']]) {
      const { exitCode, stdoutBytes, stderr } = await project.pom(args);
      expect({ exitCode, unsafe: [...unsafeParts(stdoutBytes), ...unsafeParts(Buffer.from(stderr))] }).toEqual({
        exitCode: 2,
        unsafe: [],
      });
    }
  });
});

describe('output of a child', () => {
  it('of every kind of bytes is kept exactly, and shown as text', async () => {
    await using project = await createProject({
      'pom.yaml': 'processes: { a: { command: cat output } }',
      output: hostileBytes(),
    });
    await project.up();
    const raw = await project.pom(['logs', 'a', '--raw', '--lines', 'all']);
    expect(sha256(raw.stdoutBytes)).toBe(sha256(hostileBytes()));
    for (const args of [[], ['--json'], ['--search', 'x'], ['--timestamps']]) {
      const { stdoutBytes } = await project.pom(['logs', 'a', '--lines', 'all', ...args]);
      expect(unsafeParts(stdoutBytes)).toEqual([]);
    }
    const { lines } = await project.json<LogsAnswer>(['logs', '--lines', 'all']);
    expect(lines.length).toBeGreaterThan(1000);
  });
});

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Every byte, every introducer with every final, cut characters, a line of 200 kB, and noise that is the same each time. */
function hostileBytes(): Buffer {
  const bytes = (...values: readonly number[]) => Buffer.from(values);
  const parts: Buffer[] = [];
  for (let byte = 0; byte < 256; byte++) parts.push(Buffer.from('x'), bytes(byte), Buffer.from('y\n'));
  for (const introducer of [
    '\u001b',
    '\u001b[',
    '\u001b[?',
    '\u001b[1;2',
    '\u001b]0;',
    '\u001bP',
    '\u001bX',
    '\u001b^',
    '\u001b_',
    '\u009b',
    '\u009d',
  ]) {
    for (let final = 0x20; final < 0x7f; final++)
      parts.push(Buffer.from(`x${introducer}${String.fromCharCode(final)}y\n`));
  }
  parts.push(
    Buffer.from('€').subarray(0, 2),
    Buffer.from('x\n'),
    Buffer.from('世界'.repeat(33_000)),
    Buffer.from('\n'),
  );
  let state = 1;
  const noise = Buffer.alloc(200_000);
  for (let i = 0; i < noise.length; i++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    noise[i] = state >>> 24;
  }
  return Buffer.concat([...parts, noise]);
}
