import { execFileSync } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import type { Exit } from '../../../src/model/exit.ts';
import type { ProcessSpec } from '../../../src/model/process-spec.ts';
import { ChildSpawner } from '../../../src/supervisor/child.ts';
import { ProcessTerminal } from '../../../src/supervisor/terminal/process-terminal.ts';
import { processTable } from '../../rig/process-table.ts';
import { ENVIRONMENT, fixture, RealStage } from '../real-stage.ts';
import { STOP, specOf } from '../specs.ts';
import { describeWithTerminals } from './needs-terminals.ts';

function onTerminal(text: string, changes: Partial<ProcessSpec> = {}): ProcessSpec {
  return specOf('job', { command: { kind: 'shell', shell: ['sh', '-c'], text }, tty: true, ...changes });
}

function started(spec: ProcessSpec): RealStage {
  const stage = new RealStage([spec]);
  void stage.supervisor.start(null, { dependencies: true });
  return stage;
}

describeWithTerminals('a child with a terminal', () => {
  const spawner = new ChildSpawner(tmpdir());
  afterAll(() => spawner.close());

  it('loses nothing of a megabyte that it prints just before it exits, in a hundred runs of a hundred', async () => {
    const megabyte = 1024 * 1024;
    for (let run = 0; run < 100; run++) {
      let bytes = 0;
      let ends = 0;
      await new Promise<void>((resolve) => {
        void spawner.spawn({
          argv: ['head', '-c', String(megabyte), '/dev/zero'],
          cwd: '/',
          environment: ENVIRONMENT,
          stdin: 'null',
          terminal: new ProcessTerminal(() => undefined),
          output: {
            onChunk: (_, chunk) => {
              bytes += chunk.length;
            },
            onEnd: () => {
              ends++;
            },
          },
          onExit: () => resolve(),
        });
      });
      expect({ run, bytes, ends }).toEqual({ run, bytes: megabyte, ends: 2 });
    }
  });

  it('leads a session and a group under its own pid, with the terminal as all three of its streams', async () => {
    await using stage = started(onTerminal('tty <&0; tty <&1; tty <&2; stty size; echo $TERM; exec cat'));
    await stage.when(() => stage.printed('job').toString().split('\n').length === 6);
    const [input, output, error, size, term] = stage.printed('job').toString().split('\r\n');
    expect(input).toMatch(/^\/dev\/pts\/\d+$/);
    expect([output, error]).toEqual([input, input]);
    expect([size, term]).toEqual(['24 80', 'xterm-256color']);
    const { pid } = stage.info('job');
    expect(processTable().find((entry) => entry.pid === pid)).toMatchObject({ pgid: pid });
  });

  it('reads what is sent, and gets an interrupt for the byte that stands for it', async () => {
    await using stage = started(
      specOf('job', { command: { kind: 'argv', argv: ['node', fixture('terminal-repl.cjs'), '--exit'] }, tty: true }),
    );
    await stage.when(() => stage.printed('job').includes('welcome'));
    const input = stage.supervisor.child('job')?.input;
    expect(await input?.write(Buffer.from('grüße\n'))).toBe('sent');
    await stage.when(() => stage.printed('job').includes('answer <grüße>\r\n'));
    expect(await input?.write(Buffer.from('\x03'))).toBe('sent');
    await stage.when(() => stage.info('job').status === 'crashed');
    expect(stage.info('job').exit).toEqual({ code: 3, signal: null });
    expect(stage.printed('job').toString()).toContain('interrupted');
    expect(await input?.write(Buffer.from('x'))).toBe('closed');
  });

  it('is told when its terminal changes size', async () => {
    const waits = "trap 'stty size' WINCH; echo ready; while :; do sleep 0.01; done";
    await using stage = started(onTerminal(waits));
    await stage.when(() => stage.printed('job').includes('ready'));
    stage.supervisor.terminal('job')?.resize({ columns: 132, rows: 50 });
    await stage.when(() => stage.printed('job').includes('50 132\r\n'));
  });

  it('ends with its group when it is stopped, and its exit is the signal', async () => {
    await using stage = started(onTerminal('sleep 1000 & echo ready; wait'));
    await stage.when(() => stage.printed('job').includes('ready'));
    const group = stage.info('job').pid ?? 0;
    expect(await stage.supervisor.stop(['job'])).toMatchObject([{ ok: true, status: 'stopped' }]);
    expect(stage.info('job').exit).toEqual({ code: null, signal: 'SIGTERM' });
    expect(processTable().filter(({ pgid, state }) => pgid === group && state !== 'Z')).toEqual([]);
  });

  it('takes the jobs of its shell with it, though each has a group of its own', async () => {
    await using stage = started(
      onTerminal('set -m; sleep 1000 & echo "job $!"; sleep 1000', { stop: { ...STOP, graceMs: 100 } }),
    );
    await stage.when(() => /job \d+\r\n/.test(stage.printed('job').toString()));
    const job = Number(/job (\d+)/.exec(stage.printed('job').toString())?.[1]);
    const lives = () => processTable().some(({ pid, state }) => pid === job && state !== 'Z');
    expect(processTable().find(({ pid }) => pid === job)).toMatchObject({ pgid: job });
    expect(await stage.supervisor.stop(['job'])).toMatchObject([{ ok: true, status: 'stopped' }]);
    expect(lives()).toBe(false);
  });

  it('is seen to exit while a stranger holds its terminal, whose later output is still stored', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'pom-test-'));
    const [up, go] = ['up', 'go'].map((name) => path.join(folder, name)) as [string, string];
    execFileSync('mkfifo', [up, go]);
    try {
      const stranger = `setsid sh -c "echo up > ${up}; read x < ${go}; echo late"`;
      await using stage = started({ ...onTerminal(`${stranger} & read x < ${up}; echo early`), kill: 'group' });
      await stage.when(() => stage.info('job').status === 'completed');
      expect(stage.happened).not.toContain('job 1 stdout ended');
      const gate = openSync(go, constants.O_RDWR | constants.O_NONBLOCK);
      writeSync(gate, 'go\n');
      await stage.when(() => stage.happened.includes('job 1 stdout ended'));
      closeSync(gate);
      expect(stage.printed('job').toString()).toBe('early\r\nlate\r\n');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('is refused more than a megabyte that it does not read', async () => {
    await using stage = started(onTerminal('stty raw -echo; echo ready; sleep 1000'));
    await stage.when(() => stage.printed('job').includes('ready'));
    const input = stage.supervisor.child('job')?.input;
    const unread = input?.write(Buffer.alloc(1024 * 1024));
    expect(await input?.write(Buffer.alloc(64 * 1024))).toBe('full');
    stage.supervisor.kill();
    expect(await unread).toBe('closed');
  });

  it.each([
    [['no-such-program'], { reason: 'command-not-found', command: 'no-such-program' }],
    [['/etc/passwd'], { reason: 'not-executable', command: '/etc/passwd' }],
  ])('cannot be spawned from %j, and says why', async (argv, failure) => {
    const spawned = await spawner.spawn({
      argv,
      cwd: '/',
      environment: ENVIRONMENT,
      stdin: 'null',
      terminal: new ProcessTerminal(() => undefined),
      output: { onChunk: () => undefined, onEnd: () => undefined },
      onExit: (_: Exit) => undefined,
    });
    expect(spawned).toEqual({ ok: false, failure });
  });
});
