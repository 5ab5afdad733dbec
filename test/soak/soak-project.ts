/** The project that is tormented: every process of it writes numbered lines, at its own speed and in its own way. */
import type { Files } from '../rig/project.ts';

/**
 * Writes `soak ID N` for N = 1, 2, …: LINES of them, then a rest, TICKS times (0: for ever), and ends with CODE. ID names
 * this run for ever. Behind each batch it notes in `wrote/ID` how far it has come, from which the verdict is made.
 */
const WRITER = `
lines=$1 rest=$2 ticks=\${3:-0} code=\${4:-0}
id=$$-$(date +%s%N)
n=0 tick=0
while [ "$ticks" = 0 ] || [ "$tick" -lt "$ticks" ]; do
  tick=$((tick + 1)) end=$((n + lines))
  while [ "$n" -lt "$end" ]; do n=$((n + 1)); echo "soak $id $n"; done
  echo "$n" > "wrote/$id.new" && mv "wrote/$id.new" "wrote/$id"
  sleep "$rest"
done
exit "$code"
`;

/** Leaves others behind in every way, and then writes. */
const FORKER = `
sleep 3600 &
setsid sleep 3600 &
env -i setsid sh -c "sleep 3600 & exit" &
setsid sh -c 'trap "" TERM HUP INT; sleep 3600 & exit' &
exec sh writer.sh 5 0.2
`;

/** What a reload changes. */
export interface SoakVariant {
  /** The processes whose environment is another one than in the file before: they are restarted. */
  readonly changed: string | null;
  readonly changeNumber: number;
  /** A process that is not always there. */
  readonly extra: boolean;
}

export const CALM: SoakVariant = { changed: null, changeNumber: 0, extra: false };

/** Names of all processes of the calm project that run for ever: what `pom ps` must show running when it is calm. */
export const STEADY = ['slow', 'steady', 'fast', 'deaf', 'forker', 'screen', 'db', 'api', 'worker', 'pool-1', 'pool-2'];

/** The process that writes much and ends, started by name. */
export const FLOOD = 'flood';

/** The number of `pool`'s replicas in the file. */
export const REPLICAS = 2;

export function soakFiles(): Files {
  return { 'writer.sh': WRITER, 'forker.sh': FORKER, 'wrote/.keep': '', 'pom.yaml': soakConfig(CALM) };
}

export function soakConfig({ changed, changeNumber, extra }: SoakVariant): string {
  const writer = (...args: readonly (string | number)[]) => ['sh', 'writer.sh', ...args.map(String)];
  const stop = { grace: '500ms' };
  const always = { restart: { policy: 'always', backoff: { initial: '50ms', max: '500ms' } }, stop };
  const processes: Record<string, object> = {
    slow: { command: writer(1, '0.5'), ...always },
    steady: { command: writer(10, '0.1'), ...always },
    fast: { command: writer(200, '0.1'), ...always },
    deaf: { command: ['sh', '-c', 'trap "" TERM INT HUP; exec sh writer.sh 2 0.2'], ...always },
    forker: { command: ['sh', 'forker.sh'], ...always },
    screen: { command: writer(2, '0.2'), tty: true, ...always },
    db: { command: writer(3, '0.2'), ready: { exec: 'true', period: '100ms' }, ...always },
    api: {
      command: writer(3, '0.2'),
      ready: { log: 'soak' },
      depends_on: { db: { condition: 'ready', restart: true } },
      ...always,
    },
    worker: { command: writer(3, '0.2'), alive: { exec: 'true', period: '500ms' }, depends_on: ['api'], ...always },
    pool: { command: writer(2, '0.2'), replicas: REPLICAS, ...always },
    crasher: { command: writer(20, '0.1', 10, 3), ...always },
    hopeless: {
      command: writer(1, '0', 1, 1),
      restart: { policy: 'on-failure', max_restarts: 3, backoff: { initial: '50ms' } },
    },
    ticker: { command: writer(5, '0', 1), schedule: { every: '2s' } },
    [FLOOD]: { command: writer(5000, '0', 20), autostart: false },
    ...(extra ? { extra: { command: writer(1, '0.1'), ...always } } : {}),
  };
  if (changed !== null) processes[changed] = { ...processes[changed], env: { CHANGE: String(changeNumber) } };
  return JSON.stringify({ logs: { memory: '1MiB', persist: { max_bytes: '512KiB' } }, processes }, null, 1);
}
