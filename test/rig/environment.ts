import path from 'node:path';
import { MARKER } from './process-table.ts';

/** What the rig hands to the pom that it runs: see `rigEnvironment`. */
export interface RigPaths {
  /** Short, because socket paths live below it and may have 103 bytes. */
  readonly root: string;
  readonly runtime: string;
  readonly state: string;
  /** First in `PATH`; holds `pom`. */
  readonly bin: string;
  /** Where obedient children report. */
  readonly socket: string;
}

const CHILD = path.join(import.meta.dirname, 'obedient-child.cjs');

/** The environment of every program that the rig starts: this process's own, less whatever would make a test depend on it. */
export function rigEnvironment(paths: RigPaths): Readonly<Record<string, string>> {
  const inherited = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !isUnwanted(entry[0]),
  );
  return {
    ...Object.fromEntries(inherited),
    // `pom` is found as if it had been installed, and so is the Node that runs the tests.
    PATH: [paths.bin, path.dirname(process.execPath), process.env.PATH ?? ''].join(path.delimiter),
    // Sockets, locks and state of this project alone: sessions of other tests, and the developer's own, are not seen.
    XDG_RUNTIME_DIR: paths.runtime,
    XDG_STATE_HOME: paths.state,
    // A terminal that knows colours: that none appear must not be the terminal's merit.
    TERM: 'xterm-256color',
    // Sorting, dates and messages of the system's tools are the same everywhere.
    LC_ALL: 'C.UTF-8',
    TZ: 'UTC',
    // By these the process table finds what belongs to this project, and obedient children find the test.
    [MARKER]: paths.root,
    RIG_NODE: process.execPath,
    RIG_CHILD: CHILD,
    RIG_SOCKET: paths.socket,
  };
}

const UNWANTED: ReadonlySet<string> = new Set([
  // Node parses the whole bundle of certificates at each start: 37 ms become 120.
  'NODE_EXTRA_CA_CERTS',
  // Flags for jest or a debugger would be obeyed by every Node that pom starts.
  'NODE_OPTIONS',
  'NODE_V8_COVERAGE',
  // Tests set these when they are what is tested.
  'NO_COLOR',
  'FORCE_COLOR',
  'COLORTERM',
  'CI',
  'COLUMNS',
  'LINES',
  // A shell that was told to read a file first would print what it likes.
  'ENV',
  'BASH_ENV',
]);

function isUnwanted(name: string): boolean {
  // npm and jest describe their own run; a pom that runs the tests describes itself.
  return UNWANTED.has(name) || /^(npm_|JEST_|POM_|RIG_)/i.test(name);
}
