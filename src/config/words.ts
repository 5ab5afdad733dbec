import { closest } from '../util/closest.ts';

/** What pom calls what other tools, and other spellings, call so. */
const SYNONYMS: ReadonlyMap<string, string> = new Map([
  ['cmd', 'command'],
  ['entrypoint', 'command'],
  ['run', 'command'],
  ['environment', 'env'],
  ['envFile', 'env_file'],
  ['working_dir', 'cwd'],
  ['workdir', 'cwd'],
  ['dir', 'cwd'],
  ['needs', 'depends_on'],
  ['dependencies', 'depends_on'],
  ['services', 'processes'],
  ['stop_signal', 'stop.signal'],
  ['stop_grace_period', 'stop.grace'],
  ['shutdown', 'stop'],
  ['availability', 'restart'],
  ['timeout', 'grace'],
  ['timeout_seconds', 'grace'],
  ['on_failure', 'on-failure'],
  ['on_exit', 'on-exit'],
  ['unless-stopped', 'always'],
  ['yes', 'always'],
  ['true', 'always'],
  ['off', 'never'],
  ['crontab', 'cron'],
  ['tz', 'timezone'],
  ['time_zone', 'timezone'],
  ['run_at_start', 'run_on_start'],
  ['healthcheck', 'ready'],
  ['readiness', 'ready'],
  ['readiness_probe', 'ready'],
  ['liveness', 'alive'],
  ['liveness_probe', 'alive'],
  ['http_get', 'http'],
  ['tcp_socket', 'tcp'],
  ['interval', 'period'],
  ['period_seconds', 'period'],
  ['initial_delay_seconds', 'initial_delay'],
  ['start_period', 'initial_delay'],
  ['success_threshold', 'successes'],
  ['failure_threshold', 'failures'],
  ['retries', 'failures'],
  ['healthy', 'ready'],
  ['service_healthy', 'ready'],
  ['process_healthy', 'ready'],
  ['service_started', 'started'],
  ['service_completed_successfully', 'completed_successfully'],
  ['process_started', 'started'],
  ['process_completed', 'completed'],
  ['process_completed_successfully', 'completed_successfully'],
  ['success', 'completed_successfully'],
]);

/** The one of `allowed` that `word` was probably meant to be; null when none is near. */
export function meant(word: string, allowed: readonly string[]): string | null {
  const synonym = SYNONYMS.get(word);
  if (synonym !== undefined && allowed.includes(synonym.split('.')[0] ?? synonym)) return synonym;
  const snake = word
    .replace(/[a-z](?=[A-Z])/g, '$&_')
    .replaceAll('-', '_')
    .toLowerCase();
  return allowed.includes(snake) ? snake : closest(word, allowed);
}
