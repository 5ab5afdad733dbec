import path from 'node:path';
import type {
  Environment,
  EnvironmentFile,
  EnvironmentLayer,
  EnvironmentMap,
  VariablePlace,
} from '../model/environment.ts';
import type { Diagnostics } from './diagnostic.ts';
import { type EnvironmentFileReader, layEnvironment, readEnvironmentFile } from './environment.ts';
import type { VariablePlaces } from './explain-environment.ts';
import { type FlatProcess, flattenProcesses } from './extends.ts';
import { interpolateNode, reportIssue } from './interpolate-node.ts';
import { LateVariables } from './late-variables.ts';
import { type LocatedLayers, layersOf } from './layers.ts';
import { type ConfigNode, get, type MapNode, type ScalarNode } from './node.ts';

/** A configuration in which every value stands where it counts: parents and defaults merged, variables filled in. */
export interface ExpandedProject {
  /** The whole, as it is validated. */
  readonly root: MapNode;
  readonly processes: ReadonlyMap<string, ExpandedProcess>;
  /** Absolute: where the file lives. */
  readonly directory: string;
  /** Its `.env`, if it has that read. */
  readonly dotenv: readonly EnvironmentLayer[];
  /** Its `env_file` and `env`. */
  readonly projectLayers: readonly EnvironmentLayer[];
}

/** What a file that is included stands on: the environment of the main file. */
export interface EnvironmentBase {
  readonly dotenv: readonly EnvironmentLayer[];
  readonly layers: readonly EnvironmentLayer[];
}

const NO_BASE: EnvironmentBase = { dotenv: [], layers: [] };

export interface ExpandedProcess extends FlatProcess {
  readonly layers: readonly EnvironmentLayer[];
  /** `layers` as they are now. */
  readonly environment: Environment;
}

/** @param root the main file, merged, or one that is included. @param directory absolute: where it lives. */
export function expand(
  root: MapNode,
  directory: string,
  environments: EnvironmentReader,
  diagnostics: Diagnostics,
  base: EnvironmentBase = NO_BASE,
): ExpandedProject {
  const dotenv = dotenvOf(root, directory);
  const bottomLayers: readonly EnvironmentLayer[] = [...base.dotenv, ...dotenv, { kind: 'inherited' }, ...base.layers];
  const bottom = environments.read(new Map(), { layers: bottomLayers, files: new Map(), values: new Map() });
  const envFile = interpolateKey(root, 'env_file', bottom, diagnostics);
  const projectLayers = layersOf(envFile, get(root, 'env'), '');
  const project = environments.read(bottom, projectLayers);
  const layersBelow = [...bottomLayers, ...projectLayers.layers];

  const processes = new Map<string, ExpandedProcess>();
  const flattened = flattenProcesses(get(root, 'processes'), get(root, 'defaults'), diagnostics);
  const late = new LateVariables(flattened);
  for (const [name, flat] of flattened) {
    const files = interpolateKey(flat.entry.node, 'env_file', project, diagnostics);
    const own = layersOf(files, get(flat.entry.node, 'env'), name);
    const lateOnes = late.of(name);
    const below = lateOnes.size === 0 ? project : new Map([...project, ...lateOnes]);
    const environment = own.layers.length === 0 ? below : environments.read(below, own);
    const filled = interpolateNode(
      withKey(flat.entry.node, 'env_file', files),
      lookupIn(environment),
      diagnostics,
      isRawInProcess,
    );
    const entry = { keyAt: flat.entry.keyAt, node: filled };
    processes.set(name, { ...flat, entry, layers: [...layersBelow, ...own.layers], environment });
  }
  const top = interpolateNode(withKey(root, 'env_file', envFile), lookupIn(project), diagnostics, isRawAtTop);
  return {
    root: withProcesses(top, processes, withQuietDefaults(top, project)),
    processes,
    directory,
    dotenv,
    projectLayers: projectLayers.layers,
  };
}

/** Reads layers, each file once, and says where the mistakes in them are. */
export class EnvironmentReader {
  readonly #inherited: ReadonlyMap<string, string>;
  readonly #diagnostics: Diagnostics;
  readonly #read = new Map<string, ReturnType<EnvironmentFileReader>>();
  readonly #places = new Map<EnvironmentMap, ReadonlyMap<string, VariablePlace>>();

  constructor(inherited: ReadonlyMap<string, string>, diagnostics: Diagnostics) {
    this.#inherited = inherited;
    this.#diagnostics = diagnostics;
  }

  /** Absolute: the files that were read or looked for. */
  get files(): readonly string[] {
    return [...this.#read.keys()];
  }

  /** Where the variables of the maps that were read are written. */
  get places(): VariablePlaces {
    return this.#places;
  }

  read(below: Environment, { layers, files, values }: LocatedLayers): Environment {
    for (const [map, nodes] of values) this.#places.set(map, placesOf(nodes));
    return layEnvironment(below, layers, {
      inherited: this.#inherited,
      readFile: (file) => this.#readOnce(file),
      onUnreadable: (layer, { missing, problem }) => {
        const hint = missing ? '; write {path: …, required: false} if it may be missing' : '';
        const node = files.get(layer);
        if (node === undefined) {
          // Nobody names `.env`; what else has no place was complained about where it is named.
          if (layer.origin === '.env') this.#diagnostics.placeless(`${layer.path} ${problem}`);
        } else this.#diagnostics.error(node.at, `the env file ${layer.path} ${problem}${hint}`);
      },
      onIssue: (layer, name, issue) => {
        const node = values.get(layer)?.get(name);
        if (node !== undefined) reportIssue(this.#diagnostics, node, issue);
      },
    });
  }

  #readOnce(file: string): ReturnType<EnvironmentFileReader> {
    const known = this.#read.get(file);
    if (known !== undefined) return known;
    const result = readEnvironmentFile(file);
    this.#read.set(file, result);
    return result;
  }
}

function placesOf(nodes: ReadonlyMap<string, ScalarNode>): ReadonlyMap<string, VariablePlace> {
  return new Map(
    [...nodes].map(([name, { at }]) => [name, { file: at.source.path, line: at.source.rangeOf(at).line }]),
  );
}

function dotenvOf(root: MapNode, directory: string): readonly EnvironmentLayer[] {
  const dotenv = get(root, 'dotenv');
  const file: EnvironmentFile = { kind: 'file', path: path.join(directory, '.env'), required: false, origin: '.env' };
  const isOff = dotenv?.kind === 'scalar' && dotenv.value === false;
  return isOff ? [] : [file];
}

/** A shell expands its own text, the environment is interpolated when it is read, and files before that. */
function isRawInProcess([key, inner, ...deeper]: readonly string[], node: ConfigNode): boolean {
  if (deeper.length > 0) return false;
  if (inner === undefined) return key === 'env' || key === 'env_file' || key === 'extends' || isShellText(key, node);
  if ((key === 'ready' || key === 'alive' || key === 'watch') && inner === 'exec') return node.kind === 'scalar';
  return key === 'stop' && isShellText(inner, node);
}

function isShellText(key: string | undefined, node: ConfigNode): boolean {
  return key === 'command' && node.kind === 'scalar';
}

function isRawAtTop([key, inner]: readonly string[]): boolean {
  return inner === undefined && ['env', 'env_file', 'dotenv', 'defaults', 'processes'].includes(key ?? '');
}

/** Only each process knows what the variables in its defaults are; what is written is checked here all the same. */
function withQuietDefaults(top: ConfigNode, project: Environment): ConfigNode | null {
  const defaults = get(top, 'defaults');
  return defaults && interpolateNode(defaults, lookupIn(project), null, isRawInProcess);
}

function interpolateKey(node: ConfigNode, key: string, environment: Environment, diagnostics: Diagnostics) {
  const value = get(node, key);
  return value && interpolateNode(value, lookupIn(environment), diagnostics);
}

function lookupIn(environment: Environment): (name: string) => string | undefined {
  return (name) => environment.get(name)?.value;
}

function withKey<N extends ConfigNode>(node: N, key: string, value: ConfigNode | null): ConfigNode {
  if (node.kind !== 'map' || value === null) return node;
  const entry = node.entries.get(key);
  if (entry === undefined || entry.node === value) return node;
  return { ...node, entries: new Map(node.entries).set(key, { keyAt: entry.keyAt, node: value }) };
}

function withProcesses(
  top: ConfigNode,
  processes: ReadonlyMap<string, ExpandedProcess>,
  defaults: ConfigNode | null,
): MapNode {
  if (top.kind !== 'map') throw new Error('Internal error: the root of a configuration is not a map');
  const written = get(top, 'processes');
  const entries = new Map([...processes].map(([name, { entry }]) => [name, entry]));
  const expanded = written?.kind === 'map' ? { ...written, entries } : written;
  const root = withKey(withKey(top, 'processes', expanded), 'defaults', defaults);
  return root.kind === 'map' ? root : top;
}
