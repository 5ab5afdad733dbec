import { Cli } from 'clipanion';
import { closest } from '../util/closest.ts';
import { escapeUnsafe } from '../util/escape-unsafe.ts';
import { safeLines } from '../util/terminal-text.ts';
import { COMMAND_NAMES, type CommandName } from './command-names.ts';
import { COMMANDS } from './commands/index.ts';
import type { PomContext } from './context.ts';
import { ExitCode } from './exit-code.ts';
import { version } from './version.ts';

/** Runs one command line. @returns the exit code. */
export async function run(argv: readonly string[], context: PomContext): Promise<number> {
  const cli = new Cli<PomContext>({
    binaryName: 'pom',
    binaryLabel: 'pom',
    binaryVersion: version,
    enableColors: context.color,
  });
  for (const name of wantedCommands(argv)) cli.register(await COMMANDS[name]());
  if (isCallForHelp(argv)) {
    context.stdout.write(cli.usage());
    return ExitCode.done;
  }
  const input = grammarInput(argv[0] === '--version' ? ['version', ...argv.slice(1)] : argv);
  try {
    return await cli.run(cli.process(input, context), context);
  } catch (error) {
    // Only what clipanion itself refuses arrives here: unknown commands and options, missing arguments.
    return reportMisuse(unknownCommand(argv) ?? grammarMessage(error), ownWords(argv).includes('--json'), context);
  }
}

/** The words that pom itself understands: not those of the command that `pom run` is to run. */
function ownWords(argv: readonly string[]): readonly string[] {
  const end = argv[0] === 'run' ? argv.indexOf('--') : -1;
  return end === -1 ? argv : argv.slice(0, end);
}

/**
 * What clipanion is given. It takes the first `--` for itself, and `pom run` has to know where it was: there a second
 * one follows.
 */
function grammarInput(argv: readonly string[]): string[] {
  const own = ownWords(argv);
  const rest = argv.slice(own.length);
  return [...joinNegativeValues(own), ...(rest.length > 0 ? ['--', ...rest] : [])];
}

/** `--run -1` as `--run=-1`: clipanion takes whatever begins with a dash for an option of its own. */
function joinNegativeValues(argv: readonly string[]): string[] {
  const joined: string[] = [];
  for (const word of argv) {
    const option = joined.at(-1);
    if (/^-\d+$/.test(word) && option !== undefined && /^--[a-z-]+$/.test(option)) {
      joined[joined.length - 1] = `${option}=${word}`;
    } else {
      joined.push(word);
    }
  }
  return joined;
}

function isCallForHelp([first]: readonly string[]): boolean {
  return first === undefined || first === 'help' || first === '--help' || first === '-h';
}

/** A known command is loaded alone, since building the grammar of all of them takes longer than most commands do. */
function wantedCommands(argv: readonly string[]): readonly CommandName[] {
  const names: readonly CommandName[] = [...COMMAND_NAMES, 'session'];
  const first = argv[0] === '--version' ? 'version' : argv[0];
  const known = names.filter((name) => name === first);
  return known.length > 0 ? known : names;
}

function reportMisuse(message: string, json: boolean, context: PomContext): number {
  if (json) context.stdout.write(`${escapeUnsafe(JSON.stringify({ error: { code: 'usage', message } }))}\n`);
  else context.stderr.write(`pom: ${safeLines(message)}\n`);
  return ExitCode.misuse;
}

function unknownCommand([first = '']: readonly string[]): string | null {
  if (first.startsWith('-') || COMMAND_NAMES.some((name) => name === first)) return null;
  const suggestion = closest(first, COMMAND_NAMES);
  return `no command is called "${first}"${suggestion === null ? '' : `; did you mean "${suggestion}"?`}`;
}

/** Clipanion's first sentence in the form of ours, with the grammar that it shows below. */
function grammarMessage(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  // Clipanion colours its messages.
  const [first = '', ...rest] = text.replace(/\u001b\[[0-9;]*m/g, '').split('\n');
  const grammar = rest.find((line) => line.startsWith('$ '));
  const sentence = first.charAt(0).toLowerCase() + first.slice(1).replace(/[.:]$/, '');
  return grammar === undefined ? sentence : `${sentence}; usage: ${grammar.slice(2)}`;
}
