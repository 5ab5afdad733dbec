import type { Exit } from '../../model/exit.ts';
import { isPassing } from '../../model/failure.ts';
import { exitMessage, spawnFailureMessage } from '../../model/failure-message.ts';
import { deferred } from '../../util/deferred.ts';
import { plainText } from '../../util/terminal-text.ts';
import type { Child, SpawnChild, SpawnRequest } from '../child.ts';
import { type AskOnce, bad, good, unasked } from './probe-answer.ts';

/** As much of its output as is kept, to show the last line of it. */
const KEPT_BYTES = 4_096;

/**
 * Good when the command exits with 0. It runs in a group of its own, and nothing of that group outlives the answer: an
 * abort kills all of it.
 */
export function execProbe(
  request: Pick<SpawnRequest, 'argv' | 'cwd' | 'environment'>,
  spawnChild: SpawnChild,
): AskOnce {
  return async (signal) => {
    const exited = deferred<Exit>();
    let printed: Uint8Array = Buffer.alloc(0);
    const spawned = await spawnChild({
      ...request,
      stdin: 'null',
      output: {
        onChunk: (_, chunk) => {
          printed = Buffer.concat([printed, chunk]).subarray(-KEPT_BYTES);
        },
        onEnd: () => undefined,
      },
      onExit: exited.resolve,
      isUrgent: true,
    });
    if (!spawned.ok) {
      const why = spawnFailureMessage(spawned.failure);
      return isPassing(spawned.failure) ? unasked(why) : bad(why);
    }
    const child = spawned.value;
    const kill = () => child.signalGroup('SIGKILL', 'tree');
    if (signal.aborted) kill();
    signal.addEventListener('abort', kill, { once: true });
    const exit = await exited.promise;
    signal.removeEventListener('abort', kill);
    leaveNothing(child);
    const said = lastLine(printed);
    if (exit.code === 0) return good(said === '' ? 'exited with code 0' : said);
    return bad(said === '' ? exitMessage(exit) : `${exitMessage(exit)}: ${said}`);
  };
}

/** Whoever it left in the background goes, too. */
function leaveNothing(child: Child): void {
  if (!child.groupIsEmpty('tree')) child.signalGroup('SIGKILL', 'tree');
  child.releaseOutput();
}

function lastLine(bytes: Uint8Array): string {
  const lines = Buffer.from(bytes).toString('utf8').split('\n');
  return plainText(lines.findLast((line) => line.trim() !== '') ?? '').trim();
}
