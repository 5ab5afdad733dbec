import { describe, expect, it } from '@jest/globals';
import type { Failure } from '../../src/model/failure.ts';
import { ok, type Result } from '../../src/model/result.ts';
import { Dashboard, type DashboardEnd, type DashboardParts } from '../../src/tui/dashboard.ts';
import { deferred } from '../../src/util/deferred.ts';
import { settled } from '../rig/manual-clock.ts';
import { FakeScreen } from './fake-screen.ts';
import { SETUP } from './headless.ts';
import { ScriptedSession } from './scripted-session.ts';

interface Opened {
  readonly session: ScriptedSession;
  readonly screen: FakeScreen;
  readonly dashboard: Dashboard;
  readonly left: Promise<DashboardEnd>;
  readonly ended: () => void;
  readonly killed: () => number;
}

async function open(session: ScriptedSession, parts: Partial<DashboardParts> = {}): Promise<Opened> {
  const screen = new FakeScreen();
  const end = deferred<void>();
  let kills = 0;
  const dashboard = new Dashboard({
    control: session.control,
    clock: session.clock,
    setup: SETUP,
    colorDepth: '256',
    openScreen: (listener) => screen.open(listener),
    attach: async () => ok('detached'),
    suspend: async () => {},
    kill: () => {
      kills += 1;
    },
    environment: {},
    page: () => null,
    directory: '/nowhere',
    ended: end.promise,
    ...parts,
  });
  const left = dashboard.run();
  await session.clock.advance(100);
  return { session, screen, dashboard, left, ended: end.resolve, killed: () => kills };
}

function shop(): ScriptedSession {
  const session = new ScriptedSession();
  session.add('api');
  session.write('api', 'hello\n');
  return session;
}

describe('the running dashboard', () => {
  it('shows the session at once, and what happens in it', async () => {
    const { session, screen, ended, left } = await open(shop());
    expect(screen.text).toContain('hello');
    session.write('api', 'Password: ');
    await session.clock.advance(100);
    expect(screen.text).toContain('Password: ▏');
    session.change('api', { status: 'crashed', pid: null, exit: { code: 7, signal: null } });
    await session.clock.advance(100);
    expect(screen.rows[0]).toContain('1 crashed');
    ended();
    expect(await left).toBe('session-ended');
    expect(screen.modes).toEqual(['open', 'close']);
  });

  it('paints at most thirty frames a second, however much happens', async () => {
    const { session, screen, ended, left } = await open(shop());
    const before = screen.written.length;
    for (let moment = 0; moment < 1_000; moment += 1) {
      session.write('api', `line ${moment}\n`);
      await session.clock.advance(1);
    }
    expect(screen.written.length - before).toBeGreaterThan(20);
    expect(screen.written.length - before).toBeLessThanOrEqual(31);
    ended();
    await left;
  });

  it('paints nothing while nothing that is shown changes', async () => {
    const session = new ScriptedSession();
    session.add('job', { status: 'completed', pid: null, uptimeMs: null, exit: { code: 0, signal: null } });
    const { screen, ended, left } = await open(session);
    await session.clock.advance(2_000);
    const before = screen.written.length;
    await session.clock.advance(60_000);
    expect(screen.written.length).toBe(before);
    ended();
    await left;
  });

  it('answers a key at once when it has been quiet', async () => {
    const { session, screen, ended, left } = await open(shop());
    await session.clock.advance(1_000);
    const before = screen.written.length;
    screen.press('?');
    await settled();
    expect(screen.written.length).toBe(before + 1);
    expect(screen.text).toContain('─ Keys');
    ended();
    await left;
  });

  it('answers keys while a search takes its time', async () => {
    const never = deferred<never>();
    const session = shop();
    const { logs } = session.control;
    const slow = Object.assign(Object.create(session) as ScriptedSession, {
      control: {
        ...session.control,
        logs: (...args: Parameters<typeof logs>) => (args[0].search === null ? logs(...args) : never.promise),
      },
    });
    const { screen, ended, left } = await open(slow);
    screen.press('/', 'a', 'b');
    await session.clock.advance(100);
    expect(screen.rows.at(-1)).toContain('/ab');
    expect(screen.rows.at(-1)).toContain('looking');
    screen.press('escape', '&', 'x');
    await session.clock.advance(100);
    expect(screen.rows.at(-1)).toContain('&x');
    expect(screen.text).toContain('looking for lines that match');
    ended();
    await left;
  });

  it('waits for a terminal that takes nothing, and then shows the latest', async () => {
    const { session, screen, ended, left } = await open(shop());
    screen.freeze();
    const before = screen.written.length;
    for (let line = 0; line < 100; line += 1) {
      session.write('api', `line ${line}\n`);
      await session.clock.advance(100);
    }
    expect(screen.written.length).toBe(before);
    screen.thaw();
    await session.clock.advance(100);
    expect(screen.written.length - before).toBeLessThanOrEqual(3);
    expect(screen.text).toContain('line 99');
    ended();
    await left;
  });

  it('is over when the terminal is gone, and when the reader detaches', async () => {
    const gone = await open(shop());
    gone.screen.listener.onGone();
    expect(await gone.left).toBe('terminal-gone');
    const attached = await open(shop(), { setup: { ...SETUP, mode: 'attached' } });
    attached.screen.press('q');
    expect(await attached.left).toBe('detached');
    expect(attached.session.control.calls.some(([verb]) => verb === 'shutdown')).toBe(false);
  });

  it('stops the session in order, and kills when asked again', async () => {
    const { session, screen, killed, ended, left } = await open(shop());
    screen.press('ctrl-c', 'ctrl-c');
    await session.clock.advance(100);
    expect(session.control.calls.filter(([verb]) => verb === 'shutdown')).toHaveLength(1);
    session.tell({ type: 'SessionStopping', why: 'asked to' });
    await session.clock.advance(100);
    expect(screen.text).toContain('─ Stopping ─');
    screen.press('ctrl-c');
    expect(killed()).toBe(1);
    ended();
    expect(await left).toBe('session-ended');
  });

  it('lends the terminal to a process, paints nothing meanwhile, and draws all of it anew afterwards', async () => {
    const done = deferred<Result<'detached', Failure>>();
    const attached: string[] = [];
    const attach = (process: string) => {
      attached.push(process);
      return done.promise;
    };
    const { session, screen, ended, left } = await open(shop(), { attach });
    screen.press('down', 'i');
    await session.clock.advance(100);
    expect(attached).toEqual(['api']);
    expect(screen.modes).toEqual(['open', 'lend']);
    const before = screen.written.length;
    session.write('api', 'more\n');
    await session.clock.advance(1_000);
    expect(screen.written.length).toBe(before);
    done.resolve(ok('detached'));
    await session.clock.advance(100);
    expect(screen.modes).toEqual(['open', 'lend', 'take over']);
    expect(screen.text).toContain('more');
    ended();
    await left;
  });

  it('gives the terminal back while it is suspended, and draws all of it anew afterwards', async () => {
    const resume = deferred<void>();
    const { session, screen, ended, left } = await open(shop(), { suspend: () => resume.promise });
    screen.press('ctrl-z');
    await session.clock.advance(100);
    expect(screen.modes).toEqual(['open', 'restored']);
    const before = screen.written.length;
    session.write('api', 'meanwhile\n');
    await session.clock.advance(1_000);
    expect(screen.written.length).toBe(before);
    resume.resolve();
    await session.clock.advance(100);
    expect(screen.modes).toEqual(['open', 'restored', 'take over']);
    expect(screen.text).toContain('meanwhile');
    expect(screen.text).toContain('pom shop');
    ended();
    await left;
  });

  it('steps aside for the terminal’s own scrollback until a key is pressed', async () => {
    const session = shop();
    session.write('api', '\x1b[31mred\x1b[0m \x1b]52;c;aGk=\x07\n');
    const { screen, ended, left } = await open(session);
    const before = screen.written.length;
    screen.press('b');
    await session.clock.advance(100);
    session.write('api', 'later\n');
    await session.clock.advance(100);
    const plain = screen.written.slice(before).join('');
    expect(plain).toContain('api | hello\r\n');
    expect(plain).toContain('api | \x1b[31mred\x1b[0m \x1b[0m\r\n');
    expect(plain).toContain('api | later\r\n');
    expect(plain).not.toContain('\x1b]');
    screen.press('q');
    await session.clock.advance(100);
    expect(screen.modes).toEqual(['open', 'plain', 'take over']);
    expect(screen.text).toContain('later');
    expect(screen.text).not.toContain('quit?');
    ended();
    await left;
  });

  it('tells when the session cannot be reached any more', async () => {
    const { session, screen, left } = await open(shop(), { setup: { ...SETUP, mode: 'attached' } });
    session.end();
    await session.clock.advance(2_000);
    expect(screen.rows[0]).toContain('connection lost');
    screen.press('q');
    expect(await left).toBe('detached');
  });

  it('gives the terminal back and tells a bug of its own, and leaves the session alone', async () => {
    const bug = new Error('Internal error: on purpose');
    const session = shop();
    session.control.usage = () => Promise.reject(bug);
    const screen = new FakeScreen();
    const dashboard = new Dashboard({
      control: session.control,
      clock: session.clock,
      setup: SETUP,
      colorDepth: '256',
      openScreen: (listener) => screen.open(listener),
      attach: async () => ok('detached'),
      suspend: async () => {},
      kill: null,
      environment: {},
      page: () => null,
      directory: '/nowhere',
      ended: deferred<void>().promise,
    });
    const left = dashboard.run();
    const outcome = left.catch((error: unknown) => error);
    await session.clock.advance(2_000);
    expect(await outcome).toBe(bug);
    expect(screen.modes).toEqual(['open', 'close']);
    expect(session.control.calls.some(([verb]) => verb === 'shutdown')).toBe(false);
  });
});
