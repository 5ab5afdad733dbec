import { writeSync } from 'node:fs';
import type { EndSignal, PomContext } from './context.ts';
import { ExitCode } from './exit-code.ts';
import { run } from './run.ts';

/** The entry of `bin/pom.js`: lends the process to the command line. */

const END_SIGNALS: readonly EndSignal[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** https://no-color.org */
function wantsColor(): boolean {
  const { NO_COLOR, TERM } = process.env;
  return process.stdout.isTTY === true && (NO_COLOR === undefined || NO_COLOR === '') && TERM !== 'dumb';
}

/** A reader that left is no error: `Output` notices it, and the command ends. */
function forgiving<S extends NodeJS.WriteStream>(stream: S): S {
  if (stream.listenerCount('error') === 0) stream.on('error', () => {});
  return stream;
}

const context: PomContext = {
  env: process.env,
  // Undefined in the bundle (bin/build.js): a command that reads standard input belongs to a room that is loaded lazily.
  stdin: process.stdin,
  stdout: forgiving(process.stdout),
  stderr: forgiving(process.stderr),
  colorDepth: wantsColor() ? process.stdout.getColorDepth() : 1,
  cwd: process.cwd(),
  executable: process.argv[1] ?? '',
  terminal: process.stdout.isTTY === true ? { columns: process.stdout.columns } : null,
  color: wantsColor(),
  get input() {
    const { stdin } = process;
    return stdin;
  },
  get dashboardTerminal() {
    const { stdin, stdout } = process;
    return stdin.isTTY && stdout.isTTY && process.env.TERM !== 'dumb' ? { stdin, stdout } : null;
  },
  onSignal(callback) {
    for (const signal of END_SIGNALS) process.on(signal, callback);
    return () => {
      for (const signal of END_SIGNALS) process.off(signal, callback);
    };
  },
};

// A bug of ours. Standard output stays what a script can read; a session has a report written first (`startGuarded`).
process.on('uncaughtException', (error: unknown) => {
  try {
    writeSync(2, `pom: crashed: ${error instanceof Error ? error.stack : String(error)}\n`);
  } finally {
    process.exit(ExitCode.crashed);
  }
});

// Never process.exit(): it would cut off what is still being written to a pipe.
void run(process.argv.slice(2), context).then((code) => {
  process.exitCode = code;
});
