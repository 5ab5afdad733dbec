import { homedir } from 'node:os';
import path from 'node:path';
import type { Failure } from '../model/failure.ts';
import { ok, type Result } from '../model/result.ts';
import type { Keymap } from '../tui/index.ts';
import type { PomContext } from './context.ts';

/** Where people bind the keys of the dashboard as they like. */
export function keysFile({ env }: Pick<PomContext, 'env'>): string {
  const configured = env.XDG_CONFIG_HOME;
  // A relative path in it means nothing (XDG Base Directory Specification).
  const home = configured !== undefined && path.isAbsolute(configured) ? configured : path.join(homedir(), '.config');
  return path.join(home, 'pom', 'keys.yaml');
}

/** The keymap of the dashboard; `invalid-config` with every mistake in the user's own bindings. */
export async function loadKeymap(context: PomContext): Promise<Result<Keymap, Failure>> {
  const [{ readTextMap }, { DEFAULT_KEYMAP, keymapFrom }] = await Promise.all([
    import('../config/index.ts'),
    import('../tui/index.ts'),
  ]);
  let keymap = DEFAULT_KEYMAP;
  const options = { displayFrom: context.cwd, example: 'f2: restart' };
  const read = readTextMap(keysFile(context), options, (bindings) => {
    const made = keymapFrom(bindings);
    if (!made.ok) return made.failure;
    keymap = made.value;
    return [];
  });
  return read.ok ? ok(keymap) : read;
}
