/** `pom mcp`, spoken to by the official client. */
import { describe, expect, it } from '@jest/globals';
import { connectAgent, type ToolFailure } from '../rig/agent.ts';
import { obey } from '../rig/command.ts';
import { createProject } from '../rig/project.ts';

const LOOKING = ['pom_list', 'pom_status', 'pom_why', 'pom_logs', 'pom_wait'];
const ACTING = ['pom_start', 'pom_stop', 'pom_restart'];

const SHOP = `
processes:
  db: { command: ${JSON.stringify(obey('db'))} }
  api: { command: ${JSON.stringify(obey('api'))}, depends_on: { db: completed_successfully } }
`;
const TALKER = `processes: { talker: { command: ${JSON.stringify(obey('talker'))}, logs: { redact: ['token=(\\w+)'] } } }`;

interface Listed {
  readonly project: { readonly name: string };
  readonly processes: readonly { readonly name: string; readonly status: string; readonly run: number }[];
}

interface Outcomes {
  readonly ok: boolean;
  readonly processes: readonly {
    readonly name: string;
    readonly ok: boolean;
    readonly status: string;
    readonly error?: { readonly code: string };
  }[];
  readonly what_to_do?: string;
}

interface Logs {
  readonly lines: readonly string[];
  readonly next: number;
  readonly first?: number;
  readonly left_out: number;
  readonly hint?: string;
}

/** Of lines as `pom_logs` gives them the texts. */
function textsOf({ lines }: Logs): readonly string[] {
  return lines.map((line) => line.slice(line.indexOf('| ') + 2));
}

describe('pom mcp', () => {
  it('describes every tool, what it gives back, and what it may do', async () => {
    await using project = await createProject({ 'pom.yaml': SHOP });
    await using agent = await connectAgent(project);
    const tools = await agent.tools();
    expect(tools.map(({ name }) => name)).toEqual([...LOOKING, ...ACTING]);
    for (const { name, description, inputSchema, outputSchema, annotations } of tools) {
      expect(description?.length).toBeGreaterThan(100);
      expect(inputSchema).toMatchObject({ type: 'object', additionalProperties: false });
      expect(outputSchema).toMatchObject({ type: 'object' });
      expect(annotations).toMatchObject({
        readOnlyHint: LOOKING.includes(name),
        destructiveHint: name === 'pom_stop' || name === 'pom_restart',
        idempotentHint: name !== 'pom_restart',
        openWorldHint: false,
      });
    }
    expect(agent.instructions).toContain('pom_list');
  });

  it('says without a session how to start one, and meets each session that is started later', async () => {
    await using project = await createProject({ 'pom.yaml': 'processes: { job: { command: "true" } }' });
    await using agent = await connectAgent(project);
    const named = { name: 'job' };
    const some = { processes: ['job'] };
    const calls = [
      agent.call<ToolFailure>('pom_list'),
      agent.call<ToolFailure>('pom_logs'),
      ...['pom_status', 'pom_why'].map((tool) => agent.call<ToolFailure>(tool, named)),
      ...['pom_wait', ...ACTING].map((tool) => agent.call<ToolFailure>(tool, some)),
    ];
    for (const { isError, facts } of await Promise.all(calls)) {
      expect(isError).toBe(true);
      expect(facts.error.code).toBe('no-session');
      expect(facts.error.what_to_do).toContain('pom up -d --wait');
      expect(facts.error.what_to_do).toContain(project.dir);
    }
    for (let round = 0; round < 2; round++) {
      await project.up();
      const { facts, isError, structured } = await agent.call<Listed>('pom_list');
      expect({ isError, structured }).toEqual({ isError: false, structured: facts });
      expect(facts.processes).toMatchObject([{ name: 'job', status: 'completed' }]);
      await project.pom(['down']);
    }
    expect((await agent.call<ToolFailure>('pom_list')).facts.error.code).toBe('no-session');
  });

  it('leads from a crash to its reason', async () => {
    await using project = await createProject({ 'pom.yaml': SHOP });
    await using agent = await connectAgent(project);
    await agent.tools();
    await project.pom(['up', '-d']);
    const db = await project.spawned('db');
    await db.print('FATAL: the data directory is broken\n', 'stderr');
    await db.exit(3);
    const waited = await agent.call<Outcomes>('pom_wait', { processes: ['api'] });
    expect(waited.facts).toMatchObject({ ok: false, processes: [{ name: 'api', error: { code: 'impossible' } }] });
    expect(waited.facts.what_to_do).toContain('pom_why');
    expect((await agent.call<Listed>('pom_list')).facts.processes).toMatchObject([
      { name: 'db', status: 'crashed', exit: { code: 3, signal: null } },
      { name: 'api', status: 'skipped' },
    ]);
    expect((await agent.call('pom_why', { name: 'api' })).facts).toMatchObject({
      chain: [
        { process: 'api', code: 'dependency-failed' },
        { process: 'db', code: 'exited', message: 'exited with code 3', run: 1 },
      ],
      said: ['FATAL: the data directory is broken'],
    });
    expect((await agent.call('pom_status', { name: 'db' })).facts).toMatchObject({
      processes: [
        {
          name: 'db',
          needed_by: ['api'],
          runs: [{ run: 1, exit: { code: 3, signal: null } }],
          last_failure: { run: 1, lines: ['FATAL: the data directory is broken'] },
        },
      ],
    });
  });

  it('gives the newest lines that the budget allows, and reads back the others once each', async () => {
    await using project = await createProject({ 'pom.yaml': TALKER });
    await project.pom(['up', '-d']);
    const talker = await project.spawned('talker');
    const written = Array.from({ length: 300 }, (_, index) => `line ${index} of many`);
    await talker.print(`${written.join('\n')}\n`);
    await project.logged('talker', /^line 299 of many/);
    await using agent = await connectAgent(project);
    await agent.tools();
    const pages: (readonly string[])[] = [];
    let before: number | undefined;
    let leftOut = written.length;
    while (leftOut > 0) {
      const { facts } = await agent.call<Logs>('pom_logs', { max_tokens: 1000, before });
      expect(facts.lines.join().length).toBeLessThanOrEqual(4000);
      expect(facts.left_out).toBe(leftOut - facts.lines.length);
      if (facts.left_out > 0) expect(facts.hint).toContain(`before ${facts.first}`);
      leftOut = facts.left_out;
      before = facts.first;
      pages.unshift(textsOf(facts));
    }
    expect(pages.flat()).toEqual(written);
    expect(pages.length).toBeGreaterThan(1);
  });

  it('reads on from a cursor, oldest first when asked, and searches', async () => {
    await using project = await createProject({ 'pom.yaml': TALKER });
    await project.pom(['up', '-d']);
    const talker = await project.spawned('talker');
    await talker.print('one\ntwo error\n');
    await talker.print('three\nfour error\n', 'stderr');
    await project.logged('talker', /^two/);
    await project.logged('talker', /^four/);
    await using agent = await connectAgent(project);
    await agent.tools();
    const logs = async (args: object) => (await agent.call<Logs>('pom_logs', { ...args })).facts;
    const first = await logs({ keep: 'oldest', max_lines: 1 });
    expect(first).toMatchObject({ left_out: 3, next: first.first });
    expect(textsOf(await logs({ after: first.next, keep: 'oldest' })).length).toBe(3);
    expect([...textsOf(await logs({ search: 'ERROR', ignore_case: true }))].sort()).toEqual([
      'four error',
      'two error',
    ]);
    expect((await logs({ regex: '^f.*r$', stream: 'stderr' })).lines).toEqual([
      expect.stringMatching(/^\d+ \d\d:\d\d:\d\d\.\d{3} talker err\| four error$/),
    ]);
    expect(await logs({ search: 'nowhere' })).toMatchObject({ lines: [], left_out: 0 });
  });

  it('takes escape sequences out of logs, keeps secrets out, and cuts long lines', async () => {
    await using project = await createProject({ 'pom.yaml': TALKER });
    await project.pom(['up', '-d']);
    const talker = await project.spawned('talker');
    await talker.print(`\x1b]0;title\x07\x1b[31mred\x1b[0m token=hunter2 done\n${'x'.repeat(5000)}\nend\n`);
    await project.logged('talker', /^end/);
    await using agent = await connectAgent(project);
    const { facts } = await agent.call<Logs>('pom_logs', { max_line_characters: 100 });
    const [red = '', long = ''] = textsOf(facts);
    expect(red).toBe('red token=[redacted] done');
    expect(long).toMatch(/^x{50,100} \[\d{4} characters more\]$/);
    expect(long.length).toBeLessThanOrEqual(100);
    const tight = await agent.call<Logs>('pom_logs', { before: facts.next, max_tokens: 50, max_line_characters: 5000 });
    expect(tight.facts.lines.join().length).toBeLessThanOrEqual(200);
    expect(tight.facts.left_out).toBe(1);
  });

  it('waits for a line that is written later', async () => {
    await using project = await createProject({ 'pom.yaml': TALKER });
    await project.pom(['up', '-d']);
    const talker = await project.spawned('talker');
    await talker.print('compiled 1\n');
    await project.logged('talker', /^compiled 1/);
    await using agent = await connectAgent(project);
    const { facts: now } = await agent.call<Logs>('pom_logs');
    const later = agent.call<Logs>('pom_logs', { after: now.next, search: 'compiled', wait_seconds: 20 });
    await talker.print('changed\ncompiled 2\n');
    expect(textsOf((await later).facts)).toEqual(['compiled 2']);
    const never = await agent.call<Logs>('pom_logs', { search: 'compiled', wait_seconds: 0.01 });
    expect(never.facts.lines).toEqual([]);
  });

  it('starts, stops and restarts, and waits for what comes of it', async () => {
    await using project = await createProject({ 'pom.yaml': TALKER });
    await project.pom(['up', '-d']);
    await project.spawned('talker');
    await using agent = await connectAgent(project);
    await agent.tools();
    const talker = { processes: ['talker'] };
    expect((await agent.call<Outcomes>('pom_wait', { ...talker, for: 'running' })).facts.ok).toBe(true);
    const late = await agent.call<Outcomes>('pom_wait', { ...talker, for: 'exit', timeout_seconds: 0.01 });
    expect(late).toMatchObject({ isError: false, facts: { ok: false, processes: [{ error: { code: 'timed-out' } }] } });
    expect((await agent.call<Outcomes>('pom_stop', talker)).facts.processes).toMatchObject([{ status: 'stopped' }]);
    expect((await agent.call<Outcomes>('pom_start', { processes: ['talk*'] })).facts.ok).toBe(true);
    await project.spawned('talker');
    expect((await agent.call<Outcomes>('pom_restart', talker)).facts.ok).toBe(true);
    await project.spawned('talker');
    expect((await agent.call<Listed>('pom_list', talker)).facts.processes).toMatchObject([{ run: 3, restarts: 1 }]);
  });

  it('makes a failed start an error that says which process failed', async () => {
    await using project = await createProject({
      'pom.yaml': 'processes: { ghost: { command: [no-such-program], autostart: false }, job: { command: "true" } }',
    });
    await project.up();
    await using agent = await connectAgent(project);
    await agent.tools();
    const { isError, facts } = await agent.call<Outcomes>('pom_start', { processes: ['ghost'] });
    expect(isError).toBe(true);
    expect(facts).toMatchObject({ ok: false, processes: [{ name: 'ghost', error: { code: 'command-not-found' } }] });
    expect(facts.what_to_do).toContain('"ghost"');
  });

  it('says what is wrong with a call, and what to do', async () => {
    await using project = await createProject({ 'pom.yaml': 'processes: { api: { command: "true" } }' });
    await project.up();
    await using agent = await connectAgent(project);
    const failure = async (tool: string, args: object) =>
      (await agent.call<ToolFailure>(tool, { ...args })).facts.error;
    const unknown = await failure('pom_restart', { processes: ['apy'] });
    expect(unknown).toMatchObject({ code: 'unknown-process', message: expect.stringContaining('"api"') });
    expect(unknown.what_to_do).toContain('pom_list');
    expect(await failure('pom_why', { name: 'apy' })).toMatchObject({ code: 'unknown-process' });
    expect(await failure('pom_logs', { regex: '(?=x)' })).toMatchObject({ code: 'invalid-pattern' });
    expect(await failure('pom_logs', { regex: 'a', search: 'b' })).toMatchObject({ code: 'bad-request' });
    expect((await agent.call('pom_stop', { processes: [] })).isError).toBe(true);
    expect(await agent.call('pom_logs', { serch: 'x' })).toMatchObject({
      isError: true,
      facts: expect.stringContaining('serch'),
    });
  });

  it('does not speak of a project where there is none', async () => {
    await using project = await createProject();
    await using agent = await connectAgent(project);
    const { facts } = await agent.call<ToolFailure>('pom_list');
    expect(facts.error).toMatchObject({ code: 'no-project', what_to_do: expect.stringContaining('pom mcp -C') });
  });

  it('answers what it was asked before its input ended, and ends', async () => {
    await using project = await createProject({ 'pom.yaml': TALKER });
    await project.pom(['up', '-d']);
    await project.spawned('talker');
    const protocolVersion = '2025-06-18';
    const wait = { processes: ['talker'], for: 'exit', timeout_seconds: 3600 };
    const messages = [
      {
        id: 1,
        method: 'initialize',
        params: { protocolVersion, capabilities: {}, clientInfo: { name: 't', version: '1' } },
      },
      { method: 'notifications/initialized' },
      { id: 2, method: 'tools/call', params: { name: 'pom_list', arguments: {} } },
      { id: 3, method: 'tools/call', params: { name: 'pom_wait', arguments: wait } },
    ];
    const stdin = messages.map((message) => `${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`).join('');
    const { exitCode, stdout, stderr } = await project.pom(['mcp'], { stdin: `this is no message\n${stdin}` });
    expect(exitCode).toBe(0);
    const answers = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { readonly id: number });
    expect(answers.map(({ id }) => id).sort()).toEqual([1, 2, 3]);
    expect(stderr).toMatch(/^pom: /);
  });

  it('takes no --json', async () => {
    await using project = await createProject({ 'pom.yaml': SHOP });
    expect(await project.pom(['mcp', '--json'])).toMatchObject({ exitCode: 2 });
  });
});
