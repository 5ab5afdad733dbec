import { describe, expect, it } from '@jest/globals';
import type { Listener, ListeningPorts } from '../../src/app/listening-ports.ts';
import { SessionPorts } from '../../src/app/session-ports.ts';
import type { PortSpec } from '../../src/model/ports.ts';
import type { ProcessSpec } from '../../src/model/process-spec.ts';
import type { ProjectSpec } from '../../src/model/project-spec.ts';
import { expandReplicas, withReplicas } from '../../src/model/replicas.ts';
import { needs, projectOf, specOf } from '../supervisor/specs.ts';

const AUTO: PortSpec = { kind: 'auto' };
const fixed = (port: number, host: string | null = null): PortSpec => ({ kind: 'fixed', host, port });

/** `web` needs the replica set `api`, which needs `db`; `alone` needs nobody. */
function shop(replicas = 2): ProjectSpec {
  const declared = new Map([
    ['db', { spec: specOf('db', { ports: [fixed(5432), AUTO] }), replicas: null }],
    ['api', { spec: specOf('api', { ports: [AUTO], ...needs('db') }), replicas }],
    ['web/front', { spec: specOf('web/front', needs('api')), replicas: null }],
    ['alone', { spec: specOf('alone', { ports: [AUTO] }), replicas: null }],
  ]);
  return { ...projectOf([]), declared, processes: expandReplicas(declared) };
}

/** A session of the shop on a machine where strangers can be told to listen. */
class Machine implements ListeningPorts {
  project = shop();
  strangers: Listener[] = [];
  readonly ports = new SessionPorts({
    system: this,
    project: () => this.project,
    ownerOf: (pid) => (pid === 7 ? 'alone' : null),
  });

  listeners(): readonly Listener[] {
    return this.strangers;
  }

  holderOf({ key }: Listener) {
    return key === '' ? null : { pid: Number(key), command: 'squat --now' };
  }

  squat(port: number, address = '0.0.0.0', key = '99'): void {
    this.strangers.push({ address, port, key });
  }

  spec(name: string): ProcessSpec {
    const spec = this.project.processes.get(name);
    if (spec === undefined) throw new Error(`no process ${name}`);
    return spec;
  }

  variables(name: string): Readonly<Record<string, string>> {
    return Object.fromEntries(this.ports.variablesFor(this.spec(name)));
  }
}

describe('the ports of a process', () => {
  it('are those written, and free ones that stay the same', () => {
    const machine = new Machine();
    const [first, second] = machine.ports.of(machine.spec('db'));
    expect(first).toBe(5432);
    expect(second).toBeGreaterThanOrEqual(20_000);
    expect(second).toBeLessThan(32_000);
    machine.project = shop(3);
    expect(machine.ports.of(machine.spec('db'))).toEqual([first, second]);
  });

  it('are the same in the next session of the project', () => {
    const [one, other] = [new Machine(), new Machine()];
    expect(one.variables('api-1')).toEqual(other.variables('api-1'));
  });

  it('are never shared, nor picked where a stranger listens', () => {
    const first = new Machine().variables('alone').PORT;
    const machine = new Machine();
    machine.squat(Number(first));
    const all = ['db', 'api-1', 'api-2', 'alone'].flatMap((name) => machine.ports.of(machine.spec(name)));
    expect(new Set(all).size).toBe(all.length);
    expect(all).not.toContain(Number(first));
  });
});

describe('the variables of ports', () => {
  it('are PORT for the process itself, and have its name for those that depend on it, however far', () => {
    const machine = new Machine();
    const db = machine.ports.of(machine.spec('db')).map(String);
    const [[one = ''] = [], [two = ''] = []] = ['api-1', 'api-2'].map((name) =>
      machine.ports.of(machine.spec(name)).map(String),
    );
    expect(machine.variables('db')).toEqual({ PORT: '5432', PORT_2: db[1] });
    expect(machine.variables('api-2')).toEqual({ POM_PORT_DB: '5432', POM_PORT_DB_2: db[1], PORT: two });
    expect(machine.variables('web/front')).toEqual({
      POM_PORT_DB: '5432',
      POM_PORT_DB_2: db[1],
      POM_PORT_API: `${one},${two}`,
      POM_PORT_API_1: one,
      POM_PORT_API_2: two,
    });
  });

  it('are a warning when what a running process was told is no longer true', () => {
    const machine = new Machine();
    const front = machine.spec('web/front');
    machine.ports.started(front);
    expect(machine.ports.warnings([front])).toEqual([]);
    machine.project = withReplicas(machine.project, new Map([['api', 1]]));
    expect(machine.ports.warnings([front])).toEqual([
      expect.stringMatching(/^"web\/front" was started with POM_PORT_API=\d+,\d+, and it is \d+ now; "pom restart/),
    ]);
    machine.ports.started(front);
    expect(machine.ports.warnings([front])).toEqual([]);
  });
});

describe('claiming the ports of a process', () => {
  it('succeeds when nobody listens there', () => {
    const machine = new Machine();
    machine.squat(5433);
    expect(machine.ports.claim(machine.spec('db'))).toEqual({ ok: true, value: undefined });
  });

  it.each([
    ['99', { pid: 99, command: 'squat --now', process: null }],
    ['7', { pid: 7, command: 'squat --now', process: 'alone' }],
    ['', null],
  ])('fails with who holds a fixed one: pid %j', (key, holder) => {
    const machine = new Machine();
    machine.squat(5432, '127.0.0.1', key);
    expect(machine.ports.claim(machine.spec('db'))).toEqual({
      ok: false,
      failure: { reason: 'port-taken', host: null, port: 5432, holder },
    });
  });

  it.each([
    ['127.0.0.1', '127.0.0.1', false],
    ['127.0.0.1', '127.0.0.2', true],
    ['127.0.0.1', '0.0.0.0', false],
    ['127.0.0.1', '::', false],
    ['localhost', '::1', false],
    ['0:0::1', '::1', false],
    ['::1', '127.0.0.1', true],
  ])('on %s while somebody listens on %s: fine is %s', (host, address, fine) => {
    const machine = new Machine();
    machine.squat(80, address);
    expect(machine.ports.claim(specOf('x', { ports: [fixed(80, host)] })).ok).toBe(fine);
  });

  it('picks another port for auto, of which those hear that start next', () => {
    const machine = new Machine();
    const front = machine.spec('web/front');
    const before = machine.variables('api-1').PORT;
    machine.ports.started(front);
    machine.squat(Number(before));
    expect(machine.ports.claim(machine.spec('api-1')).ok).toBe(true);
    const after = machine.variables('api-1').PORT;
    expect(after).not.toBe(before);
    expect(machine.variables('web/front').POM_PORT_API_1).toBe(after);
    expect(machine.ports.warnings([front])).toHaveLength(1);
  });
});
