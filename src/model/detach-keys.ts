import { err, ok, type Result } from './result.ts';

/**
 * What leaves a terminal by default: the key of dtach and abduco. Shells, REPLs and editors need it for nothing but
 * SIGQUIT, which `pom signal` sends as well.
 */
export const USUAL_DETACH_KEYS = 'ctrl-\\';

/**
 * The bytes of a sequence of keys: characters, and `ctrl-` with a letter or one of `@ [ \ ] ^ _`, with commas between
 * them. The failure is a sentence about what is wrong.
 */
export function parseDetachKeys(text: string): Result<Uint8Array, string> {
  const keys = text.split(',').map(byteOf);
  const wrong = text.split(',').find((_, index) => keys[index] === null);
  if (wrong === undefined) return ok(Uint8Array.from(keys.filter((key) => key !== null)));
  return err(`"${wrong}" is no key; write a character, or ctrl- with a letter or one of @ [ \\ ] ^ _`);
}

function byteOf(key: string): number | null {
  const control = /^ctrl-([a-z@[\\\]^_])$/i.exec(key)?.[1];
  if (control !== undefined) return control.toUpperCase().charCodeAt(0) & 0x1f;
  return /^[!-~]$/.test(key) ? key.charCodeAt(0) : null;
}
