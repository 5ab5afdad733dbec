import { Cli } from 'clipanion';
import { COMMAND_NAMES, type CommandName } from './command-names.ts';
import { COMMANDS } from './commands/index.ts';
import type { PomContext } from './context.ts';
import { ExitCode } from './exit-code.ts';
import { version } from './version.ts';

/** Runs one command line. @returns the exit code. */
export async function run(argv: readonly string[], context: PomContext): Promise<number> {
  const cli = new Cli<PomContext>({ binaryName: 'pom', binaryLabel: 'pom', binaryVersion: version });
  for (const name of wantedCommands(argv)) cli.register(await COMMANDS[name]());
  const input = argv.length === 0 ? ['--help'] : argv[0] === '--version' ? ['version', ...argv.slice(1)] : [...argv];
  try {
    return await cli.run(cli.process(input, context), context);
  } catch (error) {
    // Only what clipanion itself refuses arrives here: unknown commands and options, missing arguments.
    return reportMisuse(usageMessage(error), argv.includes('--json'), context);
  }
}

/** A known command is loaded alone, since building the grammar of all of them takes longer than most commands do. */
function wantedCommands(argv: readonly string[]): readonly CommandName[] {
  const names: readonly CommandName[] = [...COMMAND_NAMES, 'session'];
  const first = argv[0] === '--version' ? 'version' : argv[0];
  const known = names.filter((name) => name === first);
  return known.length > 0 ? known : names;
}

function reportMisuse(message: string, json: boolean, context: PomContext): number {
  if (json) context.stdout.write(`${JSON.stringify({ error: { code: 'usage', message } })}\n`);
  else context.stderr.write(`pom: ${message}\n`);
  return ExitCode.misuse;
}

/** Clipanion's message without the grammar of every command that would also have been possible. */
function usageMessage(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  // Clipanion colours its messages.
  const plain = text.replace(/\u001b\[[0-9;]*m/g, '');
  const [first = plain] = plain.split('\n');
  return `${lowerFirst(first.replace(/[.:]$/, ''))}; see "pom --help"`;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
