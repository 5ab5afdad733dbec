import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, constants, mkdtempSync, openSync, readdirSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { Command } from '../../src/model/process-spec.ts';
import { processTable } from '../rig/process-table.ts';
import { until } from '../rig/until.ts';
import { fixture, RealStage } from './real-stage.ts';
import { ALWAYS, STOP, specOf } from './specs.ts';

const argv = (...words: readonly string[]): { readonly command: Command } => ({
  command: { kind: 'argv', argv: words },
});
const shell = (text: string): { readonly command: Command } => ({
  command: { kind: 'shell', shell: ['sh', '-c'], text },
});
const ended = (name: string, run = 1) => [`${name} ${run} stdout ended`, `${name} ${run} stderr ended`];

describe('a real child', () => {
  it('is stopped with its whole group within the grace and a second, though the leader left at once', async () => {
    const stop = { ...STOP, graceMs: 200 };
    await using stage = new RealStage([specOf('api', { ...argv(fixture('leaves-a-stubborn-group.sh')), stop })]);
    await stage.supervisor.start(null, { dependencies: true });
    await stage.when(() => stage.printed('api').includes('ready'));
    const group = stage.info('api').pid ?? 0;
    const before = performance.now();
    const [outcome] = await stage.supervisor.stop(['api']);
    expect(outcome).toMatchObject({ ok: true, status: 'stopped' });
    expect(performance.now() - before).toBeGreaterThanOrEqual(200);
    expect(performance.now() - before).toBeLessThan(1_200);
    expect(processTable().filter(({ pgid, state }) => pgid === group && state !== 'Z')).toEqual([]);
    expect(stage.info('api').exit).toEqual({ code: null, signal: 'SIGTERM' });
  });

  it('is seen to exit while a grandchild holds its pipe, whose later output is still stored under its run', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'pom-test-'));
    try {
      const fifo = path.join(folder, 'go');
      execFileSync('mkfifo', [fifo]);
      await using stage = new RealStage([
        specOf('job', { ...argv(fixture('leaves-a-pipe-holder.sh'), fifo), kill: 'group' }),
      ]);
      await stage.supervisor.start(null, { dependencies: true });
      await stage.when(() => stage.info('job').status === 'completed');
      expect(stage.happened).not.toContain('job 1 stdout ended');
      await stage.supervisor.restart(['job']);
      await stage.when(() => stage.info('job').status === 'completed' && stage.info('job').run === 2);
      // Open for both, so that no open waits for another and no line is lost between one reader and the next.
      const gate = openSync(fifo, constants.O_RDWR | constants.O_NONBLOCK);
      writeSync(gate, 'go\ngo\n');
      await stage.when(() => [1, 2].every((run) => stage.happened.includes(`job ${run} stdout ended`)));
      closeSync(gate);
      expect([stage.printed('job', 1).toString(), stage.printed('job', 2).toString()]).toEqual([
        'early\nlate\n',
        'early\nlate\n',
      ]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('has its pipe given up at shutdown when a stranger holds it', async () => {
    const stage = new RealStage([specOf('job', { ...shell('setsid sleep 1000 & echo $!; wait'), kill: 'group' })]);
    await stage.supervisor.start(null, { dependencies: true });
    await stage.when(() => stage.printed('job').includes('\n'));
    const stranger = Number(stage.printed('job').toString());
    await stage[Symbol.asyncDispose]();
    expect(stage.happened).toEqual(expect.arrayContaining(ended('job')));
    expect(process.kill(stranger, 'SIGKILL')).toBe(true);
  });

  it('loses no byte of 200,000 lines and an unterminated one, all stored before its exit', async () => {
    const count = 200_001;
    await using stage = new RealStage([
      specOf('job', argv(process.execPath, fixture('print-many-lines.js'), `${count}`)),
    ]);
    await stage.supervisor.start(null, { dependencies: true });
    await stage.when(() => stage.info('job').status === 'completed');
    const lines = Array.from(
      { length: count },
      (_, index) => `line ${index} of ${count}, with some text to make it long`,
    );
    const sha256 = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest('hex');
    expect(sha256(stage.printed('job'))).toBe(sha256(lines.join('\n')));
    expect(stage.happened.at(-1)).toBe('job 1 exited');
  });

  it('may open its output by name', async () => {
    await using stage = new RealStage([specOf('job', shell('echo out > /dev/stdout; echo err > /dev/stderr'))]);
    await stage.supervisor.start(null, { dependencies: true });
    await stage.when(() => stage.info('job').status === 'completed');
    expect(stage.printed('job').toString()).toBe('out\n');
    expect(stage.printed('job', 1, 'stderr').toString()).toBe('err\n');
  });

  it('reads nothing from a null stdin, and waits at one that is a pipe', async () => {
    await using stage = new RealStage([
      specOf('null', argv('cat')),
      specOf('pipe', { ...argv('sh', '-c', 'echo ready; exec cat'), stdin: 'pipe' }),
    ]);
    await stage.supervisor.start(null, { dependencies: true });
    await stage.when(() => stage.info('null').status === 'completed' && stage.printed('pipe').includes('ready'));
    expect(stage.info('pipe').status).toBe('running');
  });

  it.each([
    ['kill -9 $$', { code: null, signal: 'SIGKILL' }],
    ['exit 137', { code: 137, signal: null }],
    ['exit 255', { code: 255, signal: null }],
  ])('that does "%s" has an exit that says so', async (text, exit) => {
    await using stage = new RealStage([specOf('job', shell(text))]);
    await stage.supervisor.start(null, { dependencies: true });
    await stage.when(() => stage.info('job').status === 'crashed');
    expect(stage.info('job').exit).toEqual(exit);
  });

  it('works without FIFOs as well', async () => {
    await using stage = new RealStage([specOf('job', shell('echo out; echo err >&2'))], '/nowhere');
    await stage.supervisor.start(null, { dependencies: true });
    await stage.when(() => ended('job').every((text) => stage.happened.includes(text)));
    expect(stage.printed('job').toString()).toBe('out\n');
    expect(stage.printed('job', 1, 'stderr').toString()).toBe('err\n');
  });

  it('is stopped by its stop command, in its directory and environment', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'pom-test-'));
    try {
      const command = { kind: 'shell', shell: ['sh', '-c'], text: 'read -r pid < pid && kill -INT "$pid"' } as const;
      const script = 'trap "echo asked; exit 0" INT; echo $$ > pid; echo ready; while :; do sleep 0.01; done';
      await using stage = new RealStage([specOf('api', { ...shell(script), cwd: folder, stop: { ...STOP, command } })]);
      await stage.supervisor.start(null, { dependencies: true });
      await stage.when(() => stage.printed('api').includes('ready'));
      const [outcome] = await stage.supervisor.stop(['api']);
      expect(outcome?.ok).toBe(true);
      expect(stage.info('api').exit).toEqual({ code: 0, signal: null });
      expect(stage.printed('api').toString()).toContain('asked');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('takes its file descriptors along when it ends, two hundred times', async () => {
    const restart = { ...ALWAYS, maxRestarts: 200, backoff: { ...ALWAYS.backoff, initialMs: 0 } };
    await using stage = new RealStage([
      specOf('warm', argv('true')),
      specOf('job', { ...argv('true'), restart, autostart: false }),
    ]);
    await stage.supervisor.start(null, { dependencies: true });
    await stage.when(() => stage.info('warm').status === 'completed');
    const open = () => readdirSync('/proc/self/fd').length;
    const before = open();
    await stage.supervisor.start(['job'], { dependencies: true });
    await stage.when(() => stage.info('job').status === 'crashed');
    expect(stage.info('job').run).toBe(201);
    await until(
      () => open() <= before,
      'the file descriptors to be closed',
      () => `${open()} open, ${before} before`,
    );
  });
});
