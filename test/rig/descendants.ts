/** Descendants that do what daemons do to be rid of those who started them, and real daemons, for tests of what is left. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { processOf } from './process-table.ts';
import type { Files } from './project.ts';
import { until } from './until.ts';

/** A process that a fault must take away. With the time of its start, its pid means no other. */
export interface Descendant {
  readonly kind: string;
  readonly pid: number;
  readonly startTime: number;
}

/** How each kind leaves a process behind. `descend.sh KIND` notes its pid in `started/KIND` and stays for an hour. */
const KINDS: Readonly<Record<string, string>> = {
  plain: 'sh descend.sh plain &',
  setsid: 'setsid sh descend.sh setsid &',
  'double-forked': 'setsid sh -c "sh descend.sh double-forked & exit" &',
  'environment-cleared': 'env -i setsid sh -c "sh descend.sh environment-cleared & exit" &',
  'descriptors-closed':
    'setsid bash -c "exec 198>&- 2>&- >&- <&-; sh descend.sh descriptors-closed </dev/null >/dev/null 2>&1 & exit" &',
  'signal-ignoring': `setsid sh -c 'trap "" TERM HUP INT QUIT; sh descend.sh signal-ignoring & exit' &`,
};

interface Daemon {
  /** What finds out whether it is installed. */
  readonly program: string;
  /** Returns at once and leaves the daemon behind. */
  readonly start: string;
  /** Where it notes its own pid. */
  readonly pidFile: string;
}

/** A new database takes seconds on a busy machine. */
const START_PATIENCE_MS = 45_000;

const POSTGRES = '/usr/lib/postgresql';

const DAEMONS: Readonly<Record<string, Daemon>> = {
  nginx: {
    program: 'nginx',
    start: 'nginx -p "$PWD" -e nginx.log -c "$PWD/nginx.conf"',
    pidFile: 'nginx.pid',
  },
  'redis-server': {
    program: 'redis-server',
    start: 'redis-server --daemonize yes --port 0 --unixsocket "$PWD/redis.sock" --pidfile "$PWD/redis.pid" --save ""',
    pidFile: 'redis.pid',
  },
  postgres: { program: 'pg_ctl', start: 'sh postgres.sh', pidFile: 'database/postmaster.pid' },
};

/** PostgreSQL refuses to run as root. Its socket is in its own directory, so that no port is needed. */
const POSTGRES_SCRIPT = `
as_server=
mkdir -p database
if [ "$(id -u)" = 0 ]; then
  as_server="setpriv --reuid=postgres --regid=postgres --clear-groups"
  chmod 711 .. . && chown postgres: database
fi
$as_server initdb --pgdata="$PWD/database" --auth=trust --no-sync > /dev/null || exit
$as_server pg_ctl start -s -D "$PWD/database" -l "$PWD/database/log" -o "-h '' -k '$PWD/database'"
`;

/** The kinds of descendants, by name. */
export const KIND_NAMES: readonly string[] = Object.keys(KINDS);

/** The daemons of which the programs are on this machine, and those of which they are not. */
export function daemonsHere(): { readonly installed: readonly string[]; readonly missing: readonly string[] } {
  const isInstalled = (name: string) =>
    spawnSync('sh', ['-c', `command -v ${DAEMONS[name]?.program}`], {
      env: { ...process.env, PATH: pathWithServers() },
    }).status === 0;
  const names = Object.keys(DAEMONS);
  return {
    installed: names.filter(isInstalled),
    missing: names.filter((name) => !isInstalled(name)),
  };
}

/** The files that `sh tree.sh` needs: it starts all of `names`, one after the other, and stays. */
export function descendantFiles(names: readonly string[]): Files {
  const starts = names.map((name) => KINDS[name] ?? DAEMONS[name]?.start ?? '');
  return {
    // Renamed, so that nobody reads half a number.
    'descend.sh': 'echo $$ > started/$1.new && mv started/$1.new started/$1; exec sleep 3600\n',
    'tree.sh': `PATH='${pathWithServers()}'\n${starts.join('\n')}\nexec sleep 3600\n`,
    'nginx.conf': 'daemon on; pid nginx.pid; events {} http { server { listen unix:nginx.sock; } }\n',
    'postgres.sh': POSTGRES_SCRIPT,
    'started/.keep': '',
  };
}

/** Resolves when all of `names` run in the project at `dir`: it reads what they note. */
export async function descendantsOf(dir: string, names: readonly string[]): Promise<readonly Descendant[]> {
  const found = new Map<string, Descendant>();
  await until(
    () => {
      for (const kind of names) {
        const descendant = found.get(kind) ?? descendantIn(dir, kind);
        if (descendant !== null) found.set(kind, descendant);
      }
      return found.size === names.length;
    },
    `${names.join(', ')} to have started`,
    () => `only these have: ${[...found.keys()].join(', ')}`,
    START_PATIENCE_MS,
  );
  return [...found.values()];
}

/** Those that have not ended. */
export function stillAlive(descendants: readonly Descendant[]): readonly Descendant[] {
  return descendants.filter(({ pid, startTime }) => processOf(pid)?.startTime === startTime);
}

function descendantIn(dir: string, kind: string): Descendant | null {
  const file = path.join(dir, DAEMONS[kind]?.pidFile ?? `started/${kind}`);
  const [first = ''] = textOf(file).split('\n');
  const entry = /^\d+$/.test(first) ? processOf(Number(first)) : null;
  return entry === null ? null : { kind, pid: entry.pid, startTime: entry.startTime };
}

/** Empty when there is no such file: a daemon may remove its own at any moment. */
function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** Debian keeps PostgreSQL's programs, and some systems nginx, away from the PATH. */
function pathWithServers(): string {
  const versions = existsSync(POSTGRES) ? readdirSync(POSTGRES) : [];
  const folders = versions.map((version) => path.join(POSTGRES, version, 'bin'));
  return [...folders, process.env.PATH ?? '', '/usr/sbin'].join(path.delimiter);
}
