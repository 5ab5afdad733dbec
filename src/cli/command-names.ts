/** The words that call a command, in the order of `pom --help`. */
export const COMMAND_NAMES = [
  'up',
  'attach',
  'down',
  'ps',
  'top',
  'status',
  'why',
  'logs',
  'start',
  'stop',
  'restart',
  'signal',
  'send',
  'scale',
  'wait',
  'events',
  'reload',
  'plan',
  'init',
  'check',
  'config',
  'env',
  'graph',
  'schema',
  'ls',
  'completion',
  'doctor',
  'version',
] as const;

/** `session` is the background half of `pom up -d` and not for people. */
export type CommandName = (typeof COMMAND_NAMES)[number] | 'session';
