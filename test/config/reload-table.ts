import { userInfo } from 'node:os';

/** What an edit asks for: a new run of the process; new settings for the run that there is; nothing of any process. */
export type ReloadEffect = 'restart' | 'in place' | 'nothing';

/** One edit of one key, in a project of the processes `subject` and `bystander`. */
export interface Edit {
  /** Where the key is in `pom.schema.json`: the properties on the way to it, `*` for names that the user chooses. */
  readonly key: string;
  /** What the file says before and after: keys of `subject`, or of the project. */
  readonly before: string;
  readonly after: string;
  /** What it does to `subject`, and to nobody else. */
  readonly effect: ReloadEffect;
  /** The key that `pom plan` and `pom reload` name. */
  readonly reported: string | null;
}

const PROCESS = 'processes.*.';

/** `after` is what `subject` says in addition. */
function restarts(key: string, before: string, after: string, reported = key): Edit {
  return { key: PROCESS + key, before, after, effect: 'restart', reported };
}

function updates(key: string, before: string, after: string, reported = key): Edit {
  return { key: PROCESS + key, before, after, effect: 'in place', reported };
}

function project(key: string, before: string, after: string, effect: ReloadEffect, reported: string | null): Edit {
  return { key, before, after, effect, reported };
}

const nothing = (key: string, before: string, after: string) => project(key, before, after, 'nothing', null);

/**
 * Every key of the schema, changed alone. Whoever adds a key adds a row: the tests ask for it.
 *
 * The values are such that a `subject` that sleeps stays up with each of them.
 */
export const RELOAD_TABLE: readonly Edit[] = [
  nothing('name', 'name: one', 'name: two'),
  project('env', 'env: {A: "1"}', 'env: {A: "2"}', 'restart', 'env.A'),
  project('env_file', 'env_file: [one.env]', 'env_file: [two.env]', 'restart', 'env.FROM_FILE'),
  project('env_file.path', 'env_file: [{path: one.env}]', 'env_file: [{path: two.env}]', 'restart', 'env.FROM_FILE'),
  project(
    'env_file.required',
    'env_file: [one.env]',
    'env_file: [{path: one.env, required: false}]',
    'in place',
    'env_file',
  ),
  project('dotenv', '', 'dotenv: false', 'restart', 'env.FROM_DOTENV'),
  project('shell', '', 'shell: [sh, -ec]', 'restart', 'shell'),
  nothing('include', '', 'include: [more.yaml]'),
  nothing('include.path', 'include: [more.yaml]', 'include: [{path: more.yaml}]'),
  nothing('include.prefix', 'include: [more.yaml]', 'include: [{path: more.yaml, prefix: more/}]'),
  project('defaults', '', 'defaults: {stop: {grace: 5s}}', 'in place', 'stop.grace'),
  project('profiles', 'profiles: [a]', 'profiles: [a, b]', 'nothing', null),
  nothing('reload', 'reload: manual', 'reload: auto'),
  nothing('http', '', 'http: true'),
  nothing('http.host', 'http: {host: localhost}', 'http: {host: 127.0.0.1}'),
  nothing('http.port', 'http: true', 'http: {port: 0}'),
  nothing('http.token', 'http: true', 'http: {token: a-token-that-is-long}'),
  nothing('logs', '', 'logs: {}'),
  nothing('logs.memory', 'logs: {memory: 64MiB}', 'logs: {memory: 32MiB}'),
  nothing('logs.persist', '', 'logs: {persist: false}'),
  nothing('logs.persist.max_bytes', '', 'logs: {persist: {max_bytes: 1MiB}}'),
  nothing('logs.persist.max_age', '', 'logs: {persist: {max_age: 1h}}'),
  project('logs.max_bytes', '', 'logs: {max_bytes: 1MiB}', 'in place', 'logs.max_bytes'),
  project('logs.max_line_bytes', '', 'logs: {max_line_bytes: 1KiB}', 'in place', 'logs.max_line_bytes'),
  project('logs.redact', '', 'logs: {redact: [secret]}', 'in place', 'logs.redact'),

  restarts('command', 'command: exec sleep 1000', 'command: exec sleep 1001'),
  restarts('command', 'command: exec sleep 1000', 'command: [sleep, "1000"]'),
  restarts('extends', 'extends: one', 'extends: two', 'env.PARENT'),
  restarts('cwd', '', 'cwd: sub'),
  restarts('env', 'env: {A: "1"}', 'env: {A: "2"}', 'env.A'),
  restarts('env', '', 'env: {A: "2"}', 'env.A'),
  restarts('env', 'env: {A: "1"}', '', 'env.A'),
  restarts('env', '', 'env: {A: null}', 'env.A'),
  restarts('env_file', '', 'env_file: [one.env]', 'env.FROM_FILE'),
  updates('env_file', 'env: {FROM_FILE: "1"}', 'env_file: [one.env]'),
  restarts('env_file.path', 'env_file: [{path: one.env}]', 'env_file: [{path: two.env}]', 'env.FROM_FILE'),
  updates('env_file.required', 'env_file: [one.env]', 'env_file: [{path: one.env, required: false}]', 'env_file'),
  restarts('ports', '', 'ports: [auto]'),
  restarts('stdin', '', 'stdin: pipe'),
  restarts('tty', '', 'tty: true'),
  restarts('limits', '', 'limits: {nice: 5}', 'limits.nice'),
  restarts('limits.open_files', 'limits: {open_files: 64}', 'limits: {open_files: 65}'),
  restarts('limits.memory', 'limits: {memory: 1GB}', 'limits: {memory: 2GB}'),
  restarts('limits.cpu', 'limits: {cpu: 1h}', 'limits: {cpu: 2h}'),
  restarts('limits.nice', 'limits: {nice: 1}', 'limits: {nice: 2}'),
  restarts('user', '', `user: "${userInfo().username}"`),
  restarts('umask', 'umask: "022"', 'umask: "077"'),

  updates('description', '', 'description: hello'),
  updates('links', '', 'links: ["http://localhost"]'),
  updates('depends_on', '', 'depends_on: [bystander]', 'depends_on.bystander'),
  updates(
    'depends_on.*.condition',
    'depends_on: {bystander: {condition: started}}',
    'depends_on: {bystander: {condition: completed}}',
    'depends_on.bystander',
  ),
  updates(
    'depends_on.*.timeout',
    'depends_on: {bystander: {timeout: 5s}}',
    'depends_on: {bystander: {timeout: 9s}}',
    'depends_on.bystander.timeout',
  ),
  updates(
    'depends_on.*.required',
    'depends_on: [bystander]',
    'depends_on: {bystander: {required: false}}',
    'depends_on.bystander',
  ),
  updates(
    'depends_on.*.restart',
    'depends_on: [bystander]',
    'depends_on: {bystander: {restart: true}}',
    'depends_on.bystander',
  ),
  updates('restart', '', 'restart: always', 'restart.policy'),
  updates('restart.policy', 'restart: {policy: always}', 'restart: {policy: on-failure}'),
  updates('restart.backoff', 'restart: always', 'restart: {policy: always, backoff: {max: 1h}}', 'restart.backoff.max'),
  updates('restart.backoff.initial', 'restart: always', 'restart: {policy: always, backoff: {initial: 1s}}'),
  updates('restart.backoff.max', 'restart: always', 'restart: {policy: always, backoff: {max: 1h}}'),
  updates('restart.backoff.factor', 'restart: always', 'restart: {policy: always, backoff: {factor: 3}}'),
  updates('restart.backoff.jitter', 'restart: always', 'restart: {policy: always, backoff: {jitter: 0}}'),
  updates('restart.max_restarts', 'restart: always', 'restart: {policy: always, max_restarts: 3}'),
  updates('restart.reset_after', 'restart: always', 'restart: {policy: always, reset_after: 1m}'),
  updates('success_exit_codes', '', 'success_exit_codes: [0, 1]'),

  updates('ready', '', 'ready: {tcp: 80}'),
  updates('ready.http', 'ready: {http: "http://localhost:1"}', 'ready: {http: "http://localhost:2"}', 'ready.http.url'),
  updates('ready.http.url', 'ready: {http: {url: "http://localhost:1"}}', 'ready: {http: {url: "http://localhost:2"}}'),
  updates(
    'ready.http.method',
    'ready: {http: {url: "http://localhost:1"}}',
    'ready: {http: {url: "http://localhost:1", method: HEAD}}',
  ),
  updates(
    'ready.http.status',
    'ready: {http: {url: "http://localhost:1"}}',
    'ready: {http: {url: "http://localhost:1", status: [204]}}',
  ),
  updates(
    'ready.http.headers',
    'ready: {http: {url: "http://localhost:1"}}',
    'ready: {http: {url: "http://localhost:1", headers: {A: b}}}',
    'ready.http.headers.A',
  ),
  updates(
    'ready.http.body',
    'ready: {http: {url: "http://localhost:1"}}',
    'ready: {http: {url: "http://localhost:1", body: ok}}',
  ),
  updates('ready.tcp', 'ready: {tcp: 1}', 'ready: {tcp: 2}'),
  updates('ready.exec', 'ready: {exec: "true"}', 'ready: {exec: "exit 0"}'),
  updates('ready.log', 'ready: {log: a}', 'ready: {log: b}'),
  updates('ready.file', 'ready: {file: one.env}', 'ready: {file: two.env}'),
  updates('ready.notify', 'ready: {file: one.env}', 'ready: {file: one.env, notify: true}'),
  updates('ready.initial_delay', 'ready: {exec: "true"}', 'ready: {exec: "true", initial_delay: 5ms}'),
  updates('ready.period', 'ready: {exec: "true"}', 'ready: {exec: "true", period: 2s}'),
  updates('ready.timeout', 'ready: {exec: "true"}', 'ready: {exec: "true", timeout: 9s}'),
  updates('ready.successes', 'ready: {exec: "true"}', 'ready: {exec: "true", successes: 2}'),
  updates('ready.failures', 'ready: {exec: "true"}', 'ready: {exec: "true", failures: 2}'),
  updates('ready.deadline', 'ready: {exec: "true"}', 'ready: {exec: "true", deadline: 1h}'),
  updates('alive', '', 'alive: {exec: "true"}'),
  updates('alive.http', 'alive: {http: "http://localhost:1"}', 'alive: {http: "http://localhost:2"}', 'alive.http.url'),
  updates('alive.http.url', 'alive: {http: {url: "http://localhost:1"}}', 'alive: {http: {url: "http://localhost:2"}}'),
  updates(
    'alive.http.method',
    'alive: {http: {url: "http://localhost:1"}}',
    'alive: {http: {url: "http://localhost:1", method: HEAD}}',
  ),
  updates(
    'alive.http.status',
    'alive: {http: {url: "http://localhost:1"}}',
    'alive: {http: {url: "http://localhost:1", status: [204]}}',
  ),
  updates(
    'alive.http.headers',
    'alive: {http: {url: "http://localhost:1"}}',
    'alive: {http: {url: "http://localhost:1", headers: {A: b}}}',
    'alive.http.headers.A',
  ),
  updates(
    'alive.http.body',
    'alive: {http: {url: "http://localhost:1"}}',
    'alive: {http: {url: "http://localhost:1", body: ok}}',
  ),
  updates('alive.tcp', 'alive: {tcp: 1}', 'alive: {tcp: 2}'),
  updates('alive.exec', 'alive: {exec: "true"}', 'alive: {exec: "exit 0"}'),
  updates('alive.file', 'alive: {file: one.env}', 'alive: {file: two.env}'),
  updates('alive.notify', 'alive: {file: one.env}', 'alive: {file: one.env, notify: true}'),
  updates('alive.initial_delay', 'alive: {exec: "true"}', 'alive: {exec: "true", initial_delay: 5ms}'),
  updates('alive.period', 'alive: {exec: "true"}', 'alive: {exec: "true", period: 2s}'),
  updates('alive.timeout', 'alive: {exec: "true"}', 'alive: {exec: "true", timeout: 9s}'),
  updates('alive.successes', 'alive: {exec: "true"}', 'alive: {exec: "true", successes: 2}'),
  updates('alive.failures', 'alive: {exec: "true"}', 'alive: {exec: "true", failures: 2}'),

  updates('stop', '', 'stop: {grace: 2s}', 'stop.grace'),
  updates('stop.signal', '', 'stop: {signal: SIGINT}'),
  updates('stop.grace', '', 'stop: {grace: 1s}'),
  updates('stop.command', '', 'stop: {command: kill it}'),
  updates('stop.leader_only', '', 'stop: {leader_only: true}'),
  updates('watch', '', 'watch: src', 'watch'),
  updates('watch.paths', 'watch: {paths: src}', 'watch: {paths: [src, lib]}'),
  updates('watch.ignore', 'watch: {paths: src}', 'watch: {paths: src, ignore: [dist]}'),
  updates('watch.debounce', 'watch: {paths: src}', 'watch: {paths: src, debounce: 1s}'),
  nothing(`${PROCESS}watch.action`, 'watch: src', 'watch: {paths: src, action: restart}'),
  updates('watch.signal', 'watch: {paths: src, signal: SIGHUP}', 'watch: {paths: src, signal: SIGUSR1}'),
  updates('watch.exec', 'watch: {paths: src, exec: make}', 'watch: {paths: src, exec: make all}'),
  updates('watch.cascade', 'watch: {paths: src}', 'watch: {paths: src, cascade: true}'),
  updates('kill', '', 'kill: group'),
  updates('schedule', '', 'schedule: {every: 1h}', 'schedule'),
  updates(
    'schedule.cron',
    'schedule: {cron: "0 0 * * *", run_on_start: true}',
    'schedule: {cron: "@hourly", run_on_start: true}',
  ),
  updates(
    'schedule.timezone',
    'schedule: {cron: "0 0 * * *", run_on_start: true}',
    'schedule: {cron: "0 0 * * *", timezone: UTC, run_on_start: true}',
  ),
  updates('schedule.every', 'schedule: {every: 1h, run_on_start: true}', 'schedule: {every: 2h, run_on_start: true}'),
  updates('schedule.run_on_start', 'schedule: {every: 1h, run_on_start: true}', 'schedule: {every: 1h}'),
  updates(
    'schedule.overlap',
    'schedule: {every: 1h, run_on_start: true}',
    'schedule: {every: 1h, run_on_start: true, overlap: queue}',
  ),
  updates('autostart', '', 'autostart: false'),
  updates('profiles', '', 'profiles: [a]'),
  updates('exit_project', '', 'exit_project: on-exit'),
  updates('logs', 'logs: {max_bytes: 2MiB}', 'logs: {}', 'logs.max_bytes'),
  updates('logs.max_bytes', '', 'logs: {max_bytes: 1MiB}'),
  updates('logs.max_line_bytes', '', 'logs: {max_line_bytes: 1KiB}'),
  updates('logs.redact', 'logs: {redact: [secret]}', 'logs: {redact: [secret, password]}'),
  updates('logs.file', 'logs: {file: a.log}', 'logs: {file: b.log}', 'logs.file.path'),
  updates('logs.file.path', 'logs: {file: a.log}', 'logs: {file: {path: b.log}}'),
  updates('logs.file.max_size', 'logs: {file: a.log}', 'logs: {file: {path: a.log, max_size: 1MiB}}'),
  updates('logs.file.max_files', 'logs: {file: a.log}', 'logs: {file: {path: a.log, max_files: 1}}'),
];

/** Files that the edits speak of. */
export const RELOAD_FILES: Readonly<Record<string, string>> = {
  '.env': 'FROM_DOTENV=1\n',
  'one.env': 'FROM_FILE=1\n',
  'two.env': 'FROM_FILE=2\n',
  'sub/.keep': '',
  'more.yaml': 'processes: {}\n',
};

/** The whole pom.yaml of one side of an edit. */
export function reloadText({ key }: Edit, side: string): string {
  const ofProcess = key.startsWith(PROCESS);
  const keys = ofProcess ? side : '';
  const hasCommand = keys.startsWith('command: ') || keys.includes('extends: ');
  const own = [...(hasCommand ? [] : ['command: exec sleep 1000']), ...(keys === '' ? [] : [keys])];
  return `${ofProcess ? 'profiles: [a]' : side}
processes:
  subject: {${own.join(', ')}}
  bystander: {command: [sleep, "1000"], env: {A: own, FROM_FILE: own, FROM_DOTENV: own}}
  one: {command: exec sleep 1000, autostart: false, env: {PARENT: one}}
  two: {command: exec sleep 1000, autostart: false, env: {PARENT: two}}
`;
}
