import type { SpawnFailure } from './failure.ts';
import type { ProcessSpec } from './process-spec.ts';
import type { EvidenceLine } from './run-evidence.ts';
import type { WhyCode, WhyLink } from './why.ts';
import { configurationAdvice } from './why-config.ts';
import { adviceFromLines } from './why-lines.ts';

/** What to try about the root of a chain, the best first: what its lines give away, then what its kind does. */
export function adviceFor(root: WhyLink, spec: ProcessSpec, lines: readonly EvidenceLine[]): readonly string[] {
  const general = adviceByCode(root.code, root, spec);
  return [...new Set([...adviceFromLines(lines, spec.cwd), ...general])];
}

function adviceByCode(
  code: WhyCode,
  { process, status, exit, run, failure }: WhyLink,
  { cwd, profiles }: ProcessSpec,
): readonly string[] {
  const readLog = [
    ...(run === null ? [] : [`pom logs ${process} --run ${run}`]),
    ...(status === 'backoff' ? [`pom start ${process}, to try again now`] : []),
  ];
  switch (code) {
    case 'running':
    case 'ready':
    case 'starting':
    case 'stopping':
    case 'completed':
    case 'scheduled':
      return [];
    case 'stopped-by-wish':
    case 'not-started':
      return [`pom start ${process}`];
    case 'disabled-by-profile':
      return [`pom up --profile ${profiles[0] ?? 'NAME'}`];
    case 'no-session':
      return ['pom up -d'];
    case 'not-ready-yet':
      return [`pom wait ${process} --for ready`, `pom logs ${process}`];
    case 'waiting-for-retry':
      return [`pom start ${process}, to try again now`];
    case 'not-loaded':
    case 'config-refused':
    case 'config-newer':
      return configurationAdvice(code);
    case 'waiting-for-dependency':
    case 'dependency-failed':
    case 'dependency-late':
      return [`pom status ${process}`];
    case 'dependency-missing':
      return ['take it out of depends_on, or put the process back into pom.yaml'];
    case 'exited':
      if (exit?.code === 127) return ['is the command in it spelled right and installed? (exit 127)', ...readLog];
      if (exit?.code === 126) return ['is the file in it executable? "chmod +x" it (exit 126)', ...readLog];
      return readLog;
    case 'killed':
      return exit?.signal === 'SIGKILL'
        ? ['did the system run out of memory? sudo dmesg | grep -i "out of memory"', ...readLog]
        : readLog;
    case 'too-many-restarts':
      return [...readLog, `pom start ${process}, once it is mended: that begins the count of restarts anew`];
    case 'not-ready-in-time':
      return [`does it listen where "ready" looks, or need a longer "deadline"? pom status ${process}`, ...readLog];
    case 'not-alive':
      return [`what kept it from answering? pom status ${process} has the answers`, ...readLog];
    case 'memory-limit':
      return [`raise "limits.memory" of ${process} in pom.yaml, or find what it keeps`, ...readLog];
    case 'file-changed':
      return readLog;
    case 'group-survived':
      return ['end what is left by hand; "ps -o pid,stat,args -p PID" says what it waits for'];
    case 'command-not-found':
      return [`is it installed, and in this PATH? pom env ${process} | grep ^PATH=`];
    case 'not-executable':
      return ['make it executable (chmod +x), and check its first line (#!)'];
    case 'bad-cwd':
      return [`mkdir -p ${cwd}, or mend "cwd" of ${process} in pom.yaml`];
    case 'out-of-resources':
      return ['ulimit -a, and see what uses so much: pom ps'];
    case 'arguments-too-long':
      return [`shorten the command or its environment: pom env ${process}`];
    case 'executable-busy':
      return [`wait until it has been written, then: pom start ${process}`];
    case 'port-taken':
      return takenPort(failure);
    case 'notify-unavailable':
      return [`is perl installed? Or take another check than "notify" for ${process}`];
    case 'terminal-unavailable':
      return [`do without: take "tty" from ${process} in pom.yaml`];
    case 'unknown-user':
      return [`getent passwd, and mend "user" of ${process} in pom.yaml`];
    case 'not-permitted':
      return [`run pom as root, or take what needs it from ${process}`];
    case 'spawn-error':
      return ['pom config'];
    case 'bad-environment':
      return [`set the variable, or mend the file, then: pom start ${process}`];
    default:
      return code satisfies never;
  }
}

/** Whoever holds the port is named with the reason; what ends it is not for pom to choose. */
function takenPort(failure: SpawnFailure | null): readonly string[] {
  if (failure?.reason !== 'port-taken') return [];
  const { port, holder } = failure;
  const look = holder === null ? `sudo ss -ltnp "sport = :${port}"` : `ps -o pid,user,args -p ${holder.pid}`;
  const own = holder?.process ?? null;
  return [own === null ? look : `pom stop ${own}`, 'take another port in pom.yaml ("auto" picks a free one)'];
}
