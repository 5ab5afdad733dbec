import path from 'node:path';
import type { EnvironmentFile, EnvironmentLayer, EnvironmentMap } from '../model/environment.ts';
import { type ConfigNode, entriesOf, get, itemsOf, type ScalarNode, stringOf } from './node.ts';

/** Layers of an environment, with the nodes that each was written as, for complaints. */
export interface LocatedLayers {
  readonly layers: readonly EnvironmentLayer[];
  /** Where an environment file is named. */
  readonly files: ReadonlyMap<EnvironmentFile, ConfigNode>;
  /** The values of an `env` map. */
  readonly values: ReadonlyMap<EnvironmentMap, ReadonlyMap<string, ScalarNode>>;
}

/** The layers that `env_file`, its variables filled in, and `env` describe. What is not valid in them is left out. */
export function layersOf(envFile: ConfigNode | null, env: ConfigNode | null, owner: string): LocatedLayers {
  const of = owner === '' ? '' : ` of ${owner}`;
  const files = new Map<EnvironmentFile, ConfigNode>();
  for (const item of itemsOf(envFile)) {
    const name = stringOf(item) ?? stringOf(get(item, 'path'));
    if (name === null || name === '') continue;
    const required = get(item, 'required');
    const layer: EnvironmentFile = {
      kind: 'file',
      path: path.resolve(item.at.source.directory, name),
      required: !(required?.kind === 'scalar' && required.value === false),
      origin: `env_file${of}`,
    };
    files.set(layer, get(item, 'path') ?? item);
  }
  const scalars = new Map<string, ScalarNode>();
  for (const [name, { node }] of entriesOf(env)) if (node.kind === 'scalar') scalars.set(name, node);
  const variables = new Map([...scalars].map(([name, node]) => [name, node.value === null ? null : node.text]));
  const map: EnvironmentMap = { kind: 'map', variables, origin: `env${of}` };
  return {
    layers: scalars.size > 0 ? [...files.keys(), map] : [...files.keys()],
    files,
    values: new Map([[map, scalars]]),
  };
}
