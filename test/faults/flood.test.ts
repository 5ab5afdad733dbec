/** Processes that print without end, or without newline, and readers that do not read. Counted, never timed. */
import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import type { LogsAnswer, LsAnswer } from '../cli/answers.ts';
import { obey } from '../rig/command.ts';
import { createProject, type Project } from '../rig/project.ts';
import { RawClient } from '../rig/raw-client.ts';

const YES = 'exec yes "as fast as it can"';
const LINES = 50_000;
const NUMBERED = `for n in range(1, ${LINES + 1}): print(f"{n:010d} {'x' * 88}")`;

/** How many lines of a process are stored, and how many were evicted; and what all logs occupy. */
async function storedOf(
  project: Project,
  name: string,
): Promise<{ stored: number; evicted: number; isWithin: boolean }> {
  const [session] = (await project.json<LsAnswer>(['ls'])).sessions;
  using client = new RawClient(session?.socket ?? '');
  client.write('{"type":"GetUsage"}\n');
  const usage = ((await client.reply())?.usage ?? {}) as {
    readonly log_bytes: number;
    readonly log_budget_bytes: number;
    readonly logs: readonly { readonly process: string; readonly lines: number; readonly evicted_lines: number }[];
  };
  const logs = usage.logs.find(({ process }) => process === name);
  return {
    stored: logs?.lines ?? 0,
    evicted: logs?.evicted_lines ?? 0,
    isWithin: usage.log_bytes <= usage.log_budget_bytes,
  };
}

/** Each asks for everything, fifty times over. */
function readersThatDoNotRead(count: number, socketPath: string): Disposable {
  const readers = Array.from({ length: count }, () => connect(socketPath));
  for (const reader of readers) {
    reader.on('error', () => {}).pause();
    reader.write('{"type":"GetLogs","after":0,"from":"start","wait_ms":60000}\n'.repeat(50));
  }
  return {
    [Symbol.dispose]() {
      for (const reader of readers) reader.destroy();
    },
  };
}

const numbersIn = (text: string): number[] =>
  text
    .split('\n')
    .filter((line) => /^\d{10} /.test(line))
    .map(Number.parseFloat);

describe('beside ten processes that print as fast as they can', () => {
  it('a quiet one is heard, restarted and stopped, and keeps all its lines', async () => {
    const loud = Array.from({ length: 10 }, (_, index) => `  loud-${index}: { command: '${YES}' }\n`).join('');
    await using project = await createProject({
      'pom.yaml': `logs: { memory: 2MiB, persist: false }\nprocesses:\n${loud}  quiet: { command: ${obey('quiet')} }\n`,
    });
    await project.up();
    const first = await project.spawned('quiet');
    await first.print('before the restart\n');
    await project.logged('quiet', /before the restart/);
    expect((await project.pom(['restart', 'quiet'])).exitCode).toBe(0);
    await (await project.spawned('quiet')).print('after the restart\n');
    await project.logged('quiet', /after the restart/);
    expect((await project.pom(['stop', 'quiet'])).exitCode).toBe(0);

    const { evicted, isWithin } = await storedOf(project, 'loud-0');
    expect(evicted).toBeGreaterThan(0);
    expect(isWithin).toBe(true);
    const { stdout } = await project.pom(['logs', 'quiet', '--lines', 'all']);
    expect(stdout).toBe('before the restart\nafter the restart\n');
  });
});

describe('of numbered lines that memory cannot hold', () => {
  it.each([
    ['memory alone', 'persist: false'],
    // Much less than they take even when they are packed.
    ['memory and disk', 'persist: { max_bytes: 64KiB }'],
    ['a disk that holds them all', 'persist: { max_bytes: 100MiB }'],
  ])('%s has the last ones without a gap, and what it has not is counted', async (_, persist) => {
    await using project = await createProject({
      'numbered.py': NUMBERED,
      'pom.yaml': `logs: { memory: 1MiB, ${persist} }\nprocesses: { big: { command: python3 numbered.py } }`,
    });
    await project.up();
    await project.pom(['wait', 'big', '--for', 'exit']);
    const { stored, evicted, isWithin } = await storedOf(project, 'big');
    expect(isWithin).toBe(true);
    expect(stored + evicted).toBe(LINES);
    expect(evicted > 0).toBe(!persist.includes('100MiB'));
    const { stdout } = await project.pom(['logs', 'big', '--lines', 'all']);
    expect(numbersIn(stdout)).toEqual(Array.from({ length: stored }, (_, index) => evicted + index + 1));
  });
});

describe('a line of 24 MiB without a newline', () => {
  it('is stored to the last byte, in pieces', async () => {
    const script = 'import sys\nfor n in range(24): sys.stdout.write(chr(97 + n) * 2**20)\n';
    await using project = await createProject({
      'long.py': script,
      'pom.yaml': 'logs: { memory: 1MiB }\nprocesses: { long: { command: python3 long.py } }',
    });
    await project.up();
    await project.pom(['wait', 'long', '--for', 'exit']);
    const hash = createHash('sha256');
    for (let n = 0; n < 24; n += 1) hash.update(String.fromCharCode(97 + n).repeat(2 ** 20));
    const { stdoutBytes } = await project.pom(['logs', 'long', '--raw', '--lines', 'all']);
    expect(createHash('sha256').update(stdoutBytes).digest('hex')).toBe(hash.digest('hex'));
    expect((await storedOf(project, 'long')).isWithin).toBe(true);
  });
});

describe('a follower that was stopped', () => {
  it('goes on where it was, and misses nothing but what it is told of', async () => {
    await using project = await createProject({
      'numbered.py': NUMBERED,
      'pom.yaml': `
logs: { memory: 1MiB, persist: false }
processes:
  big: { command: python3 numbered.py, autostart: false }
  last: { command: ${obey('last')} }`,
    });
    await project.up();
    const last = await project.spawned('last');
    const follower = project.spawnPom(['logs', '-f', '--lines', 'all']);
    await last.print('the first\n');
    await follower.stdout.waitForLine(/the first/);
    follower.kill('SIGSTOP');
    await project.pom(['start', 'big']);
    await project.pom(['wait', 'big', '--for', 'exit']);
    await last.print('the end\n');
    await project.logged('last', /the end/);
    follower.kill('SIGCONT');
    await follower.stdout.waitForLine(/the end/);
    const missed = [...follower.stderr.text.matchAll(/(\d+) lines had been evicted/g)].map(([, count]) =>
      Number(count),
    );
    const seen = numbersIn(follower.stdout.text.replaceAll(/^big +[│|] /gm, ''));
    expect(missed.length).toBeGreaterThan(0);
    expect(seen.length + missed.reduce((sum, count) => sum + count, 0)).toBe(LINES);
    expect(seen.at(-1)).toBe(LINES);
  });
});

describe('with followers that ask for everything and never read', () => {
  it('the others are served, and lines go on being stored', async () => {
    await using project = await createProject({
      'pom.yaml': `
logs: { memory: 2MiB, persist: false }
processes: { loud: { command: '${YES}' }, quiet: { command: ${obey('quiet')} } }`,
    });
    await project.up();
    const [session] = (await project.json<LsAnswer>(['ls'])).sessions;
    using _ = readersThatDoNotRead(20, session?.socket ?? '');
    const quiet = await project.spawned('quiet');
    await quiet.print('still here\n');
    await project.logged('quiet', /still here/);
    const { next } = await project.json<LogsAnswer>(['logs', 'loud', '--lines', '1']);
    await project.pom(['restart', 'quiet']);
    expect((await project.json<LogsAnswer>(['logs', 'loud', '--lines', '1'])).next).toBeGreaterThan(next);
  });
});
