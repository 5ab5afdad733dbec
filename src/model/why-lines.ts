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
  [/(?:EADDRINUSE|[Aa]ddress already in use).*?[:\s](\d{2,5})\b/, whoHolds],
  [/:(\d{2,5})\b.*(?:EADDRINUSE|[Aa]ddress already in use|port is already allocated)/, whoHolds],
  [/(?:EADDRINUSE|[Aa]ddress already in use)/, () => 'another program has its port; see who: ss -ltnp'],
  [
    /Cannot find (?:module|package) '([^'./][^']*)'/,
    (module, cwd) => `npm install (in ${cwd}): "${module}" is missing`,
  ],
  [/Cannot find module '([^']+)'/, (file) => `is this path right? ${file}`],
  [/No module named '?([\w.]+)'?/, (module) => `pip install ${module}, or is its virtualenv the one in PATH?`],
  [/heap out of memory/, () => 'give it more memory: env: {NODE_OPTIONS: --max-old-space-size=4096}'],
  [/"root" execution of the PostgreSQL server is not permitted/, () => 'start it as another user than root'],
  [
    /is not a database cluster directory|directory ".*" (?:is not valid|does not exist).*/,
    () => 'is its data directory right? initdb makes one',
  ],
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

function permission(file: string): string {
  return `it may not use ${file}; see: ls -ld ${file}`;
}
