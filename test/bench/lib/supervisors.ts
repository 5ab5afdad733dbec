/** The tools that the table of survivors compares, each told to run `sh tree.sh` in a project and to end in one way. */
import { spawnSync } from 'node:child_process';
import type { Files } from '../../rig/project.ts';

/** A tool that keeps processes running. */
export interface Supervisor {
  readonly name: string;
  /** Null: pom, which is always there. */
  readonly program: string | null;
  readonly files: Files;
  /** The command for `sh` that keeps its terminal, and the one that leaves something in the background. */
  readonly foreground: string;
  readonly background: string | null;
  /** The command that ends what is in the background. */
  readonly down: string | null;
}

const PM2_HOME = '.pm2';

export const SUPERVISORS: readonly Supervisor[] = [
  {
    name: 'pom',
    program: null,
    files: { 'pom.yaml': 'processes: { tree: { command: [sh, tree.sh], stop: { grace: 1s } } }' },
    foreground: 'exec pom up --no-tui',
    background: 'pom up -d',
    down: 'pom down',
  },
  {
    name: 'pm2',
    program: 'pm2',
    files: {
      'ecosystem.config.cjs': `module.exports = { apps: [{ name: 'tree', script: 'tree.sh', interpreter: 'sh', kill_timeout: 1000 }] };\n`,
    },
    foreground: `export PM2_HOME="$PWD/${PM2_HOME}"; exec pm2-runtime start ecosystem.config.cjs`,
    background: `export PM2_HOME="$PWD/${PM2_HOME}"; pm2 start ecosystem.config.cjs`,
    down: `export PM2_HOME="$PWD/${PM2_HOME}"; pm2 kill`,
  },
  {
    name: 'concurrently',
    program: 'concurrently',
    files: {},
    foreground: 'exec concurrently "sh tree.sh"',
    background: null,
    down: null,
  },
  {
    name: 'supervisord',
    program: 'supervisord',
    files: {
      'supervisord.conf': `[supervisord]
pidfile=supervisord.pid
logfile=supervisord.log
[unix_http_server]
file=supervisord.sock
[rpcinterface:supervisor]
supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface
[supervisorctl]
serverurl=unix://supervisord.sock
[program:tree]
command=sh tree.sh
stopwaitsecs=1
stopasgroup=true
killasgroup=true
`,
    },
    foreground: 'exec supervisord -n -c supervisord.conf',
    background: 'supervisord -c supervisord.conf',
    down: 'supervisorctl -c supervisord.conf shutdown',
  },
];

/** Whether it can be compared here. */
export function isInstalled({ program }: Supervisor): boolean {
  return program === null || spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
}
