import type { SpawnFailure } from '../model/failure.ts';
import type { ProcessSpec } from '../model/process-spec.ts';
import { err, ok, type Result } from '../model/result.ts';
import { findAccount } from './account.ts';
import type { SpawnChild, SpawnRequest } from './child.ts';
import { findProgram } from './find-program.ts';
import { spawnFailure } from './spawn-failure.ts';

/** What a process is to be before its program runs. */
export type LaunchSettings = Pick<ProcessSpec, 'limits' | 'user' | 'umask'>;

/**
 * Spawns under the limits, the user and the umask of a process. Node can set none of them but the user, and would drop
 * that user's other groups; so small programs of the system set them and then become the program: the pid is its own.
 *
 * What can be known before is looked at before, so that a missing program is still told from one that failed.
 */
export function launching(spawnChild: SpawnChild, settings: LaunchSettings): SpawnChild {
  const { limits, user, umask } = settings;
  const { openFiles, cpuMs, nice } = limits;
  if ([user, umask, openFiles, cpuMs, nice].every((setting) => setting === null)) return spawnChild;
  return async (request) => {
    const argv = launchArgv(request, settings);
    return argv.ok ? spawnChild({ ...request, argv: argv.value }) : argv;
  };
}

/** The words that set everything and then run the words of the request. */
export function launchArgv(
  request: Pick<SpawnRequest, 'argv' | 'cwd' | 'environment'>,
  { limits, user, umask }: LaunchSettings,
): Result<readonly string[], SpawnFailure> {
  const [command = ''] = request.argv;
  const program = findProgram(command, request.cwd, request.environment.get('PATH'));
  if (typeof program === 'object') return err(spawnFailure(program, request));
  const own = process.getuid?.() ?? 0;
  const words: string[] = [];
  if (limits.nice !== null && limits.nice !== 0) {
    if (limits.nice < 0 && own !== 0)
      return err({ reason: 'not-permitted', what: 'run with a negative "limits.nice"' });
    words.push('nice', '-n', String(limits.nice));
  }
  if (user !== null) {
    const account = findAccount(user);
    if (account === null) return err({ reason: 'unknown-user', user });
    if (own === 0) {
      const groups = account.known ? '--init-groups' : '--clear-groups';
      words.push('setpriv', `--reuid=${account.uid}`, `--regid=${account.gid}`, groups, '--');
    } else if (account.uid !== own || account.gid !== process.getgid?.()) {
      return err({ reason: 'not-permitted', what: `run as the user ${user}` });
    }
  }
  const helpers = words.filter((word) => word === 'nice' || word === 'setpriv');
  for (const helper of helpers) {
    // By their own paths: the PATH of a process need not lead to them.
    const file = findProgram(helper, '/', SYSTEM_PATH);
    if (typeof file === 'object') return err({ reason: 'command-not-found', command: helper });
    words[words.indexOf(helper)] = file;
  }
  const script = scriptFor(limits, umask);
  return ok([...(script === '' ? [] : ['/bin/sh', '-c', `${script}exec "$@"`, 'sh']), ...words, ...request.argv]);
}

const SYSTEM_PATH = '/usr/bin:/bin:/usr/sbin:/sbin';

/** Between SIGXCPU, which a program can catch, and SIGKILL, which it cannot. */
const CPU_GRACE_S = 5;

/** What only a shell can set: each line ends the shell when it fails, with a word about why. */
function scriptFor({ openFiles, cpuMs }: LaunchSettings['limits'], umask: string | null): string {
  const lines: string[] = [];
  if (umask !== null) lines.push(`umask ${umask}`);
  if (openFiles !== null) lines.push(`ulimit -n ${openFiles}`);
  if (cpuMs !== null) {
    const seconds = Math.ceil(cpuMs / 1000);
    lines.push(`ulimit -St ${seconds}`, `ulimit -Ht ${seconds + CPU_GRACE_S}`);
  }
  return lines.map((line) => `${line} || exit; `).join('');
}
