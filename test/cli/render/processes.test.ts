import { describe, expect, it } from '@jest/globals';
import { renderProcesses } from '../../../src/cli/render/processes.ts';
import { neverRun, type ProcessInfo } from '../../../src/model/process-status.ts';

const NOW = 1_000_000;

const PROCESSES: readonly ProcessInfo[] = [
  {
    ...neverRun('api', 'running'),
    pid: 41202,
    ready: true,
    uptimeMs: 123_000,
    restarts: 2,
    cpu: 0.125,
    memory: 48 * 1024 * 1024,
    exit: { code: null, signal: 'SIGKILL' },
  },
  { ...neverRun('db', 'backoff'), retryAt: NOW + 4_000, exit: { code: 3, signal: null } },
  { ...neverRun('web', 'pending'), waitingFor: ['db to be started'] },
  {
    ...neverRun('worker', 'skipped'),
    cause: {
      reason: 'dependency',
      process: 'api',
      status: 'skipped',
      exit: null,
      chain: [
        { process: 'api', status: 'skipped', condition: 'ready', cause: null, waitedMs: null },
        {
          process: 'migrate',
          status: 'crashed',
          condition: 'completed',
          cause: { reason: 'exited', exit: { code: 1, signal: null } },
          waitedMs: null,
        },
      ],
    },
  },
  {
    ...neverRun('tool', 'crashed'),
    cause: { reason: 'spawn-failed', failure: { reason: 'command-not-found', command: 'nosuch' } },
  },
];

describe('renderProcesses', () => {
  it('lines up what is known, and says why where the status does not', () => {
    expect(`\n${renderProcesses(PROCESSES, NOW)}\n`).toBe(`
  PID  NAME    STATUS                                                      READY  RESTARTS    AGE    CPU      MEM  EXIT
41202  api     running                                                     yes           2  2m03s  12.5%  48.0MiB  SIGKILL
    -  db      backoff (retry in 4s)                                       -             0      -      -        -  3
    -  web     pending (db to be started)                                  -             0      -      -        -  -
    -  worker  skipped (needs api, which needs migrate (crashed, exit 1))  -             0      -      -        -  -
    -  tool    crashed (command not found: nosuch)                         -             0      -      -        -  -
`);
  });

  it('cuts a status that would push the other columns off the screen', () => {
    const detail = `taken by ${'x'.repeat(100)}`;
    const table = renderProcesses(
      [
        {
          ...neverRun('api', 'crashed'),
          cause: { reason: 'spawn-failed', failure: { reason: 'bad-environment', detail } },
        },
      ],
      NOW,
    );
    expect(table.split('\n')[1]).toMatch(/^ +- +api +crashed \(.{54}… {2}- /);
  });
});
