import type { ComposeDraft, Service } from './compose.ts';
import { writeDependencies } from './compose-dependencies.ts';
import { distinctPorts } from './distinct-ports.ts';
import type { DraftMap, DraftValue, LeftOut, ProcessDraft, ProjectDraft } from './draft.ts';
import type { PackageDraft } from './package-scripts.ts';

/** What was found, source by source. */
export interface Sources {
  readonly procfile: ProjectDraft;
  readonly package: PackageDraft;
  readonly compose: ComposeDraft;
  /** Reads the package in a directory that a service is built from; relative. */
  readonly packageIn: (directory: string) => PackageDraft;
}

/**
 * One project of all sources. A process that several describe has the command of the first that says one (Procfile,
 * package.json, compose) and the settings of all. The application itself is taken once: not again from package.json
 * when a Procfile or a compose file runs something in the same directory.
 */
export function combine(sources: Sources): ProjectDraft {
  const { procfile, compose } = sources;
  const processes = new Map(procfile.processes.map((process) => [process.name, process]));
  const leftOut: LeftOut[] = [];
  const others: string[] = [];
  for (const service of compose.services) {
    const { name } = service.draft;
    const written = processes.get(name) ?? sources.package.processes.find((process) => process.name === name);
    const found =
      written ?? (service.draft.command === null ? packageScript(service, sources, [...processes.values()]) : null);
    if (found !== null && found.source !== service.draft.source) others.push(found.source);
    if (found !== null) processes.set(name, joined(service.draft, found));
    else if (service.draft.command !== null) processes.set(name, service.draft);
    else leftOut.push(notRunHere(service));
  }
  for (const process of scriptsBesides([...processes.values()], sources.package)) {
    if (process.isMain) leftOut.push(mainBesides(process.draft));
    else processes.set(process.draft.name, process.draft);
  }
  const connected = connect(processes, compose.services);
  const warnings = [...sources.package.warnings, ...procfile.warnings, ...compose.warnings];
  const read = [...procfile.sources, ...sources.package.sources, ...others, ...compose.sources];
  return { sources: [...new Set(read)], processes: distinctPorts(connected), leftOut, warnings };
}

/**
 * What the Dockerfile of a service runs, most likely: the script of its name, or the application, in the package that it
 * is built from. Two services that are built from one package are not the same application.
 */
function packageScript(
  { draft, context }: Service,
  sources: Sources,
  taken: readonly ProcessDraft[],
): ProcessDraft | null {
  if (context === null) return null;
  const { processes, main } = context === '.' ? sources.package : sources.packageIn(context);
  const isTaken = ({ command, keys }: ProcessDraft) =>
    taken.some((other) => other.keys.cwd === keys.cwd && runsScript(other.command, command));
  const script = processes.find(({ name }) => name === draft.name) ?? processes.find(({ name }) => name === main);
  return script === undefined || isTaken(script) ? null : script;
}

function joined(service: ProcessDraft, found: ProcessDraft): ProcessDraft {
  const { ports, ...foundKeys } = found.keys;
  // A port that the service names, by "ports" or in PORT, is not for pom to pick.
  const hasOwn = Object.entries(service.keys.env ?? {}).some(([name]) => name === 'PORT');
  const keys = { ...(ports === undefined || hasOwn ? {} : { ports }), ...service.keys, ...foundKeys };
  return { ...service, command: found.command, keys: inOrder(keys), notes: [...found.notes, ...service.notes] };
}

const ORDER = ['cwd', 'env', 'env_file', 'depends_on', 'ports', 'ready', 'restart', 'stop', 'profiles', 'autostart'];

function inOrder(keys: DraftMap): DraftMap {
  return Object.fromEntries(Object.entries(keys).sort(([a], [b]) => ORDER.indexOf(a) - ORDER.indexOf(b)));
}

function notRunHere({ draft, context, contained }: Service): LeftOut {
  const why =
    context === null
      ? `Service "${draft.name}" of ${draft.source} is an image. To run it with the rest, take away the "#":`
      : `What service "${draft.name}" of ${draft.source} runs is in its Dockerfile. Write it as the command, or let compose run it:`;
  return { name: draft.name, why, suggestion: contained };
}

function mainBesides({ name, command, notes, keys }: ProcessDraft): LeftOut {
  const why = `${notes[0] ?? ''} (probably one of the above, so not started again)`;
  return { name, why, suggestion: { command: command ?? '', ...keys } };
}

/** The scripts that no process runs yet. */
function scriptsBesides(taken: readonly ProcessDraft[], { processes, main }: PackageDraft) {
  return processes
    .filter(({ name, command }) => !taken.some((other) => other.name === name || runsScript(other.command, command)))
    .map((draft) => ({ draft, isMain: draft.name === main && taken.some(({ keys }) => keys.cwd === undefined) }));
}

/** Whether a command runs a script, by whichever package manager: `npm start`, `yarn dev`, `pnpm run dev`. */
function runsScript(command: ProcessDraft['command'], run: ProcessDraft['command']): boolean {
  const text = (value: ProcessDraft['command']) => (typeof value === 'string' ? value : (value ?? []).join(' '));
  const script = text(run).replace(/^\w+ run /, '');
  const words = text(command).split(/\s+/);
  return words.some((word, index) => {
    const before = words[index - 1] === 'run' ? words[index - 2] : words[index - 1];
    return word === script && /^(?:npm|pnpm|yarn|bun)$/.test(before ?? '');
  });
}

/** Adds `depends_on`, and a note for what it cannot say. */
function connect(processes: ReadonlyMap<string, ProcessDraft>, services: readonly Service[]): readonly ProcessDraft[] {
  const byName = new Map(services.map((service) => [service.draft.name, service]));
  const hasReady = (name: string) => processes.get(name)?.keys.ready !== undefined;
  return [...processes.values()].map((process) => {
    const dependencies = byName.get(process.name)?.dependencies ?? [];
    const here = dependencies.filter(({ on }) => processes.has(on));
    const away = dependencies.filter(({ on }) => !processes.has(on) && byName.has(on)).map(({ on }) => on);
    const notes = [...process.notes, ...hostNotes(process.keys.env, [...byName.keys()])];
    if (isPicked(process.keys.ports)) notes.push('pom picks a free port and gives it in PORT, as foreman does.');
    if (away.length > 0) notes.push(`It also needs ${away.join(', ')}: see below.`);
    const keys = here.length === 0 ? process.keys : { ...process.keys, depends_on: writeDependencies(here, hasReady) };
    return { ...process, keys: inOrder(keys), notes };
  });
}

function isPicked(ports: DraftValue | undefined): boolean {
  return Array.isArray(ports) && ports.includes('auto');
}

/** The names of services are host names in containers, and nowhere else. */
function hostNotes(env: DraftValue | undefined, services: readonly string[]): readonly string[] {
  return Object.entries(env ?? {}).flatMap(([variable, value]) => {
    const words = String(value).split(/[/@:,]+/);
    const host = services.find((service) => words.includes(service));
    return host === undefined || (words.length < 2 && !/HOST|ADDR/.test(variable))
      ? []
      : [`"${host}" in ${variable} may be a host name that only containers know; on this machine it is localhost.`];
  });
}
