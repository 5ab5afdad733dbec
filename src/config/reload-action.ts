import type { ChangedProcess } from '../model/reload-plan.ts';

/**
 * What a changed key of a process asks for: whether the running child was started with its value. This table is the
 * whole truth about it.
 */
export const RELOAD_ACTIONS: Readonly<Record<string, ChangedProcess['action']>> = {
  command: 'restart',
  shell: 'restart',
  cwd: 'restart',
  env: 'restart',
  env_file: 'update', // the same variables from elsewhere: the next run is started with them
  tty: 'restart',
  stdin: 'restart',
  ports: 'restart',
  limits: 'restart',
  user: 'restart',
  umask: 'restart',
  description: 'update',
  links: 'update',
  depends_on: 'update',
  restart: 'update',
  success_exit_codes: 'update',
  ready: 'update',
  alive: 'update',
  stop: 'update',
  watch: 'update',
  kill: 'update',
  schedule: 'update',
  autostart: 'update',
  profiles: 'update',
  exit_project: 'update',
  logs: 'update',
};
