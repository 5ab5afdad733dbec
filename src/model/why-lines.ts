import type { EvidenceLine } from './run-evidence.ts';

/** What the last lines of a run give away, as something to try. */
export function adviceFromLines(lines: readonly EvidenceLine[], cwd: string): readonly string[] {
  const latestFirst = lines.toReversed();
  for (const [pattern, advice] of KNOWN) {
    for (const { line } of latestFirst) {
      const match = pattern.exec(line);
      if (match !== null) return [advice(match[1] ?? '', cwd)];
    }
  }
  return [];
}

type Advice = (detail: string, cwd: string) => string;

/** What programs say, the telling part in a group, and what helps. The first that matches any line counts. */
const KNOWN: readonly (readonly [RegExp, Advice])[] = [
  // The number after the address and not one in it; before the words it may be one in a time of day, which is no port.
  [/(?:EADDRINUSE|[Aa]ddress already in use).*?[:\s](\d{2,5})(?![\d.])/, whoHolds],
  [/(?<!(?:^|[\s[T:])\d{2}):(\d{2,5})\b.*(?:EADDRINUSE|[Aa]ddress already in use|port is already allocated)/, whoHolds],
  [/already running on port (\d{2,5})\b/, whoHolds],
  [/(?:EADDRINUSE|[Aa]ddress already in use)/, () => 'another program has its port; see who: ss -ltnp'],
  [
    /Cannot find (?:module|package) '([^'./][^']*)'/,
    (module, cwd) => `npm install (in ${cwd}): "${module}" is missing`,
  ],
  [/Cannot find module '([^']+)'/, (file) => `is this path right? ${file}`],
  [/No module named '?([\w.]+)'?/, (module) => `pip install ${module}, or is its virtualenv the one in PATH?`],
  [/heap out of memory/, () => 'give it more memory: env: {NODE_OPTIONS: --max-old-space-size=4096}'],
  [/"root" execution of the PostgreSQL server is not permitted/, () => 'start it as another user than root'],
  [/data directory "([^"]+)" has invalid permissions/, (directory) => `chmod 700 ${directory}`],
  [/data directory "([^"]+)" has wrong ownership/, (directory) => `chown -R ${directory} to whom the server runs as`],
  [
    /was initialized by PostgreSQL version (\d[\d.]*\d|\d)/,
    (version) => `run the server of PostgreSQL ${version}, or bring the data over with pg_upgrade`,
  ],
  [/Expected to find it in the directory "([^"]+)"/, brokenDatabase],
  [/"([^"]+)" is not a (?:valid data|database cluster) directory/, brokenDatabase],
  [/incorrect checksum in control file|could not locate a valid checkpoint record/, () => brokenDatabase('')],
  [/data directory "([^"]+)" does not exist/, (directory) => `is this path right? ${directory}; initdb makes one`],
  [/in file "([^"]+" line \d+)/, (place) => `mend ${place.replace('"', ',')}`],
  [/\[emerg\].* in (\S+:\d+)/, (place) => `mend ${place}`],
  [/Reading the configuration file, at (line \d+)/, (line) => `mend ${line} of its configuration file`],
  [
    /(?:sh|bash|zsh): (?:line )?\d*:? ?([^\s:]+): (?:command )?not found/,
    (name) => `is "${name}" installed, and in its PATH?`,
  ],
  [
    /ECONNREFUSED(?: ([\w.:[\]]+))?/,
    (at) => `nothing listens${at === '' ? '' : ` at ${at}`}: does what it needs stand in depends_on?`,
  ],
  [/EACCES.*?'([^']+)'/, permission],
  [/([^\s:"']+)"?: Permission denied/i, permission],
  [/permission denied/i, () => 'it may not do that: look at the owner and the mode of what it names'],
  [/ENOSPC|[Nn]o space left on device/, () => 'make room: df -h'],
  [/EMFILE|[Tt]oo many open files/, () => 'it has too many files open: ulimit -n'],
  [/ENOENT.*?'([^']+)'/, (file) => `is this path right? ${file}`],
  [/["']?([^\s"':]+)["']?:? \(?(?:2: )?No such file or directory/, (file) => `is this path right? ${file}`],
];

function whoHolds(port: string): string {
  return `another program has port ${port}; see who: ss -ltnp "sport = :${port}"`;
}

function brokenDatabase(directory: string): string {
  const what = directory === '' ? 'its data directory' : directory;
  return `${what} is no whole database: restore a backup of it, or move it away and make a new one (initdb)`;
}

function permission(file: string): string {
  return `it may not use ${file}; see: ls -ld ${file}`;
}
