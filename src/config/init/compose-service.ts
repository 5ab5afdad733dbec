import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseDuration } from '../duration.ts';
import { parseSignalName } from '../signal-name.ts';
import { commandOf } from './compose-command.ts';
import { envFilesOf, envOf } from './compose-environment.ts';
import { type ComposeMap, isMap, textOf, textsOf } from './compose-file.ts';
import { readyOf } from './compose-health.ts';
import { portsOf } from './compose-ports.ts';
import type { DraftMap, DraftValue, ProcessDraft } from './draft.ts';

/** Where a service is written. */
export interface ServicePlace {
  readonly name: string;
  /** The compose file, as it should be shown. */
  readonly source: string;
  /** Absolute: the directory of the compose file. */
  readonly directory: string;
}

/** Keys that are read here, and those that say something of a container only. */
const UNDERSTOOD: ReadonlySet<string> = new Set(
  `command entrypoint environment env_file depends_on healthcheck restart ports stop_signal stop_grace_period profiles
   working_dir build image container_name hostname networks network_mode labels annotations platform pull_policy init
   expose volumes tty stdin_open logging develop`.split(/\s+/),
);

/** What a service comes to, without its `depends_on`. Its command is null when only its image has it. */
export function serviceDraft(service: ComposeMap, { name, source, directory }: ServicePlace): ProcessDraft {
  const env = envOf(service);
  const { ports, others } = portsOf(service);
  // What "ports" says is in PORT, so that it cannot be set as well.
  const port = textOf(env.PORT === undefined ? null : String(env.PORT));
  const ownPort = port === null || port === String(ports[0]);
  const { PORT: _same, ...withoutPort } = env;
  const listed = ownPort ? ports : [];
  const shownEnv = listed.length > 0 ? withoutPort : env;
  const envFiles = envFilesOf(service, directory);
  const cwd = directoryOf(service, directory);
  const ready = readyOf(service.healthcheck);
  const profiles = textsOf(service.profiles).filter((profile) => /^[^\s,]+$/.test(profile));
  const keys: Record<string, DraftValue> = {
    ...(cwd === null ? {} : { cwd }),
    ...(Object.keys(shownEnv).length === 0 ? {} : { env: shownEnv }),
    ...(envFiles.length === 0 ? {} : { env_file: envFiles }),
    ...(listed.length === 0 ? {} : { ports: listed }),
    ...(ready === null ? {} : { ready }),
    ...restartOf(service),
    ...stopOf(service),
    ...(profiles.length === 0 ? {} : { profiles }),
  };
  const image = textOf(service.build ?? null) === null && !isMap(service.build) ? textOf(service.image) : null;
  const ignored = Object.keys(service).filter((key) => !UNDERSTOOD.has(key) && !key.startsWith('x-'));
  const notes = [
    `Service "${name}" of ${source}${image === null ? '' : `, there in the image ${image}: here its program has to be installed`}.`,
    ...(others.length === 0 ? [] : [`Ports that are not taken over: ${others.join(', ')}.`]),
    ...(ignored.length === 0 ? [] : [`Not taken over: ${ignored.join(', ')}.`]),
  ];
  return { name, source, command: isFromHere(service) ? commandOf(service) : null, keys, notes };
}

/** The directory that the service is built from, relative; null when it is that of the compose file. */
export function buildContext({ build }: ComposeMap): string | null {
  const context = isMap(build) ? (textOf(build.context) ?? '.') : textOf(build);
  return context === null ? null : path.normalize(context).replace(/\/$/, '');
}

/**
 * Whether what a service runs is in this directory: built or mounted from here. If not, it is a program of its image,
 * such as a database, and probably not installed on this machine.
 */
function isFromHere(service: ComposeMap): boolean {
  const mountsAll = textsOf(service.volumes).some((volume) => /^\.\/?:/.test(volume));
  const isImage = textOf(service.image) !== null && (service.build ?? null) === null;
  return !isImage || mountsAll || mountedFrom(service).length > 0;
}

/** Where on this machine the working directory of the service is: mounted from, or else built from. */
function directoryOf(service: ComposeMap, directory: string): string | null {
  const candidates = [...mountedFrom(service), buildContext(service) ?? '.'];
  const found = candidates.find((candidate) => isDirectory(directory, candidate));
  const relative = found === undefined ? '' : path.normalize(found).replace(/\/$/, '');
  return relative === '' || relative === '.' ? null : relative;
}

/** The directories here that are mounted as the working directory of the service; relative. */
function mountedFrom(service: ComposeMap): readonly string[] {
  const inside = textOf(service.working_dir);
  return textsOf(service.volumes).flatMap((volume) => {
    const [from = '', to = ''] = volume.split(':');
    if (!from.startsWith('.') || inside === null || !(inside === to || inside.startsWith(`${to}/`))) return [];
    return [path.join(from, inside.slice(to.length))];
  });
}

function isDirectory(directory: string, candidate: string): boolean {
  const absolute = path.resolve(directory, candidate);
  return existsSync(absolute) && statSync(absolute).isDirectory();
}

function restartOf({ restart }: ComposeMap): DraftMap {
  const [policy, most] = (textOf(restart) ?? 'no').split(':');
  const restarts = Number(most);
  if (policy === 'on-failure' && Number.isSafeInteger(restarts) && restarts > 0) {
    return { restart: { policy, max_restarts: restarts } };
  }
  if (policy === 'on-failure' || policy === 'always') return { restart: policy };
  return policy === 'unless-stopped' ? { restart: 'always' } : {};
}

function stopOf({ stop_signal: signal, stop_grace_period: grace }: ComposeMap): DraftMap {
  const name = parseSignalName(textOf(signal) ?? '');
  const text = textOf(grace);
  const isLength = text !== null && parseDuration(text) !== null;
  const stop = { ...(name === null ? {} : { signal: name }), ...(isLength ? { grace: text } : {}) };
  return Object.keys(stop).length === 0 ? {} : { stop };
}
