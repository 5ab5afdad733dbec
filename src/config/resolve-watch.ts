import path from 'node:path';
import type { WatchAction, WatchSpec } from '../model/watch-spec.ts';
import { type ConfigNode, get, itemsOf, stringOf } from './node.ts';
import type { ProbeSurroundings } from './resolve-probe.ts';
import { parseSignalName } from './signal-name.ts';
import { booleanOf, commandOf, durationOf } from './value.ts';

const DEFAULT_DEBOUNCE_MS = 300;

/** A watch that has been validated and checked; null when there is none. */
export function resolveWatch(node: ConfigNode | null, { cwd, shell }: ProbeSurroundings): WatchSpec | null {
  if (node === null) return null;
  const paths = node.kind === 'map' ? get(node, 'paths') : node;
  return {
    paths: textsOrText(paths).map((text) => path.resolve(cwd, text)),
    ignore: textsOrText(get(node, 'ignore')).map((glob) => placedGlob(glob, cwd)),
    debounceMs: durationOf(get(node, 'debounce')) ?? DEFAULT_DEBOUNCE_MS,
    action: actionOf(node, shell),
    cascade: booleanOf(get(node, 'cascade')) ?? false,
  };
}

/** A glob without a slash is a name anywhere; one slash at the end only says that it is a directory. */
function placedGlob(glob: string, cwd: string): string {
  const trimmed = glob.replace(/(?<=.)\/+$/, '');
  return trimmed.includes('/') ? path.resolve(cwd, trimmed) : trimmed;
}

function actionOf(node: ConfigNode, shell: readonly string[]): WatchAction {
  const signal = parseSignalName(stringOf(get(node, 'signal')) ?? '');
  if (signal !== null) return { kind: 'signal', signal };
  const command = commandOf(get(node, 'exec'), shell);
  return command === null ? { kind: 'restart' } : { kind: 'exec', command };
}

function textsOrText(node: ConfigNode | null): readonly string[] {
  const nodes = node?.kind === 'scalar' ? [node] : itemsOf(node);
  return nodes.flatMap((item) => (item.kind === 'scalar' ? [item.text] : []));
}
