import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { ALL_LOGS } from '../../src/model/logs-request.ts';
import { readRequest } from '../../src/wire/parse-request.ts';

const read = (message: unknown) => readRequest(Buffer.from(JSON.stringify(message)));

function problemOf(message: unknown): string {
  const { request } = read(message);
  return request.ok || request.failure.reason !== 'bad-request' ? 'none' : request.failure.detail;
}

describe('a request', () => {
  it('means all logs when it is GetLogs and says nothing else', () => {
    const { processes, ...rest } = ALL_LOGS;
    expect(read({ type: 'GetLogs' })).toEqual({
      id: null,
      request: { ok: true, value: { type: 'GetLogs', processId: processes, ...rest } },
    });
  });

  it('may name one process or several', () => {
    expect(read({ type: 'StopProcess', process_id: 'api' }).request).toMatchObject({ value: { processId: ['api'] } });
    expect(read({ type: 'StopProcess', process_id: ['api', 'w-*'] }).request).toMatchObject({
      value: { processId: ['api', 'w-*'], wait: true },
    });
  });

  it('takes times as RFC 3339 or as milliseconds, and null for what is left out', () => {
    expect(read({ type: 'GetLogs', since: '1970-01-01T00:00:01Z', until: 2000, limit: null }).request).toMatchObject({
      value: { since: 1000, until: 2000, limit: null },
    });
  });

  it('keeps its id, even when it is refused', () => {
    expect(read({ type: 'Nonsense', id: 'a' })).toMatchObject({ id: 'a', request: { ok: false } });
    expect(read({ type: 'Plan', id: 0 })).toMatchObject({ id: 0, request: { ok: true } });
  });

  it.each([
    [{}, 'needs a "type"'],
    [{ type: 7 }, 'needs a "type"'],
    [{ type: 'ListProceses' }, 'did you mean "ListProcesses"?'],
    [{ type: 'Frobnicate' }, 'there are Hello, GetSession'],
    [{ type: 'constructor' }, 'there is no request "constructor"'],
    [{ type: 'Plan', id: {} }, 'id must be a text or a number'],
    [{ type: 'GetProcessStatus' }, 'GetProcessStatus needs process_id'],
    [{ type: 'GetProcessStatus', process_id: ['a'] }, 'process_id of GetProcessStatus must be a text'],
    [{ type: 'StopProcess' }, 'StopProcess needs process_id'],
    [{ type: 'StopProcess', process_id: [1] }, 'process_id of StopProcess must be a name or a list of names'],
    [{ type: 'StopProcess', process_id: '' }, 'process_id of StopProcess must be a name or a list of names'],
    [{ type: 'StopProcess', process_id: 'a', wait: 'no' }, 'wait of StopProcess must be true or false'],
    [{ type: 'GetLogs', strem: 'stderr' }, 'GetLogs has no field "strem"; did you mean "stream"?'],
    [{ type: 'GetLogs', stream: 'stder' }, 'stream of GetLogs must be "stdout" or "stderr"; did you mean "stderr"?'],
    [{ type: 'GetLogs', limit: -1 }, 'limit of GetLogs must be a whole number, 0 or more'],
    [{ type: 'GetLogs', limit: 1.5 }, 'limit of GetLogs must be a whole number'],
    [{ type: 'GetLogs', since: 'yesterday' }, 'since of GetLogs must be a time'],
    [{ type: 'GetLogs', search: { kind: 'text' } }, 'search of GetLogs must be an object; it needs pattern'],
    [{ type: 'GetLogs', search: 'x' }, 'search of GetLogs must be an object'],
    [{ type: 'GetLogs', run: 'last' }, 'run of GetLogs must be a run number'],
    [{ type: 'SignalProcess', process_id: 'a', signal: 'SIGHUB' }, 'must be a signal; did you mean "SIGHUP"?'],
    [{ type: 'Wait', process_id: 'a' }, 'Wait needs goal'],
  ])('%j is refused: %s', (message, problem) => {
    expect(problemOf(message)).toContain(problem);
  });
});

describe('any JSON at all', () => {
  const type = fc.constantFrom(
    ...['Hello', 'GetSession', 'ListProcesses', 'GetProcessStatus', 'GetLogs', 'GetEvents', 'StartProcess', 'Wait'],
    ...[
      'SignalProcess',
      'SendInput',
      'GetTerminal',
      'ResizeTerminal',
      'ScaleProcess',
      'Cancel',
      '__proto__',
      'toString',
    ],
  );
  const key = fc.constantFrom(
    ...['id', 'process_id', 'after', 'limit', 'wait_ms', 'regex', 'search', 'since', 'until', 'run', 'signal', 'data'],
    ...['text', 'replicas', 'columns', 'rows', 'goal', 'timeout_ms', 'request_id', 'protocol', 'from', '__proto__'],
  );

  it('is a request or a failure, never an exception', () => {
    const message = fc
      .dictionary(key, fc.jsonValue({ maxDepth: 3 }))
      .chain((rest) => type.map((name) => ({ ...rest, type: name })));
    fc.assert(
      fc.property(fc.oneof(message, fc.jsonValue()), (json) => {
        const { request } = readRequest(Buffer.from(JSON.stringify(json)));
        if (!request.ok) expect(request.failure.reason).toMatch(/^(bad-request|invalid-pattern)$/);
      }),
      { numRuns: Number(process.env.POM_FUZZ_RUNS ?? 1000) },
    );
  });

  it('that is nested too deep for a stack is refused', () => {
    const deep = `{"type":"GetLogs","id":${'['.repeat(400_000)}${']'.repeat(400_000)}}`;
    expect(readRequest(Buffer.from(deep)).request.ok).toBe(false);
  });
});
