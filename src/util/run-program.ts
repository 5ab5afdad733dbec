import { spawn } from 'node:child_process';
import { once } from 'node:events';

/**
 * Runs one of the system's small programs to its end. What it reads and prints is nobody's.
 *
 * Node tells of a spawn that failed in two ways, by throwing and by an event that must be heard; both come out here.
 *
 * @returns its exit code; null when a signal ended it.
 * @throws the system's error when it cannot be run, with a code such as ENOENT or EMFILE.
 */
export async function runProgram(program: string, args: readonly string[]): Promise<number | null> {
  const subprocess = spawn(program, args, { stdio: 'ignore' });
  // `once` rejects with an error that comes instead.
  const [code] = (await once(subprocess, 'exit')) as [number | null];
  return code;
}
