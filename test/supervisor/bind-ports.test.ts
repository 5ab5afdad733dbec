// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are the texts under test
import { describe, expect, it } from '@jest/globals';
import type { ProbeSpec } from '../../src/model/probe-spec.ts';
import { bindCommand, bindProbe } from '../../src/supervisor/bind-ports.ts';

const ENVIRONMENT = new Map([
  ['PORT', '20001'],
  ['PORT_2', '20002'],
  ['POM_PORT_DB', '5432'],
  ['HOME', '/root'],
]);

describe('the ports of a run', () => {
  it('are filled in where they are written, and nothing else is', () => {
    const argv = ['serve', '--port=${PORT}', '${PORT_2}', '${POM_PORT_DB}', '${POM_PORT_GONE}', '${HOME}', '$PORT'];
    expect(bindCommand({ kind: 'argv', argv }, ENVIRONMENT)).toEqual({
      kind: 'argv',
      argv: ['serve', '--port=20001', '20002', '5432', '', '${HOME}', '$PORT'],
    });
  });

  it('are left to the shell in what it runs', () => {
    const command = { kind: 'shell', shell: ['sh', '-c'], text: 'serve ${PORT}' } as const;
    expect(bindCommand(command, ENVIRONMENT)).toBe(command);
  });

  it('are filled in in the addresses of probes', () => {
    const http = { kind: 'http', method: 'GET', status: null, headers: new Map<string, string>(), body: null } as const;
    const probe: ProbeSpec = {
      checks: [
        { ...http, url: 'http://localhost:${PORT}/health' },
        { kind: 'tcp', host: 'localhost', port: '${PORT_2}' },
        { kind: 'exec', command: { kind: 'argv', argv: ['ask', '${PORT}'] } },
        { kind: 'log', pattern: 'listening on ${PORT}' },
      ],
      initialDelayMs: 0,
      periodMs: 1,
      timeoutMs: 1,
      successes: 1,
      failures: 1,
      deadlineMs: null,
    };
    expect(bindProbe(probe, ENVIRONMENT).checks).toEqual([
      { ...http, url: 'http://localhost:20001/health' },
      { kind: 'tcp', host: 'localhost', port: '20002' },
      { kind: 'exec', command: { kind: 'argv', argv: ['ask', '20001'] } },
      { kind: 'log', pattern: 'listening on ${PORT}' },
    ]);
  });
});
